"""A source under a known name with other bytes: a corrected version of what was read, or another paper.

Files are named alike every day (03.txt), so the name alone says nothing: dates and pages that are
both known must agree, and half of the articles must be the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from gongbao.core.records import Article, Reading, Source, State
from gongbao.core.store import schema
from gongbao.core.store.further_sources import correct_reading, drop_reading, standing_readings
from gongbao.core.store.identity import is_correction, match_articles
from gongbao.core.store.judging import carry_over
from gongbao.core.store.logbook import EventKind, record
from gongbao.core.store.revising import Standing, revise, standing
from gongbao.core.store.rows import sort_key
from gongbao.core.store.writing import (
    READER,
    Outcome,
    insert_articles,
    insert_discards,
    insert_sources,
    name_articles,
    save_new,
)

GONE = "更正后的来源里没有这一篇"


def save_correction(connection: sa.Connection, reading: Reading, known: Iterable[Any]) -> Outcome:
    """Save the reading as a correction of the source it matches best; as a new paper when it matches none."""
    best: tuple[Sequence[int], Sequence[Standing], dict[int, int]] = ((), (), {})
    for source_ids in _versions(reading.source, known):
        before = _standing(connection, source_ids)
        matched = match_articles([one.article for one in before], reading.articles)
        alive = sum(not one.retired for one in before)
        if is_correction(alive, len(reading.articles), len(matched)) and len(matched) > len(best[2]):
            best = (source_ids, before, matched)
    if not best[2]:
        return save_new(connection, [reading])[0]
    return _correct(connection, reading, *best)


def save_pictures(connection: sa.Connection, source_id: int, reading: Reading) -> Outcome:
    """Give the articles of a source that is known the pictures that came to it since; nothing else of them changes."""
    before = _standing(connection, [source_id])
    matched = match_articles([one.article for one in before], reading.articles)
    revised, ids = 0, []
    for index, article in enumerate(reading.articles):
        if index not in matched:
            continue
        old = before[matched[index]]
        ids.append(old.article.id)
        if not any(one.file for one in article.pictures) or article.pictures == old.article.pictures:
            continue
        new = replace(old.article, pictures=article.pictures)
        if old.one_of_several:
            revised += correct_reading(connection, source_id, old, new)
        else:
            revised += revise(connection, source_id, old, new)
    return Outcome(reading.source.name, "corrected" if revised else "unchanged", tuple(ids), revised)


def _versions(source: Source, known: Iterable[Any]) -> list[list[int]]:
    """The ids of the sources that this one may correct, those of one paper's versions together."""
    rows = {row.id: row for row in known if (row.newspaper, row.name) == (source.newspaper, source.name)}
    papers: dict[int, list[int]] = {}
    for row in rows.values():
        last = row
        while last.superseded_by in rows:
            last = rows[last.superseded_by]
        if row.sha256 == source.sha256 or _may_be_one(source, last):
            papers.setdefault(last.id, []).append(row.id)
    return list(papers.values())


def _may_be_one(source: Source, row: Any) -> bool:
    """Whether date and page, as far as both are known, agree."""
    date, other = str(source.date), row.date
    dates_agree = date.startswith(other) or other.startswith(date)
    return dates_agree and (not source.page.number or not row.page_number or source.page.number == row.page_number)


def _correct(
    connection: sa.Connection,
    reading: Reading,
    replaced: Sequence[int],
    before: Sequence[Standing],
    matched: dict[int, int],
) -> Outcome:
    source_id = insert_sources(connection, [reading.source])[0]
    insert_discards(connection, [(source_id, reading)])
    ids, revised = [], 0
    for index, article in enumerate(reading.articles):
        old = before[matched[index]] if index in matched else None
        if old is None or (old.one_of_several and not correct_reading(connection, source_id, old, article)):
            named = name_articles(connection, [[article]])[0]
            insert_articles(connection, [(source_id, named[0])])
            ids.append(named[0].id)
        else:
            revised += not old.one_of_several and revise(connection, source_id, old, article)
            ids.append(old.article.id)
    withdrawn = _let_go(connection, before, matched, ids, reading.articles)
    table = schema.source
    connection.execute(sa.update(table).where(table.c.id.in_(replaced)).values(superseded_by=source_id))
    return Outcome(reading.source.name, "corrected", tuple(ids), revised, withdrawn)


def _let_go(
    connection: sa.Connection,
    before: Sequence[Standing],
    matched: dict[int, int],
    ids: Sequence[str],
    articles: Sequence[Article],
) -> int:
    """What the corrected source no longer has: how many articles are withdrawn, those with other sources live on."""
    kept = set(matched.values())
    gone = [one for place, one in enumerate(before) if place not in kept]
    for one in gone:
        if one.one_of_several:
            drop_reading(connection, one)
    alone = [one for one in gone if not one.one_of_several and one.article.state != State.WITHDRAWN]
    for one in alone:
        if one.edited:  # what a person changed stands until a person says otherwise
            record(connection, one.article.id, EventKind.SOURCE_DROPPED, READER, GONE)
        else:
            _retire(connection, one.article, ids, articles)
    return sum(not one.edited for one in alone)


def _standing(connection: sa.Connection, source_ids: Sequence[int]) -> list[Standing]:
    """What stands from these sources, in reading order; what a person withdrew too, so that it stays withdrawn."""
    article = schema.article
    alone = ~sa.exists().where(schema.article_source.c.article_id == article.c.id)
    ones = standing(connection, article.c.source_id.in_(source_ids), article.c.redirect_to.is_(None), alone)
    several = standing_readings(connection, source_ids)
    return sorted([*ones, *several], key=lambda one: sort_key(one.article)) if several else ones


def _retire(connection: sa.Connection, old: Article, ids: Sequence[str], articles: Sequence[Article]) -> None:
    """An article that the corrected source no longer has: redirected to the one that holds its text, or withdrawn."""
    holder = next((i for i, a in zip(ids, articles, strict=True) if old.text and old.text in a.text), None)
    values: dict[str, Any] = {"state": str(State.WITHDRAWN), "state_author": READER, "stamp": ""}
    values |= {"state_reason": GONE} if holder is None else {"state_reason": f"已并入 {holder}", "redirect_to": holder}
    connection.execute(sa.update(schema.article).where(schema.article.c.id == old.id).values(**values))
    if holder is not None:
        carry_over(connection, holder, old.id)
