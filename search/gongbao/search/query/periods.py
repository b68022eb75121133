"""Dates and ranges as people write them, read as the first and the last day that they cover.

What is counted from today (``relative``) becomes plain dates here: a query that is kept means the same tomorrow.
"""

from __future__ import annotations

import calendar
import datetime
import re

from gongbao.core.dates import IssueDate
from gongbao.core.normal import normalise
from gongbao.search.query.relative import Days, digits, read_relative, with_year
from gongbao.search.query.syntax import Period

_POINT = re.compile(r"(\d{4})年?(?:[-/.]?(\d{1,2})月?(?:[-/.]?(\d{1,2})[日号]?)?)?", re.ASCII)
_HALF = re.compile(r"(\d{4})(?:年?([上下])半年|-?h([12]))", re.ASCII)
_QUARTER = re.compile(r"(\d{4})(?:年?第?([1-4])季度?|-?q([1-4]))", re.ASCII)
_YEARLESS = re.compile(r"\d{1,2}月(?:\d{1,2}[日号]?)?|[上下]半年|第?[1-4]季度?", re.ASCII)
_RANGE = re.compile(r"\.{2,}|~|至|到|—+|–")
HOW_TO = "请写成 2021、2021-07、2021年7月16日、去年、近三个月，或者范围 2021-07..2021-08。"


def parse_period(text: str, today: datetime.date) -> Period:
    """Read ``2021``, ``2021-07``, ``2021年7月16日``, ``20210716``, ``2021年上半年``, ``2021年三季度``, ``去年7月``,
    ``昨天``, ``近三个月``, or two of them with ``..`` between; ends may be open.

    Raises ValueError with one Chinese sentence.
    """
    first, *rest = _RANGE.split(normalise(text).strip())
    if len(rest) > 1 or not (first or any(rest)):
        raise ValueError(f"日期“{text}”看不懂：{HOW_TO}")
    start = _days(first.strip(), today) if first else None
    end = (_days(rest[0].strip(), today) if rest[0] else None) if rest else start
    period = Period(start[0] if start else None, end[1] if end else None)
    if period.first and period.last and period.first > period.last:
        raise ValueError(f"日期范围“{text}”的起止颠倒了：请把早的写在前面。")
    return period


def _days(text: str, today: datetime.date) -> Days:
    """The first and the last day of one end of a range."""
    written = digits(text)
    try:
        days = read_relative(written, today) or _read_dated(with_year(written, today))
    except (ValueError, OverflowError):
        raise ValueError(f"日期“{text}”不存在：{HOW_TO}") from None
    if days:
        return days
    if _YEARLESS.fullmatch(written):
        raise ValueError(f"日期“{text}”没有写年份：请写成 2021年{text}、今年{text} 或 去年{text}。")
    raise ValueError(f"日期“{text}”看不懂：{HOW_TO}")


def _read_dated(text: str) -> Days | None:
    """What has a year in figures; raises ValueError for a day that does not exist."""
    if written := _POINT.fullmatch(text):
        # 2021-00 would be the whole year, though a month was asked for
        if any(part is not None and not int(part) for part in written.groups()):
            raise ValueError(text)
        date = IssueDate(*(int(part) if part else 0 for part in written.groups()))
        assert date.first_day
        assert date.last_day
        return date.first_day, date.last_day
    if written := _HALF.fullmatch(text):
        return _months(int(written[1]), 1 if written[2] == "上" or written[3] == "1" else 7, 6)
    if written := _QUARTER.fullmatch(text):
        return _months(int(written[1]), 3 * int(written[2] or written[3]) - 2, 3)
    return None


def _months(year: int, month: int, count: int) -> Days:
    last = month + count - 1
    return datetime.date(year, month, 1), datetime.date(year, last, calendar.monthrange(year, last)[1])
