"""Pages as they were printed: facsimile, PDF, and which article stands where; a row a page of an issue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import sqlalchemy as sa

from gongbao.core.codec import decode, encode
from gongbao.core.dates import IssueDate
from gongbao.core.facsimile import Unseen
from gongbao.core.records import Area, PrintedPage, State
from gongbao.core.store import schema
from gongbao.core.store.database import Connect
from gongbao.core.store.drafting import NEVER_PUBLISHED
from gongbao.core.store.further_sources import source_names

PAGES_AT_ONCE = 500  # rows fetched at once

_page, _source, _article = schema.printed_page, schema.source, schema.article
_KEY = (_page.c.newspaper, _page.c.date, _page.c.page_number)


@dataclass(frozen=True, slots=True)
class PrintedIssue:
    """Which pages of one day the store holds."""

    date: IssueDate
    pages: tuple[str, ...]  # numbers as printed, in order
    incomplete: tuple[str, ...] = ()  # those of them of which something could not be had


class PrintedPages:
    """The printed pages of one store, reached as ``store.printed_pages``. Every method is one transaction."""

    def __init__(self, reading: Connect, writing: Connect) -> None:
        self._reading = reading
        self._writing = writing

    def save(self, pages: Iterable[PrintedPage]) -> int:
        """Keep the pages, each in place of what was known of it; how many are new or other than before.

        A page of which this time something could not be had loses nothing that it had before. Raises ValueError
        for a page whose newspaper, day or number is not known.
        """
        changed = 0
        with self._writing() as connection:
            for page in pages:
                changed += _save(connection, page)
        return changed

    def page(self, newspaper: str, date: IssueDate, number: str) -> PrintedPage | None:
        """One page; None when the store does not have it."""
        with self._reading() as connection:
            return _found(connection, (newspaper, str(date), number))

    def pages(self, newspaper: str = "", since: IssueDate | None = None) -> Iterator[PrintedPage]:
        """All pages (of a newspaper, from a day on), by newspaper, day and number."""
        wanted = sa.select(_page.c.content, *_KEY).order_by(*_KEY).limit(PAGES_AT_ONCE)
        wanted = wanted.where(_page.c.newspaper == newspaper) if newspaper else wanted
        wanted = wanted.where(_page.c.date >= str(since)) if since else wanted
        last: tuple[str, ...] = ()
        while True:
            after = wanted.where(sa.tuple_(*_KEY) > sa.tuple_(*map(sa.literal, last))) if last else wanted
            with self._reading() as connection:
                rows = connection.execute(after).all()
            if not rows:
                return
            for row in rows:
                yield decode(PrintedPage, row.content)
            last = (rows[-1].newspaper, rows[-1].date, rows[-1].page_number)

    def contents(self) -> Iterator[tuple[str, str, dict[str, str]]]:
        """(newspaper, day, {number: the stored page as text}) of all days: to see cheaply what changed."""
        wanted = sa.select(*_KEY, sa.cast(_page.c.content, sa.Text).label("text")).order_by(*_KEY)
        with self._reading() as connection:
            rows = connection.execute(wanted.execution_options(yield_per=PAGES_AT_ONCE))
            for (newspaper, day), group in groupby(rows, key=lambda row: (row.newspaper, row.date)):
                yield newspaper, day, {row.page_number: row.text for row in group}

    def of_day(self, newspaper: str, day: str) -> list[PrintedPage]:
        """The pages of one day (ISO 8601), by number."""
        wanted = sa.select(_page.c.content).where(_page.c.newspaper == newspaper, _page.c.date == day)
        with self._reading() as connection:
            found = connection.scalars(wanted.order_by(_page.c.page_number)).all()
        return [decode(PrintedPage, content) for content in found]

    def unseen(self) -> dict[tuple[str, str], list[Unseen]]:
        """{(newspaper, date): articles that readers may not see}.

        Not those that turned out to be one they may, nor stories of the desk that never were published: what is
        printed of those came in by a source of its own.
        """
        public = _article.alias()
        led = sa.exists().where(
            public.c.id == _article.c.redirect_to, public.c.state == str(State.PUBLISHED), public.c.public
        )
        wanted = sa.select(_article.c.id, _article.c.newspaper, _article.c.date, _article.c.page_number)
        found: dict[tuple[str, str], list[Unseen]] = {}
        with self._reading() as connection:
            rows = connection.execute(
                wanted.where(~schema.VISIBLE, ~led, ~NEVER_PUBLISHED).order_by(_article.c.id)
            ).all()
            for start in range(0, len(rows), PAGES_AT_ONCE):
                some = rows[start : start + PAGES_AT_ONCE]
                sources = source_names(connection, [row.id for row in some])
                for row in some:
                    one = Unseen(row.page_number, frozenset(sources.get(row.id, ())))
                    found.setdefault((row.newspaper, row.date), []).append(one)
        return found

    def issues(self, newspaper: str) -> list[PrintedIssue]:
        """Which pages of which days there are, by day: what is known of a paper's habits."""
        complete = sa.func.coalesce(_page.c.content["complete"].as_boolean(), True)
        wanted = sa.select(_page.c.date, _page.c.page_number, complete.label("complete"))
        with self._reading() as connection:
            rows = connection.execute(wanted.where(_page.c.newspaper == newspaper).order_by(*_KEY)).all()
        issues = []
        for date, group in groupby(rows, key=lambda row: row.date):
            pages = [(row.page_number, row.complete) for row in group]
            incomplete = tuple(number for number, whole in pages if not whole)
            issues.append(PrintedIssue(IssueDate.parse(date), tuple(number for number, _ in pages), incomplete))
        return issues

    def articles(self, page: PrintedPage) -> dict[str, tuple[str, ...]]:
        """{source name of an area: ids of the articles in it, in order}; withdrawn ones are left out."""
        names = sorted({area.source for area in page.areas if area.source})
        wanted = (
            sa.select(_source.c.name, _article.c.id)
            .join(_source, _source.c.id == _article.c.source_id)
            .where(_source.c.newspaper == page.newspaper, _source.c.name.in_(names))
            .where(_article.c.date == str(page.date), schema.ALIVE)
            .order_by(_article.c.sort_key, _article.c.id)
        )
        found: dict[str, tuple[str, ...]] = {}
        with self._reading() as connection:
            for name, article_id in connection.execute(wanted):
                found[name] = (*found.get(name, ()), article_id)
        return found


def merged(before: PrintedPage, now: PrintedPage) -> PrintedPage:
    """What is to be kept: the page as it is now, with what only the earlier look could have when this one is not whole.

    It stays incomplete until one look has everything; a whole page is never replaced by one that is not.
    """
    if now.complete:
        return now
    if before.complete:
        return before
    picture = before if before.picture and not now.picture else now
    return replace(
        now,
        page=now.page if now.page.name else before.page,
        picture=picture.picture,
        width=picture.width,
        height=picture.height,
        pdf=now.pdf or before.pdf,
        areas=_merged_areas(before.areas, now.areas),
    )


def _merged_areas(before: Sequence[Area], now: Sequence[Area]) -> tuple[Area, ...]:
    if not now:
        return tuple(before)
    known = {area.polygon: area.source for area in before}
    return tuple(area if area.source else replace(area, source=known.get(area.polygon, "")) for area in now)


def _save(connection: sa.Connection, page: PrintedPage) -> bool:
    if not (page.newspaper and page.date.day and page.page.number):
        raise ValueError(f"a printed page needs newspaper, day and number: {page.url}")
    key = (page.newspaper, str(page.date), page.page.number)
    before = _found(connection, key)
    kept = page if before is None else merged(before, page)
    if kept == before:
        return False
    row = {column.name: value for column, value in zip(_KEY, key, strict=True)} | {"content": encode(kept)}
    connection.execute(sa.delete(_page).where(*_is(key)))
    connection.execute(sa.insert(_page), row)
    return True


def _found(connection: sa.Connection, key: tuple[str, str, str]) -> PrintedPage | None:
    content = connection.scalar(sa.select(_page.c.content).where(*_is(key)))
    return None if content is None else decode(PrintedPage, content)


def _is(key: tuple[str, str, str]) -> list[sa.ColumnElement[bool]]:
    return [column == value for column, value in zip(_KEY, key, strict=True)]
