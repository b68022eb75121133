"""Days that are not that day of the week, and days that no calendar has."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator

from gongbao.desk.reporter.hints import Hint, hint_at

_NUMBER = "[0-9０-９]{1,2}|[一二三四五六七八九十]{1,3}"
_DAY = re.compile(
    rf"(?:(?P<year>[0-9０-９]{{4}}|[〇○零一二三四五六七八九]{{4}})年)?(?<![0-9０-９一二三四五六七八九十])"
    rf"(?P<month>{_NUMBER})月(?P<day>{_NUMBER})[日号]"
    # 周 begins a surname too (周一鸣), and 星期一至星期五 is no day.
    r"(?:[\s（(，,、]{0,2}(?:星期|礼拜|周(?=.(?:[^一-龥]|[上下中早晚凌午]|$)))(?P<weekday>[一二三四五六日天])(?![至到—－~-]))?"
)
_WEEKDAYS = "一二三四五六日"
_DIGITS = {character: number for number, character in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0}
_NEAR_YEARS = (0, -1, 1)  # a day without a year is of the year whose same day is nearest


def date_hints(text: str, today: datetime.date) -> Iterator[Hint]:
    """Days that do not exist, and days with the wrong day of the week; a year that is not written is the nearest."""
    for found in _DAY.finditer(text):
        year, month, day = (_number(found[part] or "") for part in ("year", "month", "day"))
        if not found["year"] and not found["weekday"] and _exists(2020, month, day):
            continue  # of the leap year: 2月29日 without a year may be one
        meant = _day(year, month, day) if found["year"] else _nearest(month, day, today)
        if meant is None:
            yield _no_such_day(text, found, month, day)
        elif found["weekday"]:
            yield from _wrong_weekday(text, found, meant)


def _no_such_day(text: str, found: re.Match[str], month: int, day: int) -> Hint:
    written = found[0]
    said = f"{month}月没有{day}日" if 1 <= month <= 12 else f"一年没有第{month}个月"
    return hint_at(text, "date", found.start(), found.end(), f"“{written}”不成立：{said}。")


def _wrong_weekday(text: str, found: re.Match[str], meant: datetime.date) -> Iterator[Hint]:
    written = _WEEKDAYS.index("日" if found["weekday"] == "天" else found["weekday"])
    if written == meant.weekday():
        return
    said = f"{meant.year}年{meant.month}月{meant.day}日是星期{_WEEKDAYS[meant.weekday()]}"
    yield hint_at(text, "date", found.start(), found.end(), f"{said}，不是星期{_WEEKDAYS[written]}。")


def _nearest(month: int, day: int, today: datetime.date) -> datetime.date | None:
    days = (_day(today.year + years, month, day) for years in _NEAR_YEARS)
    found = [one for one in days if one is not None]
    return min(found, key=lambda one: abs((one - today).days), default=None)


def _exists(year: int, month: int, day: int) -> bool:
    return _day(year, month, day) is not None


def _day(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def _number(text: str) -> int:
    """7, ７, 七, 十六, 二十一 or 二〇二一; 0 for nothing."""
    if not text or text.isdecimal():
        return int(text or 0)
    if "十" in text:
        tens, _, ones = text.partition("十")
        return _DIGITS.get(tens, 1) * 10 + _DIGITS.get(ones, 0)
    return int("".join(str(_DIGITS[character]) for character in text))
