"""How much a store holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from gongbao.core.records import State
from gongbao.core.store import schema
from gongbao.core.store.likeness import REPRINT

_article, _further, _link = schema.article, schema.article_source, schema.article_link


@dataclass(frozen=True, slots=True)
class StoreCounts:
    """How much the store holds."""

    sources: int
    articles: int
    published: int
    withdrawn: int
    revisions: int
    discards: int
    merged: int  # articles that stand by more than one source
    reprints: int  # articles linked as a reprint of an earlier one
    tagged_by: dict[str, int]  # articles by the fingerprint of the tagger that last saw them
    tags: dict[str, int]  # by status
    first_date: str  # "" when no date is known
    last_date: str


def store_counts(connection: sa.Connection) -> StoreCounts:
    """How much there is of everything."""
    states = dict(_grouped(connection, _article.c.state))
    known = sa.select(sa.func.min(_article.c.date), sa.func.max(_article.c.date)).where(_article.c.date != "")
    first, last = connection.execute(known).one()
    reprints = sa.select(sa.func.count(_link.c.article_id.distinct())).where(_link.c.kind == REPRINT)
    return StoreCounts(
        sources=count(connection, schema.source),
        articles=sum(states.values()),
        published=states.get(State.PUBLISHED, 0),
        withdrawn=states.get(State.WITHDRAWN, 0),
        revisions=count(connection, schema.revision),
        discards=count(connection, schema.discard),
        merged=connection.scalar(sa.select(sa.func.count(_further.c.article_id.distinct()))) or 0,
        reprints=connection.scalar(reprints) or 0,
        tagged_by=dict(_grouped(connection, _article.c.tagger, schema.ALIVE)),
        tags=dict(_grouped(connection, schema.tag.c.status)),
        first_date=first or "",
        last_date=last or "",
    )


def count(connection: sa.Connection, table: sa.Table, *conditions: sa.ColumnElement[bool]) -> int:
    """How many rows meet the conditions."""
    return connection.scalar(sa.select(sa.func.count()).select_from(table).where(*conditions)) or 0


def _grouped(
    connection: sa.Connection, column: sa.Column[Any], *conditions: sa.ColumnElement[bool]
) -> Iterator[tuple[str, int]]:
    for row in connection.execute(sa.select(column, sa.func.count()).where(*conditions).group_by(column)):
        yield row[0], row[1]
