"""Gives an article that stands another text: a new revision when what is printed changed, the same one when not."""

from __future__ import annotations

from dataclasses import dataclass, replace

import sqlalchemy as sa

from gongbao.core.records import Article, State
from gongbao.core.store import schema
from gongbao.core.store.rows import article_content, content_digest
from gongbao.core.store.writing import article_row, revision_row

CORRECTED = "corrected source"  # reasons of revisions
OTHER_READING = "another source of the same print"


@dataclass(frozen=True, slots=True)
class Standing:
    """An article as it stands, or as one of its several sources has it."""

    article: Article
    digest: str  # of its present revision; empty for a reading of one of several sources
    source_id: int
    retired: bool  # withdrawn by us because a corrected source did not have it
    one_of_several: bool = False  # the article stands by another source too


def revise(connection: sa.Connection, source_id: int, old: Standing, new: Article, reason: str = CORRECTED) -> bool:
    """Give an article its new text; False when what is printed did not change."""
    content = article_content(new)
    printed = content_digest(content)
    changed = printed != old.digest
    was = old.article
    state = State.PUBLISHED if old.retired else was.state
    revised = replace(new, id=was.id, revision=was.revision + changed, state=state, public=was.public)
    row = article_row(source_id, revised, printed)
    kept = schema.revision.c
    if changed:
        connection.execute(sa.insert(schema.revision), revision_row(source_id, revised, content, reason))
    else:  # the same words from the other source: only where they stand is renewed
        connection.execute(
            sa.update(schema.revision)
            .where(kept.article_id == revised.id, kept.number == revised.revision)
            .values(content=content, source_id=source_id)
        )
        if not old.retired:
            row = {name: row[name] for name in ("sort_key", "source_id")}
    if not old.retired:  # why and by whom it was withdrawn stays
        row = {name: value for name, value in row.items() if name not in ("state_reason", "state_author")}
    connection.execute(sa.update(schema.article).where(schema.article.c.id == revised.id).values(**row))
    return changed
