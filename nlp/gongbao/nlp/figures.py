"""Figures: a number, its unit and what it counts (3123份“清凉包”), normalised.

Of a range (3至5万元) the lower end is a figure and the upper end another that is a part: both are found by size,
and a sum takes the lower one. What is no number of things is none: ordinals, dates, times, ages, scores, numbers
of models and telephones, and numbers that are not known (数百, 十几, 三五).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from heapq import merge
from itertools import islice
from typing import NamedTuple

from gongbao.core.annotations import Figure
from gongbao.core.words import Segmenter
from gongbao.nlp.figure_counted import ROUGHLY, find_counted
from gongbao.nlp.layout import MOST_FOUND, Layout
from gongbao.nlp.numerals import (
    CHINESE_DIGITS,
    DIGITS,
    MYRIADS,
    NUMBER_AT_END,
    POWERS,
    ROUGH,
    chinese_number,
    read_number,
)
from gongbao.nlp.word_lists import alternation

__all__ = ["PER_CENT", "chinese_number", "find_figures"]

PER_CENT = "%"  # unit of shares: 5%, 百分之五, 三成, 三分之一, 5个百分点
_LONGEST = 48  # characters of a number; a longer row of digits counts nothing
_BEGIN = f"{DIGITS}{CHINESE_DIGITS}{POWERS}{MYRIADS}"
_MOST_LOOKED_AT = 10 * MOST_FOUND  # numbers of a text; of a newspaper's, two in three are figures
_LOOK_BACK = 8  # characters before a number that say what it is
_LOWER_END = 24  # characters in which a range's lower end stands
_PERCENTS = {"%": 0.01, "％": 0.01, "‰": 0.001, "个百分点": 0.01, "成": 0.1}
_PARTS = {"百": 0.01, "千": 0.001, "万": 0.0001}  # N分之
_LOOSE_UNITS = frozenset("次面把对度层处条部头期节种类起轮片例天门页票座本倍名位人")
_LOOSE_WITH_ONE = frozenset("一")  # 一家, 一名: an article rather than a number
_SLOGANS = re.compile(
    "维护|意识|自信|代表|全面|必须|明确|坚持|确立|面向|方面|务必|服从|结合|统一|转变|环节|层面|人$|月"
)
_CAPITALS = frozenset("壹贰叁肆伍陆柒捌玖")
_NO_SHARE = re.compile(  # 成 that is no tenth
    "[为立员功都果长绩熟效交型套份分品群材人家才本就年片堆团像列批对真因亲名全]|不变"
)


class _Number(NamedTuple):
    """A number with its unit, at its place in the text."""

    start: int
    end: int
    value: float
    unit: str
    approximate: bool
    is_upper_end: bool = False


@cache
def _pattern() -> re.Pattern[str]:
    """A row of what numbers are made of, and the unit after it.

    Written for speed: it begins with one set of characters, which the engine searches for without trying a match
    at each place, goes on only where a row begins, and never gives back what a row took.
    """
    row = rf"(?:[{DIGITS}{CHINESE_DIGITS}十百拾佰仟{MYRIADS}{ROUGH},，.．点]|千(?![米克瓦]))"
    return re.compile(
        rf"(?P<row>[{_BEGIN}](?<![{_BEGIN}][{_BEGIN}]){row}{{0,{_LONGEST}}}+)(?P<blank>[ 　]?)"
        rf"(?:(?P<percent>%|％|‰|个百分点|成)|(?P<unit>{alternation('units')})(?P<over>余|多)?)"
    )


@cache
def _other_words() -> re.Pattern[str]:
    return re.compile(alternation("not_units"))


_SHARE = re.compile(
    rf"(?P<whole>[百千万]|[{CHINESE_DIGITS}十{DIGITS}]{{1,3}})分之(?P<number>[{DIGITS}{CHINESE_DIGITS}{POWERS}点.．]{{1,12}})"
)
_ABOUT = re.compile("(?:近|约|大约|超过?|逾|将近|接近|不足|不到|不少于|不低于|至少|上|突破|过|达到?了?近)$")
_NONE_BEFORE = re.compile(
    rf"第[{DIGITS}{CHINESE_DIGITS}十百、至到－—-]{{0,6}}$|[.．×xX*/／:：]$|[{DIGITS}]比$|[A-Za-zα-ω]-?$|[{DIGITS}]-$|前$|成百上$|成千上$"
)
_RANGE = frozenset("至到-－—～~–")
_UNIT_NAMES = {  # to the unit that is meant, and what is added to the number
    "个多月": ("个月", 0.0),
    "个半月": ("个月", 0.5),
    "个小时": ("小时", 0.0),
    "个多小时": ("小时", 0.0),
}
_RANKED = frozenset("名位强")
_YEARS_LONG = re.compile("(?:了|满|长达|为期|历时|历经|连续|从业|工作|从事|奋斗|坚守)$")
_MOST_YEARS = 200  # a larger number before 年 is a year of the calendar

_LATITUDE = re.compile("[南北]纬|[东西]经")
_ROOMS = re.compile(f"[号楼栋第座][{DIGITS}]*$")


def find_figures(layout: Layout, segmenter: Segmenter | None = None) -> tuple[Figure, ...]:
    """The figures of an article in reading order, MOST_FOUND at most; without a segmenter less is known to be counted.

    ``who``, ``where`` and ``when`` are left empty: see gongbao.nlp.figure_attribution.
    """
    figures: list[Figure] = []
    for number in _numbers(layout.text):
        figures.append(_figure(number, layout, segmenter))
        if len(figures) >= MOST_FOUND:
            break
    return tuple(figures)


def _numbers(text: str) -> Iterator[_Number]:
    """Numbers with their units in reading order, those of 分之 among them; both ends of a range."""
    with_units = (_number(found, text) for found in islice(_pattern().finditer(text), _MOST_LOOKED_AT))
    last: _Number | None = None  # kept back until it is known whether it is the lower end of a range
    for one in merge((one for one in with_units if one is not None), _shares(text)):
        number = one
        is_upper_end = number.start > 0 and text[number.start - 1] in _RANGE
        if is_upper_end and last and _is_range(last, number, text):
            last = last._replace(approximate=True)
            number = number._replace(is_upper_end=True, approximate=True)
        elif is_upper_end and (lower := _lower_end(number, text)) is not None:
            if last:
                yield last
            last, number = lower, number._replace(is_upper_end=True, approximate=True)
        if last:
            yield last
        last = number
    if last:
        yield last


def _is_range(lower: _Number, upper: _Number, text: str) -> bool:
    """Whether two numbers of one unit are the ends of a range: 10%—15%."""
    between = text[lower.end : upper.start]
    return len(between) <= 2 and set(between) <= _RANGE and lower.unit == upper.unit and lower.value <= upper.value


def _number(found: re.Match[str], text: str) -> _Number | None:
    row = found["row"]
    if row in _LOOSE_WITH_ONE and found["unit"]:
        return None
    written = NUMBER_AT_END.search(row)
    if written is None or (found["unit"] and _other_words().match(text, found.start("unit"))):
        return None
    start = found.start() + written.start()
    before = text[max(0, start - _LOOK_BACK) : start]
    if _is_inside_another(row, written.start()) or (before and _is_none(before, found["unit"] or "", written[0])):
        return None
    value = read_number(written[0])
    if value is None and found["unit"] == "折" and len(written[0]) == 2:  # 七五折
        value = (read_number(written[0][0]) or 0) + (read_number(written[0][1]) or 0) / 10
    if not value or (found["unit"] == "年" and not (value < _MOST_YEARS and _YEARS_LONG.search(before))):
        return None
    about = _ABOUT.search(before) is not None
    rough = written[0].endswith(tuple(ROUGH)) or any(sign in written[0] for sign in ROUGH)
    approximate = about or rough or bool(found["over"])
    if not written[0][0].isdecimal() and _is_word(found, text, written[0], approximate):
        return None
    approximate = approximate or ROUGHLY.match(text, found.end()) is not None
    end = found.end()
    if not found["percent"]:
        unit, more = _UNIT_NAMES.get(found["unit"], (found["unit"], 0.0))
        return _Number(start, end, value + more, unit, approximate or "多" in found["unit"])
    if found["percent"] == "成":
        return _tenths(found, text, start, value, approximate)
    return _Number(start, end, round(value * _PERCENTS[found["percent"]], 8), PER_CENT, approximate)


def _is_inside_another(row: str, start: int) -> bool:
    """Whether the row holds a numeral that the number was cut from: 两三百 is not 三百."""
    return start > 0 and row[start - 1] not in ",，" and (row[start - 1].isdecimal() == row[start].isdecimal())


def _is_none(before: str, unit: str, written: str) -> bool:
    """Whether what stands before says that no things are counted."""
    if before[-1] in _RANGE or before[-1] == "前":
        if before[-1] == "前":
            return unit in _RANKED
        return re.search(rf"[A-Za-z][{DIGITS}]*[-－–]$", before) is not None
    if (unit == "层" and _ROOMS.search(before)) or (unit == "度" and _LATITUDE.search(before)):
        return True
    if not written[0].isdecimal() and (before[-1] in "“‘" or (before[-1] in "几数" and written[0] in POWERS + MYRIADS)):
        return True  # “四个意识”, 数百
    return _NONE_BEFORE.search(before) is not None


def _is_word(found: re.Match[str], text: str, numeral: str, approximate: bool) -> bool:
    """Whether a Chinese numeral is rather a word: 一个, 三位一体, 五一节, 百名."""
    if text.startswith("一体", found.end()):
        return True
    if set(numeral) <= {*"百千万亿佰仟"}:
        return not approximate
    unit = found["unit"] or ""
    if len(numeral) > 1 or found["percent"]:
        return False
    if (
        numeral in _LOOSE_WITH_ONE
        or numeral in _CAPITALS
        or (unit in _LOOSE_UNITS and numeral in "两十" and unit not in "名位")
    ):
        return True
    if unit == "个":
        return _SLOGANS.search(text[found.end() : found.end() + 2]) is not None
    return unit in _LOOSE_UNITS and unit not in "名位人天倍"


def _tenths(found: re.Match[str], text: str, start: int, value: float, approximate: bool) -> _Number | None:
    """三成 and 七成五; None where 成 is part of another word."""
    end = found.end()
    if not 0 < value < 10 or _NO_SHARE.match(text, end):
        return None
    more = text[end : end + 1]
    if more and more in CHINESE_DIGITS[:9] and more not in "两":
        digit = chinese_number(more)
        return _Number(start, end + 1, round(value / 10 + (digit or 0) / 100, 8), PER_CENT, approximate)
    approximate = approximate or more in ("多", "余")
    return _Number(start, end, round(value / 10, 8), PER_CENT, approximate)


def _shares(text: str) -> Iterator[_Number]:
    """百分之十五, 千分之三, 三分之一."""
    at = text.find("分之")
    while at >= 0:
        found = _SHARE.search(text, max(0, at - 3), at + 14)
        if found is not None and found.start("number") == at + 2:
            number = _share(found, text)
            if number is not None:
                yield number
        at = text.find("分之", at + 2)


def _share(found: re.Match[str], text: str) -> _Number | None:
    digits = NUMBER_AT_END.match(found["number"]) or re.match(rf"[{DIGITS}]+(?:[.．][{DIGITS}]+)?", found["number"])
    if digits is None:
        return None
    value = read_number(digits[0])
    whole = 1 / _PARTS[found["whole"]] if found["whole"] in _PARTS else read_number(found["whole"])
    if value is None or not whole:
        return None
    start, end = found.start(), found.start("number") + digits.end()
    before = text[max(0, start - _LOOK_BACK) : start]
    about = _ABOUT.search(before) is not None or ROUGHLY.match(text, end) is not None
    return _Number(start, end, round(value / whole, 6), PER_CENT, about)


def _lower_end(upper: _Number, text: str) -> _Number | None:
    """The number before 至 or a dash that has no unit of its own; the scale after the upper end is its scale too."""
    if not upper.start or text[upper.start - 1] not in _RANGE:
        return None
    before = text[max(0, upper.start - _LOWER_END) : upper.start].rstrip("至到-－—～~–")
    found = NUMBER_AT_END.search(before)
    if found is None or (found.start() and _NONE_BEFORE.search(before[: found.start()])):
        return None
    value = read_number(found[0])
    if value is None:
        return None
    mantissa = re.match(rf"[{DIGITS},，.．]+", text[upper.start : upper.end])
    shown = read_number(mantissa[0]) if mantissa else None
    scale = upper.value / shown if shown and not found[0].endswith(tuple(MYRIADS + POWERS)) and value <= shown else 1.0
    if upper.unit == PER_CENT and scale == 1.0:
        scale = 0.01
    lower = round(value * scale, 8)
    start = max(0, upper.start - _LOWER_END) + found.start()
    return _Number(start, upper.end, lower, upper.unit, True) if lower <= upper.value else None


def _figure(number: _Number, layout: Layout, segmenter: Segmenter | None) -> Figure:
    place = layout.field_at(number.start)
    counted, end = find_counted(layout.text, number.start, number.end, number.unit, (place.start, place.end), segmenter)
    figure = Figure(
        layout.text[number.start : end],
        number.value,
        number.unit,
        counted,
        number.approximate,
        place.field,
        place.index,
        number.start - place.start,
        end - place.start,
    )
    return replace(figure, part=True) if number.is_upper_end else figure
