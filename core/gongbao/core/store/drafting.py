"""Stories that were not printed yet, within a transaction of the caller's.

A draft's source is what the reporter pasted or uploaded, under a name that no file of a newspaper has.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

import sqlalchemy as sa

from gongbao.core.records import Article, Source, State
from gongbao.core.store import schema
from gongbao.core.store.logbook import EventKind, has_happened, record
from gongbao.core.store.rows import article_content, content_digest, utc
from gongbao.core.store.writing import insert_articles, insert_sources, name_articles

SHORT_DIGEST = 16  # hexadecimal digits in a source's name: 64 bits, no two stories of a newsroom meet
PREFIX = "desk-"

_article, _revision, _source, _event = schema.article, schema.revision, schema.source, schema.article_event
# Of the desk and in nobody's hands but the newsroom's.
NEVER_PUBLISHED = has_happened(_article.c.id, EventKind.DRAFTED) & ~has_happened(_article.c.id, EventKind.PUBLISHED)


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft in a list."""

    article_id: str
    headline: str
    author: str  # who saved it first
    saved_at: datetime.datetime  # UTC
    revised_at: datetime.datetime  # UTC; when its present text was saved
    revision: int


def save(connection: sa.Connection, article: Article, raw: bytes, sha256: str, author: str) -> str:
    """Keep a story and what it was made of; its id, that of the same draft of the same person when there is one."""
    source = Source(
        f"{PREFIX}{sha256[:SHORT_DIGEST]}.txt",
        raw,
        sha256,
        "utf-8",
        "",
        newspaper=article.newspaper,
        date=article.date,
        page=article.page,
    )
    draft = replace(article, source=source.name, source_sha256=sha256, order=0, state=State.DRAFT)
    source_id = _source_id(connection, source)
    same = _same_draft(connection, source_id, draft, author)
    if same is not None:
        return same
    [[named]] = name_articles(connection, [[draft]])
    insert_articles(connection, [(source_id, named)], author)
    record(connection, named.id, EventKind.DRAFTED, author, revision=named.revision)
    return named.id


def _source_id(connection: sa.Connection, source: Source) -> int:
    own = {"newspaper": source.newspaper, "name": source.name, "sha256": source.sha256, "date": str(source.date)}
    own["page_number"] = source.page.number
    known: int | None = connection.scalar(sa.select(_source.c.id).filter_by(**own))
    return known if known is not None else insert_sources(connection, [source])[0]


def _same_draft(connection: sa.Connection, source_id: int, draft: Article, author: str) -> str | None:
    """The draft that has this very text, from this source, by this person; None when there is none."""
    same = (_article.c.source_id == source_id, _article.c.state == str(State.DRAFT), _revision.c.author == author)
    wanted = sa.select(_article.c.id).join(_revision, schema.PRESENT).where(*same)
    printed = content_digest(article_content(draft))
    found: str | None = connection.scalar(wanted.where(_revision.c.digest == printed).order_by(_article.c.id).limit(1))
    return found


def never_published(connection: sa.Connection, article_id: str) -> bool:
    """Whether the article is a story of the desk that no reader ever could see."""
    return bool(connection.scalar(sa.select(_article.c.id).where(_article.c.id == article_id, NEVER_PUBLISHED)))


def drafts(connection: sa.Connection) -> list[Draft]:
    """The drafts, those that were written or changed last first."""
    columns = (_article.c.id, _article.c.revision, _revision.c.content, _revision.c.recorded_at.label("revised_at"))
    wanted = sa.select(*columns, _event.c.author, _event.c.recorded_at.label("saved_at"))
    wanted = wanted.select_from(_article).join(_revision, schema.PRESENT)
    wanted = wanted.join(_event, sa.and_(_event.c.article_id == _article.c.id, _event.c.kind == str(EventKind.DRAFTED)))
    wanted = wanted.where(_article.c.state == str(State.DRAFT))
    rows = connection.execute(wanted.order_by(_revision.c.recorded_at.desc(), _event.c.id.desc()))
    return [
        Draft(row.id, row.content.get("headline", ""), row.author, utc(row.saved_at), utc(row.revised_at), row.revision)
        for row in rows
    ]
