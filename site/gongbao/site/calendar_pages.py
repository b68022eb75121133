"""The calendar: years, months, days that have an issue; what is known less exactly stands apart, on no day."""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from gongbao.core.dates import UNKNOWN_DATE
from gongbao.site import addresses
from gongbao.site.catalogue import Catalogue, Issue
from gongbao.site.listing import PlannedPage
from gongbao.site.missing_days import Habits
from gongbao.site.touched import Touched, year_subject

_SHADES = 4  # darkness of a month in the overview, 1 to 4


class Day(NamedTuple):
    """A day of the calendar."""

    number: int  # 0 outside the month
    address: str  # of its issue; empty where there is none
    articles: int
    missing: bool  # whether there ought to be an issue (missing_days.py)


@dataclass(frozen=True, slots=True)
class Month:
    """A month of the calendar; weeks are lists of days, the first a Monday."""

    number: int
    count: int  # articles, those without a day included
    shade: int
    undated: tuple[str, int] | None  # what is known to this month only: (address, articles)
    weeks: tuple[tuple[Day, ...], ...]


def calendar_pages(catalogue: Catalogue, touched: Touched) -> Iterator[PlannedPage]:
    """The overview of all years and a page for each year."""
    years = _by_year(catalogue)
    overview = [
        (year, addresses.year_address(year), _shaded(issues), sum(i.size for i in issues), _days(issues))
        for year, issues in sorted(years.items(), reverse=True)
    ]
    undated = next((issue for issue in catalogue.issues if issue.date == UNKNOWN_DATE), None)
    context = {
        "title": "日历",
        "section": "calendar",
        "years": overview,
        "undated": (undated.address, undated.size) if undated else None,
    }
    yield PlannedPage(addresses.CALENDAR, "calendar.html", context)
    known = sorted(years)
    habits = Habits({day for issue in catalogue.issues if issue.date.day and (day := issue.date.first_day)})
    for place, year in enumerate(known):
        before = known[place - 1] if place else None
        after = known[place + 1] if place + 1 < len(known) else None
        if touched.year(year):
            yield _year(year, years[year], habits.missing(year), before, after)


def year_counts(catalogue: Catalogue) -> list[tuple[int, str, int]]:
    """(year, address, articles), the newest first."""
    years = sorted(_by_year(catalogue).items(), reverse=True)
    return [(year, addresses.year_address(year), sum(issue.size for issue in issues)) for year, issues in years]


def _by_year(catalogue: Catalogue) -> dict[int, list[Issue]]:
    years: dict[int, list[Issue]] = {}
    for issue in catalogue.issues:
        if issue.date:
            years.setdefault(issue.date.year, []).append(issue)
    return years


def _days(issues: list[Issue]) -> int:
    return sum(1 for issue in issues if issue.date.day)


def _shaded(issues: list[Issue]) -> list[tuple[int, int, int]]:
    """(month, articles, shade) of the twelve months; what is known to the year only is in none."""
    counts = [sum(i.size for i in issues if i.date.month == month) for month in range(1, 13)]
    largest = max(counts)
    return [(month, n, -(-n * _SHADES // largest) if n else 0) for month, n in enumerate(counts, 1)]


def _year(
    year: int, issues: list[Issue], missing: frozenset[tuple[int, int]], before: int | None, after: int | None
) -> PlannedPage:
    by_date = {(i.date.month, i.date.day): i for i in issues}
    shades = {month: (count, shade) for month, count, shade in _shaded(issues)}
    months = [_month(year, month, *shades[month], by_date, missing) for month in range(1, 13)]
    undated = by_date.get((0, 0))
    context = {
        "title": f"{year}年",
        "section": "calendar",
        "year": year,
        "months": months,
        "days": _days(issues),
        "missing": len(missing),
        "count": sum(i.size for i in issues),
        "undated": (undated.address, undated.size) if undated else None,
        "before": (addresses.year_address(before), f"{before}年") if before else None,
        "after": (addresses.year_address(after), f"{after}年") if after else None,
    }
    return PlannedPage(addresses.year_address(year), "year.html", context, year_subject(year))


def _month(
    year: int,
    month: int,
    count: int,
    shade: int,
    by_date: dict[tuple[int, int], Issue],
    missing: frozenset[tuple[int, int]],
) -> Month:
    weeks = []
    for week in calendar.Calendar().monthdayscalendar(year, month):
        cells = []
        for day in week:
            issue = by_date.get((month, day)) if day else None
            here = (issue.address, issue.size) if issue else ("", 0)
            cells.append(Day(day, *here, (month, day) in missing))
        weeks.append(tuple(cells))
    undated = by_date.get((month, 0))
    return Month(month, count, shade, (undated.address, undated.size) if undated else None, tuple(weeks))
