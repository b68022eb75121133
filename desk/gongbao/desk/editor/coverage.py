"""How much the paper has printed, by district, campaign, activity, month and reporter, in a range of dates."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from gongbao.core.dates import IssueDate
from gongbao.desk.editor.bars import Bars, upright_bars
from gongbao.desk.editor.narrowing import EVERYTHING, label_filter, with_filter, with_period
from gongbao.desk.refusals import Misunderstood
from gongbao.search import FacetCount, SearchBackend

SUBJECTS = {"month": "月份", "district": "区", "campaign": "主题", "activity": "活动", "byline": "记者"}
_FACETS = ("district", "campaign", "activity", "byline")
SHOWN = 30  # rows of a table on the page; the download has all
_LONGEST = 100.0  # of a lying bar, in units of its own viewBox


@dataclass(frozen=True, slots=True)
class Row:
    """A value with its number of articles, and the search that finds them."""

    name: str
    count: int
    address: str
    length: float  # of its bar, 0 to 100


@dataclass(frozen=True, slots=True)
class Subject:
    """A table by one thing."""

    key: str
    name: str
    rows: tuple[Row, ...]  # all of them; months in their order, the rest by number
    chart: Bars | None  # of months only


@dataclass(frozen=True, slots=True)
class Range:
    """Which dates are counted, as typed; an empty one is open."""

    since: str = ""
    until: str = ""
    query: str = ""  # further filters

    @property
    def asked(self) -> str:
        """As a query. Raises GongbaoError for dates that are none."""
        since, until = IssueDate.parse(self.since), IssueDate.parse(self.until)
        if since and until and (since.first_day or datetime.date.min) > (until.first_day or datetime.date.max):
            raise Misunderstood(f"起止日期颠倒了（{since} 到 {until}）：请对调。")
        query = self.query.strip() or EVERYTHING
        return with_filter(query, f"日期:{since}..{until}") if since or until else query

    def address(self, path: str = "/figures") -> str:
        """Where these figures are found."""
        values = {"since": self.since, "until": self.until, "q": self.query}
        written = urlencode({name: value for name, value in values.items() if value})
        return f"{path}?{written}" if written else path


def coverage(backend: SearchBackend, chosen: Range, today: datetime.date) -> tuple[int, list[Subject]]:
    """How many articles there are in all, and the tables. Raises GongbaoError when it could not look."""
    asked = chosen.asked
    results = backend.search(asked, limit=1, facets=(*_FACETS, "month"), today=today)
    months = sorted(results.facets["month"], key=lambda one: one.value)
    subjects = [_subject("month", months, asked)]
    subjects += [_subject(facet, results.facets[facet], asked) for facet in _FACETS]
    return results.total, subjects


def _subject(key: str, counts: Sequence[FacetCount], asked: str) -> Subject:
    most = max((one.count for one in counts), default=1)
    rows = tuple(
        Row(one.value, one.count, _address(key, one.value, asked), round(_LONGEST * one.count / most, 1))
        for one in counts
    )
    chart = upright_bars((row.name, row.count, row.address, False) for row in rows) if key == "month" else None
    return Subject(key, SUBJECTS[key], rows, chart)


def _address(key: str, value: str, asked: str) -> str:
    narrowed = with_period(asked, value) if key == "month" else with_filter(asked, label_filter(key, value))
    return "/search?" + urlencode({"q": narrowed, "sort": "date"})
