"""What people decided about tags: confirmed and rejected ones, and those that a person gave."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from gongbao.core.annotations import Tag
from gongbao.core.store import schema
from gongbao.core.store.database import Connect
from gongbao.core.store.rows import tag_from

_tag, _article = schema.tag, schema.article
_BY_PERSON = sa.or_(_tag.c.status.in_(("confirmed", "rejected")), _tag.c.origin == "person")


def decided_tags(connection: sa.Connection, ids: Sequence[str]) -> dict[str, list[Tag]]:
    """{article: its decided tags} for a batch of articles."""
    decided: dict[str, list[Tag]] = {}
    for row in connection.execute(sa.select(_tag).where(_tag.c.article_id.in_(ids), _BY_PERSON)).mappings():
        decided.setdefault(row["article_id"], []).append(tag_from(row))
    return decided


class Decisions:
    """The decisions of one store, reached as ``store.decisions``. Every method is one transaction."""

    def __init__(self, reading: Connect) -> None:
        self._reading = reading

    def article_ids(self) -> list[str]:
        """The articles with a decided tag, oldest first; withdrawn ones are left out."""
        decided = sa.select(_tag.c.article_id).where(_BY_PERSON)
        wanted = sa.select(_article.c.id).where(_article.c.id.in_(decided), schema.ALIVE)
        with self._reading() as connection:
            return list(connection.scalars(wanted.order_by(_article.c.sort_key, _article.c.id)))
