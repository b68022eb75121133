"""Dates counted from today: 昨天, 上周, 本月, 近三个月, 去年7月."""

from __future__ import annotations

import calendar
import datetime
import re
from typing import TypeAlias

Days: TypeAlias = tuple[datetime.date, datetime.date]  # the first and the last, both included

# How many days, weeks, months or years ago. A week begins on Monday.
_DAYS = {"今天": 0, "今日": 0, "今": 0, "昨天": 1, "昨日": 1, "前天": 2, "today": 0, "yesterday": 1}
_WEEKS = {"本周": 0, "这周": 0, "本星期": 0, "上周": 1, "上星期": 1, "上个星期": 1, "thisweek": 0, "lastweek": 1}
_MONTHS = {"本月": 0, "这个月": 0, "上月": 1, "上个月": 1, "thismonth": 0, "lastmonth": 1}
_YEARS = {"今年": 0, "本年": 0, "去年": 1, "前年": 2, "thisyear": 0, "lastyear": 1}
_YEAR = re.compile(f"^(?:{'|'.join(_YEARS)})")
_RECENT = re.compile(
    r"(?:最近|近)(\d{1,4}|半)(天|日|周|个?星期|个?月|年)|last(\d{1,4})(day|week|month|year)s?", re.ASCII
)
# Months and days of one unit, by its last character or its English name.
_UNITS = {
    **dict.fromkeys(("天", "日", "day"), (0, 1)),
    **dict.fromkeys(("周", "期", "week"), (0, 7)),
    **dict.fromkeys(("月", "month"), (1, 0)),
    **dict.fromkeys(("年", "year"), (12, 0)),
}
_HALVES = {"月": (0, 15), "年": (6, 0)}
# One to ninety-nine, where something is counted by it: the 十一 of 国庆 is no November.
_NUMERAL = re.compile(
    "(?<![一二两三四五六七八九十])(?:两|[二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])(?=[年月日号天周季个星])"
)
_FIGURES = "零一二三四五六七八九"


def digits(text: str) -> str:
    """The text with its Chinese numerals up to 九十九 in figures."""
    return _NUMERAL.sub(lambda numeral: str(_number(numeral[0])), text)


def with_year(text: str, today: datetime.date) -> str:
    """The text with 去年 and its like at the beginning as a year in figures."""
    return _YEAR.sub(lambda word: f"{today.year - _YEARS[word[0]]:04d}年", text)


def read_relative(text: str, today: datetime.date) -> Days | None:
    """Read what is counted from today and is no year; None when it is something else.

    近三个月 begins on the same day three months ago (the last of its month if there is no such day) and
    ends today. Raises ValueError or OverflowError for what lies before the calendar.
    """
    text = text.replace(" ", "")
    if text in _DAYS:
        day = today - datetime.timedelta(_DAYS[text])
        return day, day
    if text in _WEEKS:
        monday = today - datetime.timedelta(today.weekday() + 7 * _WEEKS[text])
        return monday, monday + datetime.timedelta(6)
    if text in _MONTHS:
        first = _months_ago(today.replace(day=1), _MONTHS[text])
        return first, first.replace(day=calendar.monthrange(first.year, first.month)[1])
    recent = _RECENT.fullmatch(text)
    return _recent(recent, today) if recent else None


def _recent(written: re.Match[str], today: datetime.date) -> Days | None:
    number, unit = written[1] or written[3], written[4] or written[2][-1]
    if number == "半":
        if unit not in _HALVES:
            return None
        months, days = _HALVES[unit]
    else:
        count = int(number)
        if not count:
            raise ValueError(number)
        months, days = (count * size for size in _UNITS[unit])
    return _months_ago(today, months) - datetime.timedelta(days), today


def _months_ago(day: datetime.date, months: int) -> datetime.date:
    """The same day of an earlier month, or the last one of it."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    if year < 1:
        raise ValueError(f"{months} months before {day}")
    return datetime.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _number(numeral: str) -> int:
    """The number of a Chinese numeral up to 九十九."""
    if numeral == "两":
        return 2
    tens, ten, ones = numeral.rpartition("十")
    return (_FIGURES.index(tens or "一") * 10 if ten else 0) + (_FIGURES.index(ones) if ones else 0)
