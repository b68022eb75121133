"""Dates and ranges as people write them, read as the first and the last day that they cover."""

from __future__ import annotations

import re

from gongbao.core.dates import IssueDate
from gongbao.core.normal import normalise
from gongbao.search.query.syntax import Period

_POINT = re.compile(r"(\d{4})年?(?:[-/.]?(\d{1,2})月?(?:[-/.]?(\d{1,2})[日号]?)?)?", re.ASCII)
_RANGE = re.compile(r"\.{2,}|~|至|到|—+|–")
HOW_TO = "请写成 2021、2021-07、2021年7月16日，或者范围 2021-07..2021-08。"


def parse_period(text: str) -> Period:
    """Read ``2021``, ``2021-07``, ``2021年7月16日``, ``20210716`` or two of them with ``..`` between; ends may be open.

    Raises ValueError with one Chinese sentence.
    """
    first, *rest = _RANGE.split(normalise(text).strip())
    if len(rest) > 1 or not (first or any(rest)):
        raise ValueError(f"日期“{text}”看不懂：{HOW_TO}")
    start = _point(first) if first else None
    end = (_point(rest[0]) if rest[0] else None) if rest else start
    period = Period(start.first_day if start else None, end.last_day if end else None)
    if period.first and period.last and period.first > period.last:
        raise ValueError(f"日期范围“{text}”的起止颠倒了：请把早的写在前面。")
    return period


def _point(text: str) -> IssueDate:
    written = _POINT.fullmatch(text)
    if written is None:
        raise ValueError(f"日期“{text}”看不懂：{HOW_TO}")
    try:
        date = IssueDate(*(int(part) if part else 0 for part in written.groups()))
    except ValueError:
        date = IssueDate()
    # 2021-00 would be the whole year, though a month was asked for
    if not date or any(part is not None and not int(part) for part in written.groups()):
        raise ValueError(f"日期“{text}”不存在：{HOW_TO}")
    return date
