"""Gives an article that stands another text: a new revision when what is printed changed, the same one when not.

What a person wrote stands. Where the present revision is a person's and says other than the source did, a corrected
source is kept as a revision beside it, and the log tells, so that a person decides.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from gongbao.core.records import Article, State
from gongbao.core.store import schema
from gongbao.core.store.logbook import EventKind, record
from gongbao.core.store.rows import Row, article_content, article_from, content_digest
from gongbao.core.store.writing import READER, article_row, revision_row

CORRECTED = "corrected source"  # reasons of revisions
OTHER_READING = "another source of the same print"

_article, _revision = schema.article, schema.revision
READ = _revision.alias("read")  # the newest revision that a source gave


@dataclass(frozen=True, slots=True)
class Standing:
    """An article as its sources have it, or as one of its several sources has it."""

    article: Article
    digest: str  # of its newest revision that came from a source; empty for a reading of one of several sources
    source_id: int
    retired: bool  # withdrawn by us because a corrected source did not have it
    one_of_several: bool = False  # the article stands by another source too
    read_revision: int = 0  # number of the newest revision that came from a source
    edited: str = ""  # digest of the present revision where a person wrote it, other than the sources have it


def newest_reading() -> sa.ColumnElement[bool]:
    """Joins an article to its newest revision that came from a source; to the present one where none ever did."""
    numbers = sa.select(sa.func.max(_revision.c.number)).where(_revision.c.author == READER)
    newest = numbers.where(_revision.c.article_id == _article.c.id).correlate(_article).scalar_subquery()
    return sa.and_(READ.c.article_id == _article.c.id, READ.c.number == sa.func.coalesce(newest, _article.c.revision))


def standing(connection: sa.Connection, *conditions: sa.ColumnElement[bool]) -> list[Standing]:
    """How the articles that meet the conditions stand, in the archive's order; locked where the database can."""
    chosen = sa.select(_article.c.id).where(*conditions).order_by(_article.c.id).with_for_update()
    connection.execute(chosen)
    rows = connection.execute(
        sa.select(_article, READ.c.content, READ.c.digest, READ.c.number)
        .add_columns(_revision.c.digest.label("present_digest"), _revision.c.author.label("present_author"))
        .select_from(_article)
        .join(READ, newest_reading())
        .join(_revision, schema.PRESENT)
        .where(*conditions)
        .order_by(_article.c.sort_key, _article.c.id)
    ).mappings()
    return [_standing(row) for row in rows]


def _standing(row: sa.RowMapping) -> Standing:
    by_person = row["present_author"] != READER
    only_person = row["number"] == row["revision"]  # a story of the desk: no source ever gave it a revision
    other = row["present_digest"] != row["digest"] or only_person
    return Standing(
        article_from(row),
        row["digest"],
        row["source_id"],
        row["state"] == State.WITHDRAWN and row["state_author"] == READER,
        read_revision=row["number"],
        edited=row["present_digest"] if by_person and other else "",
    )


def next_number(connection: sa.Connection, article_id: str) -> int:
    """The number of an article's next revision; the article is locked."""
    numbers = sa.select(sa.func.max(_revision.c.number)).where(_revision.c.article_id == article_id)
    return int(connection.scalars(numbers).one()) + 1


def newest_read_number(connection: sa.Connection, article_id: str) -> int:
    """The number of the newest revision that came from a source; 0 where none did."""
    numbers = sa.select(sa.func.max(_revision.c.number)).where(_revision.c.author == READER)
    return int(connection.scalar(numbers.where(_revision.c.article_id == article_id)) or 0)


def put(connection: sa.Connection, row: Row, article: Article, author: str, reason: str) -> int:
    """Give an article (its row, locked, with the present revision) a person's text; the number of its revision.

    Where it was cut from, its state and whether it is public stay. Unchanged text makes no revision.
    """
    was = article_from(row)
    new = replace(article, source=was.source, source_sha256=was.source_sha256, spans=was.spans, order=was.order)
    new = replace(new, id=was.id, state=was.state, public=was.public)
    content = article_content(new)
    printed = content_digest(content)
    if printed == row["digest"]:
        return was.revision
    new = replace(new, revision=next_number(connection, was.id))
    connection.execute(sa.insert(_revision), revision_row(row["source_id"], new, content, reason, author))
    changes = _changes(article_row(row["source_id"], new, printed), retired=False, changed=True)
    connection.execute(sa.update(_article).where(_article.c.id == was.id).values(**changes))
    return new.revision


def revise(connection: sa.Connection, source_id: int, old: Standing, new: Article, reason: str = CORRECTED) -> bool:
    """Give an article its new text; False when what is printed did not change, or a person's text stands."""
    content = article_content(new)
    printed = content_digest(content)
    changed = printed != old.digest
    was = old.article
    if not changed:  # the same words from the other source: only where they stand is renewed
        connection.execute(
            sa.update(_revision)
            .where(_revision.c.article_id == was.id, _revision.c.number == old.read_revision)
            .values(content=content, source_id=source_id)
        )
    number = next_number(connection, was.id) if changed else was.revision
    state = State.PUBLISHED if old.retired else was.state
    revised = replace(new, id=was.id, revision=number, state=state, public=was.public)
    if changed:
        connection.execute(sa.insert(_revision), revision_row(source_id, revised, content, reason))
    if old.edited:
        if changed and printed != old.edited:
            record(connection, was.id, EventKind.SOURCE_CORRECTED, READER, reason, number)
        return False
    row = _changes(article_row(source_id, revised, printed), retired=old.retired, changed=changed)
    connection.execute(sa.update(_article).where(_article.c.id == was.id).values(**row))
    return changed


def _changes(row: dict[str, Any], *, retired: bool, changed: bool) -> dict[str, Any]:
    """What of the article's row is to be written."""
    if retired:
        return row
    if not changed:
        return {name: row[name] for name in ("sort_key", "source_id")}
    # Why and by whom it was withdrawn stays.
    return {name: value for name, value in row.items() if name not in ("state_reason", "state_author")}
