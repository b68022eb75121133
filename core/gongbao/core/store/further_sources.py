"""One article from several sources: the same print that came in as text and as PDF.

Such an article has a row in ``article_source`` for every source, with that source's own reading; an article of
one source has none. What is shown follows from the rows alone (``_settle``), not from the order they came in:
text before PDF, then the reading with more letters, then the source's name. A day or page that this reading does
not know is taken from the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa

from gongbao.core.codec import decode
from gongbao.core.records import Article, State
from gongbao.core.store import schema
from gongbao.core.store.judging import carry_over
from gongbao.core.store.revising import OTHER_READING, READ, Standing, newest_reading, revise, standing
from gongbao.core.store.rows import article_content, article_from
from gongbao.core.store.writing import READER, insert_rows

PDF = "application/pdf"

_article, _source, _further = schema.article, schema.source, schema.article_source


@dataclass(frozen=True, slots=True)
class SourceReading:
    """What one source has of an article."""

    source_id: int
    name: str
    media_type: str
    article: Article

    @property
    def rank(self) -> tuple[bool, int, str, int]:
        """The smallest is shown."""
        return (self.media_type == PDF, -len(self.article.text), self.name, self.source_id)


def source_names(connection: sa.Connection, article_ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """{id: names of its sources, the one that is shown first}; for a batch of ids."""
    shown = sa.select(_article.c.id, _source.c.name, sa.literal(0).label("rank")).join(
        _source, _source.c.id == _article.c.source_id
    )
    others = sa.select(_further.c.article_id.label("id"), _source.c.name, sa.literal(1).label("rank")).join(
        _source, _source.c.id == _further.c.source_id
    )
    wanted = sa.union_all(
        shown.where(_article.c.id.in_(article_ids)), others.where(_further.c.article_id.in_(article_ids))
    )
    names: dict[str, dict[str, None]] = {}
    for row in sorted(connection.execute(wanted).all(), key=lambda row: (row.id, row.rank, row.name)):
        names.setdefault(row.id, {})[row.name] = None
    return {article_id: tuple(found) for article_id, found in names.items()}


def by_rank(connection: sa.Connection, one: str, other: str) -> list[str]:
    """The two ids, the one whose reading would be shown first."""
    return sorted((one, other), key=lambda name: min(reading.rank for reading in _readings(connection, name)))


def fold(connection: sa.Connection, kept: str, dropped: str) -> bool:
    """Make ``dropped`` further sources of ``kept``; False, and nothing is done, when a source has both.

    Nor is an article dropped that a person wrote or changed. The dropped id leads to the kept one from now on; what
    people decided of its tags stands there too.
    """
    before = {one.article.id: one for one in standing(connection, _article.c.id.in_((kept, dropped)))}
    mine, theirs = _readings(connection, kept), _readings(connection, dropped)
    if before[dropped].edited or {one.name for one in mine} & {one.name for one in theirs}:
        return False
    connection.execute(sa.delete(_further).where(_further.c.article_id.in_((kept, dropped))))
    insert_rows(connection, _further, [_row(kept, one.source_id, one.article) for one in (*mine, *theirs)])
    values = {"state": str(State.WITHDRAWN), "state_author": READER, "stamp": "", "redirect_to": kept}
    values["state_reason"] = f"已并入 {kept}"
    led = sa.or_(_article.c.id == dropped, _article.c.redirect_to == dropped)
    connection.execute(sa.update(_article).where(led).values(**values))
    _settle(connection, kept)
    carry_over(connection, kept, dropped)
    return True


def standing_readings(connection: sa.Connection, source_ids: Sequence[int]) -> list[Standing]:
    """What these sources have of articles that stand by other sources too."""
    wanted = sa.select(_article, _further.c.content, _further.c.source_id.label("read_from"))
    rows = connection.execute(
        wanted.join(_further, _further.c.article_id == _article.c.id).where(_further.c.source_id.in_(source_ids))
    ).mappings()
    return [Standing(article_from(row), "", row["read_from"], False, True) for row in rows]


def correct_reading(connection: sa.Connection, source_id: int, old: Standing, new: Article) -> bool:
    """Put a corrected source's reading in place of its old one; False when it no longer tells the same.

    Then the article stands by its other sources, and the caller makes ``new`` an article of its own.
    """
    from gongbao.core.likeness import likable, likeness

    article_id = old.article.id
    others = [one for one in _readings(connection, article_id) if one.source_id != old.source_id]
    mine = likable(new)
    same = any(likeness(mine, likable(one.article)) for one in others)
    connection.execute(sa.delete(_further).where(*_is(article_id, old.source_id)))
    if same:
        insert_rows(connection, _further, [_row(article_id, source_id, new)])
    _settle(connection, article_id)
    return same


def drop_reading(connection: sa.Connection, old: Standing) -> None:
    """A corrected source no longer has the story: the article stands by its other sources."""
    connection.execute(sa.delete(_further).where(*_is(old.article.id, old.source_id)))
    _settle(connection, old.article.id)


def _settle(connection: sa.Connection, article_id: str) -> None:
    """Show the best reading there is; an article that is left with one source is an ordinary one again."""
    readings = sorted(_readings(connection, article_id), key=lambda one: one.rank)
    best = readings[0]
    if len(readings) == 1:
        connection.execute(sa.delete(_further).where(_further.c.article_id == article_id))
    dates = [one.article.date for one in readings]
    page = next((one.article.page for one in readings if one.article.page.number), best.article.page)
    shown = replace(best.article, date=max(dates, key=lambda date: len(str(date))), page=page)
    [old] = standing(connection, _article.c.id == article_id)
    revise(connection, best.source_id, replace(old, retired=False), shown, OTHER_READING)


def _readings(connection: sa.Connection, article_id: str) -> list[SourceReading]:
    """What each source has of an article, of one source or of several."""
    chosen = sa.select(_source.c.id, _source.c.name, _source.c.media_type, _further.c.content)
    rows = connection.execute(
        chosen.join(_further, _further.c.source_id == _source.c.id).where(_further.c.article_id == article_id)
    ).all()
    if not rows:
        rows = [_only_reading(connection, article_id)]
    return [SourceReading(row.id, row.name, row.media_type, decode(Article, row.content)) for row in rows]


def _only_reading(connection: sa.Connection, article_id: str) -> Any:
    """What the one source of an article has of it, whatever a person made of that."""
    alone = sa.select(_source.c.id, _source.c.name, _source.c.media_type, READ.c.content)
    alone = alone.select_from(_article).join(READ, newest_reading()).join(_source, _source.c.id == READ.c.source_id)
    return connection.execute(alone.where(_article.c.id == article_id)).one()


def _row(article_id: str, source_id: int, article: Article) -> dict[str, Any]:
    return {"article_id": article_id, "source_id": source_id, "content": article_content(article)}


def _is(article_id: str, source_id: int) -> list[sa.ColumnElement[bool]]:
    return [_further.c.article_id == article_id, _further.c.source_id == source_id]
