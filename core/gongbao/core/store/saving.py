"""Writes readings: a new source, the same one again, or a corrected one that makes revisions.

One call is one transaction: after a crash either all of its readings are there or none.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from gongbao.core.records import Annotations, Article, Reading, Source
from gongbao.core.store import schema
from gongbao.core.store.identity import article_id, match_articles
from gongbao.core.store.rows import article_content, article_from, content_digest, sort_key, stamp

READER = "reader"  # author of the revisions that come from reading a source


@dataclass(frozen=True, slots=True)
class Outcome:
    """What saving one reading did."""

    source: str
    status: str  # new, unchanged, corrected, superseded (an old version of a source that was corrected since)
    articles: tuple[str, ...] = ()  # ids in reading order
    revised: int = 0
    withdrawn: int = 0


SourceKey = tuple[str, str, str, str, str]


def source_key(source: Source) -> SourceKey:
    """What makes two inputs the same input."""
    return (source.newspaper, source.name, source.sha256, str(source.date), source.page.number)


def known_sources(connection: sa.Connection, names: Iterable[str]) -> dict[SourceKey, Any]:
    """The rows of all sources with these names, by their key."""
    table = schema.source.c
    columns = (table.id, table.newspaper, table.name, table.sha256, table.date, table.page_number, table.superseded_by)
    rows = connection.execute(sa.select(*columns).where(table.name.in_(sorted(set(names)))))
    return {(r.newspaper, r.name, r.sha256, r.date, r.page_number): r for r in rows}


def save_readings(connection: sa.Connection, readings: Sequence[Reading]) -> list[Outcome]:
    """Save in the given order; an outcome for each reading."""
    outcomes: dict[int, Outcome] = {}
    fresh: list[int] = []
    names_waiting: set[tuple[str, str]] = set()

    def flush() -> None:
        for index, outcome in zip(fresh, _save_new(connection, [readings[i] for i in fresh]), strict=True):
            outcomes[index] = outcome
        fresh.clear()
        names_waiting.clear()

    known = known_sources(connection, (reading.source.name for reading in readings))
    for index, reading in enumerate(readings):
        source = reading.source
        if (source.newspaper, source.name) in names_waiting:
            flush()
            known = known_sources(connection, (r.source.name for r in readings))
        row = known.get(source_key(source))
        earlier = [r.id for r in known.values() if (r.newspaper, r.name) == (source.newspaper, source.name)]
        if row is not None:
            outcomes[index] = Outcome(source.name, "superseded" if row.superseded_by else "unchanged")
        elif earlier:
            outcomes[index] = _save_correction(connection, reading, earlier)
            known = known_sources(connection, (r.source.name for r in readings))
        else:
            fresh.append(index)
            names_waiting.add((source.newspaper, source.name))
    flush()
    return [outcomes[index] for index in range(len(readings))]


def _save_new(connection: sa.Connection, readings: Sequence[Reading]) -> list[Outcome]:
    if not readings:
        return []
    source_ids = _insert_sources(connection, [reading.source for reading in readings])
    named = _name_articles(connection, [reading.articles for reading in readings])
    rows = [(source_id, article) for source_id, articles in zip(source_ids, named, strict=True) for article in articles]
    _insert_articles(connection, rows)
    _insert_discards(connection, zip(source_ids, readings, strict=True))
    return [
        Outcome(reading.source.name, "new", tuple(a.id for a in articles))
        for reading, articles in zip(readings, named, strict=True)
    ]


def _insert_sources(connection: sa.Connection, sources: Sequence[Source]) -> list[int]:
    now = _now()
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
            "recorded_at": now,
        }
        for s in sources
    ]
    statement = sa.insert(schema.source).returning(schema.source.c.id, sort_by_parameter_order=True)
    return list(connection.scalars(statement, rows))


def _name_articles(connection: sa.Connection, groups: Sequence[Sequence[Article]]) -> list[list[Article]]:
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


def _article_row(source_id: int, article: Article, printed: str) -> dict[str, Any]:
    return {
        "id": article.id,
        "sort_key": sort_key(article),
        "newspaper": article.newspaper,
        "date": str(article.date),
        "page_number": article.page.number,
        "state": str(article.state),
        "state_reason": "",
        "public": article.public,
        "revision": article.revision,
        "source_id": source_id,
        "stamp": stamp(printed, str(article.state), article.public, Annotations()),
        "tagger": "",
    }


def _revision_row(source_id: int, article: Article, content: dict[str, Any], reason: str) -> dict[str, Any]:
    return {
        "article_id": article.id,
        "number": article.revision,
        "source_id": source_id,
        "content": content,
        "digest": content_digest(content),
        "author": READER,
        "reason": reason,
        "recorded_at": _now(),
    }


def _insert_articles(connection: sa.Connection, rows: Sequence[tuple[int, Article]]) -> None:
    if not rows:
        return
    revisions = [_revision_row(s, article, article_content(article), "first reading") for s, article in rows]
    articles = [_article_row(s, article, r["digest"]) for (s, article), r in zip(rows, revisions, strict=True)]
    connection.execute(sa.insert(schema.article), articles)
    connection.execute(sa.insert(schema.revision), revisions)


def _insert_discards(connection: sa.Connection, pairs: Iterable[tuple[int, Reading]]) -> None:
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


def _save_correction(connection: sa.Connection, reading: Reading, earlier: Sequence[int]) -> Outcome:
    """A source of a known name with other bytes: a corrected version where articles match, else another paper."""
    before = _present_articles(connection, earlier)
    matched = match_articles([article for article, _, _ in before], reading.articles)
    if not matched and before:
        return _save_new(connection, [reading])[0]
    source_id = _insert_sources(connection, [reading.source])[0]
    _insert_discards(connection, [(source_id, reading)])
    ids, revised = [], 0
    for index, article in enumerate(reading.articles):
        if index in matched:
            old, old_digest, _ = before[matched[index]]
            revised += _revise(connection, source_id, old, old_digest, article)
            ids.append(old.id)
        else:
            named = _name_articles(connection, [[article]])[0]
            _insert_articles(connection, [(source_id, named[0])])
            ids.append(named[0].id)
    replaced = {before[j][2] for j in matched.values()}
    gone = [
        article
        for j, (article, _, old_source) in enumerate(before)
        if j not in matched.values() and old_source in replaced
    ]
    for article in gone:
        _retire(connection, article, ids, reading.articles)
    table = schema.source
    connection.execute(sa.update(table).where(table.c.id.in_(sorted(replaced))).values(superseded_by=source_id))
    return Outcome(reading.source.name, "corrected", tuple(ids), revised, len(gone))


def _present_articles(connection: sa.Connection, source_ids: Sequence[int]) -> list[tuple[Article, str, int]]:
    """(article, digest of its present revision, its source) of what stands from these sources."""
    article, revision = schema.article, schema.revision
    joined = sa.and_(revision.c.article_id == article.c.id, revision.c.number == article.c.revision)
    rows = connection.execute(
        sa.select(article, revision.c.content, revision.c.digest)
        .join(revision, joined)
        .where(article.c.source_id.in_(source_ids), article.c.redirect_to.is_(None), article.c.state != "withdrawn")
        .order_by(article.c.sort_key)
    ).mappings()
    return [(article_from(row), row["digest"], row["source_id"]) for row in rows]


def _revise(connection: sa.Connection, source_id: int, old: Article, old_digest: str, new: Article) -> bool:
    """Give an article its new text; False when what is printed did not change."""
    content = article_content(new)
    printed = content_digest(content)
    changed = printed != old_digest
    revised = replace(new, id=old.id, revision=old.revision + changed, state=old.state, public=old.public)
    row = _article_row(source_id, revised, printed)
    kept = schema.revision.c
    if changed:
        connection.execute(sa.insert(schema.revision), _revision_row(source_id, revised, content, "corrected source"))
    else:  # the same words from the corrected source: only where they stand is renewed
        row = {name: row[name] for name in ("sort_key", "source_id")}
        connection.execute(
            sa.update(schema.revision)
            .where(kept.article_id == old.id, kept.number == old.revision)
            .values(content=content, source_id=source_id)
        )
    row.pop("state_reason", None)
    connection.execute(sa.update(schema.article).where(schema.article.c.id == old.id).values(**row))
    return changed


def _retire(connection: sa.Connection, old: Article, ids: Sequence[str], articles: Sequence[Article]) -> None:
    """An article that the corrected source no longer has: redirected to the one that holds its text, or withdrawn."""
    holder = next((i for i, a in zip(ids, articles, strict=True) if old.text and old.text in a.text), None)
    values: dict[str, Any] = {"state": "withdrawn", "state_reason": "更正后的来源里没有这一篇"}
    if holder is not None:
        values = {"state": "withdrawn", "state_reason": f"已并入 {holder}", "redirect_to": holder}
    values["stamp"] = ""
    connection.execute(sa.update(schema.article).where(schema.article.c.id == old.id).values(**values))


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC).replace(tzinfo=None)
