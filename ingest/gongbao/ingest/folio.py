"""Folios: the line at a page's head that prints its date, number and name (2021年7月16日 星期五 第3版 工会).

A line is a folio when nothing is left of it but these parts; a number alone tells nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from gongbao.core.dates import UNKNOWN_DATE, IssueDate
from gongbao.core.records import Page

_LONGEST = 60
_CUE = re.compile(r"版|星期|周[一二三四五六日天]|^[A-Z]\d{2}")
_HAN_DIGITS = "一二三四五六七八九"
_SEPARATOR = r"[\s|·•/:,\-—]"
_DAY = r"(?:(?P<year>(?:18|19|20)\d\d)[年\-./])?(?P<month>\d{1,2})[月\-./](?P<day>\d{1,2})(?:日|(?!\d))"
_WEEKDAY = r"(?P<weekday>(?:星期|周)[一二三四五六日天])"
_LUNAR = r"农历[㐀-鿿]{2,10}"
_PAPER = r"[㐀-鿿]{2,10}报"
_NUMBER = (
    r"(?P<number>第?\s*(?:[A-Z]?\d{1,3}|(?<=第)[一二三四五六七八九十]{1,3})\s*版(?!\w)"
    # Without 版 only what no name of a thing looks like: G20, F15 and C919 are not pages.
    r"|(?:[A-D]\d{2}|[A-Z]0\d)(?![A-Z\d]))"
)
_PART = re.compile(
    rf"(?:{_DAY}|{_WEEKDAY}|{_LUNAR}|{_NUMBER}|(?P<words>(?:(?!第\s*[\d一二三四五六七八九十])[㐀-鿿]){{2,10}})){_SEPARATOR}*"
)
_JUMPS = ("下转", "上接", "紧接", "转自")  # a jump to another page is a line of its article
_LONGEST_NAME = 8  # characters of a page's name
_PRINTED_NUMBER = re.compile(r"[A-Z]?\d{1,3}|[一二三四五六七八九十]{1,3}")


def read_folio(text: str) -> tuple[IssueDate, Page] | None:
    """What a folio says, or None when the line is none. Date and page are empty where it does not say them in full."""
    if len(text) > _LONGEST:
        return None
    folded = unicodedata.normalize("NFKC", text).strip()
    if _CUE.search(folded) is None:
        return None
    parts = _parts(folded)
    numbers = [place for place, part in enumerate(parts) if part["number"]]
    days = [part for part in parts if part["month"]]
    words = [place for place, part in enumerate(parts) if part["words"]]
    is_dated = bool(days) and any(part["weekday"] for part in parts)
    if len(numbers) > 1 or len(days) > 1 or not (numbers or is_dated):
        return None
    if any(parts[place]["words"] in _JUMPS for place in words):
        return None
    name = ""
    for place in words:
        if beside := _is_name(parts, place, numbers):
            name = name or beside
        elif re.fullmatch(_PAPER, parts[place]["words"]) is None:
            return None
    number = _number(parts[numbers[0]]["number"]) if numbers else ""
    return _date(days), Page(number, name if number else "")


def read_header(text: str) -> tuple[IssueDate, Page]:
    """What all the folios of a text agree on; empty where there is none or they contradict each other."""
    folios = list(_folios(text))
    dates = {date for date, _ in folios if date}
    numbers = {page.number for _, page in folios if page.number}
    names = {page.name for _, page in folios if page.name}
    number = numbers.pop() if len(numbers) == 1 else ""
    name = names.pop() if number and len(names) == 1 else ""
    return dates.pop() if len(dates) == 1 else UNKNOWN_DATE, Page(number, name)


def _folios(text: str) -> Iterator[tuple[IssueDate, Page]]:
    for line in text.splitlines():
        if (folio := read_folio(line.strip())) is not None:
            yield folio


def _parts(text: str) -> list[re.Match[str]]:
    """The parts of a line, or [] when something else is in it."""
    parts = []
    place = 0
    while place < len(text):
        part = _PART.match(text, place)
        if part is None:
            return []
        parts.append(part)
        place = part.end()
    return parts


def _is_name(parts: list[re.Match[str]], place: int, numbers: list[int]) -> str:
    """The words when they are the page's name: they stand beside its number, set off from it."""
    words: str = parts[place]["words"]
    if not numbers or len(words) > _LONGEST_NAME:
        return ""
    is_set_off = parts[place][0] != words
    return words if place == numbers[0] + 1 or (place == numbers[0] - 1 and is_set_off) else ""


def _number(printed: str) -> str:
    found = _PRINTED_NUMBER.search(printed)
    number = found[0] if found else ""
    if number[:1] in _HAN_DIGITS + "十" and number:
        tens, ten, ones = number.rpartition("十")
        value = (_han_digit(tens) or 1) * 10 if ten else 0
        return str(value + _han_digit(ones))
    return number.lstrip("0")


def _han_digit(text: str) -> int:
    return _HAN_DIGITS.find(text[-1:]) + 1 if text else 0


def _date(days: list[re.Match[str]]) -> IssueDate:
    if not days or not days[0]["year"]:
        return UNKNOWN_DATE
    try:
        return IssueDate(int(days[0]["year"]), int(days[0]["month"]), int(days[0]["day"]))
    except ValueError:
        return UNKNOWN_DATE
