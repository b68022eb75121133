"""Writes what was read for the first time: sources, articles with their first revision, discards."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from gongbao.core.annotations import Annotations
from gongbao.core.records import Article, Reading, Source
from gongbao.core.store import schema
from gongbao.core.store.identity import article_id
from gongbao.core.store.rows import article_content, content_digest, present_time, sort_key, stamp

READER = "reader"  # author of the revisions and states that come from reading a source
FIRST_READING = "first reading"  # reason of a revision


@dataclass(frozen=True, slots=True)
class Outcome:
    """What saving one reading did."""

    source: str
    status: str  # new, unchanged, corrected, superseded (an old version of a source that was corrected since)
    articles: tuple[str, ...] = ()  # ids in reading order
    revised: int = 0
    withdrawn: int = 0


def save_new(connection: sa.Connection, readings: Sequence[Reading]) -> list[Outcome]:
    """Save readings of sources that were never read before."""
    if not readings:
        return []
    source_ids = insert_sources(connection, [reading.source for reading in readings])
    named = name_articles(connection, [reading.articles for reading in readings])
    rows = [(source_id, article) for source_id, articles in zip(source_ids, named, strict=True) for article in articles]
    insert_articles(connection, rows)
    insert_discards(connection, zip(source_ids, readings, strict=True))
    return [
        Outcome(reading.source.name, "new", tuple(a.id for a in articles))
        for reading, articles in zip(readings, named, strict=True)
    ]


def insert_sources(connection: sa.Connection, sources: Sequence[Source]) -> list[int]:
    """Keep the raw inputs; their row ids in the same order."""
    now = present_time()
    rows = [
        {
            "newspaper": s.newspaper,
            "name": s.name,
            "sha256": s.sha256,
            "date": str(s.date),
            "page_number": s.page.number,
            "page_name": s.page.name,
            "encoding": s.encoding,
            "media_type": s.media_type,
            "raw": s.raw,
            "url": s.url,
            "recorded_at": now,
        }
        for s in sources
    ]
    statement = sa.insert(schema.source).returning(schema.source.c.id, sort_by_parameter_order=True)
    return list(connection.scalars(statement, rows))


def name_articles(connection: sa.Connection, groups: Sequence[Sequence[Article]]) -> list[list[Article]]:
    """The articles with ids that nobody has yet: a number is added when the digest is taken."""
    wanted = [article_id(article) for group in groups for article in group]
    table = schema.article.c
    # The same text on the same day collides in full, so a taken id is rare and its variants few.
    taken: set[str] = set()
    for start in range(0, len(wanted), 500):
        taken |= set(connection.scalars(sa.select(table.id).where(table.id.in_(wanted[start : start + 500]))))
    named: list[list[Article]] = []
    for group in groups:
        named.append([])
        for article in group:
            base = name = article_id(article)
            number = 2
            while name in taken or (number > 2 and _exists(connection, name)):
                name, number = f"{base}-{number}", number + 1
            taken.add(name)
            named[-1].append(replace(article, id=name, revision=1))
    return named


def _exists(connection: sa.Connection, name: str) -> bool:
    return connection.scalar(sa.select(schema.article.c.id).where(schema.article.c.id == name)) is not None


def article_row(source_id: int, article: Article, printed: str) -> dict[str, Any]:
    """A row of the table ``article``, not tagged yet; ``printed`` is the digest of its revision."""
    return {
        "id": article.id,
        "sort_key": sort_key(article),
        "newspaper": article.newspaper,
        "date": str(article.date),
        "page_number": article.page.number,
        "state": str(article.state),
        "state_reason": "",
        "state_author": "",
        "public": article.public,
        "revision": article.revision,
        "source_id": source_id,
        "stamp": stamp(printed, str(article.state), article.public, Annotations()),
        "tagger": "",
    }


def revision_row(
    source_id: int, article: Article, content: dict[str, Any], reason: str, author: str = READER
) -> dict[str, Any]:
    """A row of the table ``revision``."""
    return {
        "article_id": article.id,
        "number": article.revision,
        "source_id": source_id,
        "content": content,
        "digest": content_digest(content),
        "author": author,
        "reason": reason,
        "recorded_at": present_time(),
    }


def insert_articles(connection: sa.Connection, rows: Sequence[tuple[int, Article]], author: str = READER) -> None:
    """Keep new articles (id of their source, article with its id) and their first revisions."""
    if not rows:
        return
    reason = FIRST_READING if author == READER else ""
    revisions = [revision_row(s, article, article_content(article), reason, author) for s, article in rows]
    articles = [article_row(s, article, r["digest"]) for (s, article), r in zip(rows, revisions, strict=True)]
    connection.execute(sa.insert(schema.article), articles)
    connection.execute(sa.insert(schema.revision), revisions)


def insert_discards(connection: sa.Connection, pairs: Iterable[tuple[int, Reading]]) -> None:
    """Keep what is in no article, and why."""
    rows = [
        {
            "source_id": source_id,
            "start": d.start,
            "end": d.end,
            "text": d.text,
            "reason": d.reason,
            "evidence": d.evidence,
        }
        for source_id, reading in pairs
        for d in reading.discards
    ]
    if rows:
        connection.execute(sa.insert(schema.discard), rows)


def insert_rows(connection: sa.Connection, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert the rows; none is no error."""
    if rows:
        connection.execute(sa.insert(table), rows)
