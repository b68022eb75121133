"""Figures: a number, its unit and what it counts (3123份“清凉包”), normalised."""

from __future__ import annotations

import re
from functools import cache

from gongbao.core.annotations import Figure
from gongbao.nlp.layout import MOST_FOUND, Layout
from gongbao.nlp.word_lists import alternation, word_list

_DIGITS = "0-9０-９"
_LONGEST = 64  # characters of a number; a longer row of digits counts nothing
_AMONG = ",，.．万亿余多来"  # may stand between a number's first character and its unit
_CHINESE = "一二三四五六七八九十百千两〇零壹贰叁肆伍陆柒捌玖拾"


@cache
def _figure_pattern() -> re.Pattern[str]:
    """A number and the unit or per cent sign after it.

    Written for speed: it begins with one set of characters, which the engine searches for without
    trying a match at each place, and goes no further where the row of digits, numerals and signs
    does not end in what may begin a unit. Sixteen are more than a numeral, its scale and 多 can be.
    """
    first = "".join(dict.fromkeys(unit[0] for unit in word_list("units")))
    row = f"{_DIGITS}{_CHINESE}{_AMONG}"
    end = "个" + "".join(dict.fromkeys(unit.lstrip(row)[:1] for unit in word_list("units")))  # 千米 goes on with 米
    digits = (
        rf"(?=[{row}]{{0,{_LONGEST}}}+[{end}%％‰])(?:[{_DIGITS},，](?=[{_DIGITS}])|[{_DIGITS}]|[.．](?=[{_DIGITS}]))*"
    )
    numeral = rf"(?=[{row}]{{0,16}}+[{end}%％‰])[{_CHINESE}]{{0,8}}"
    return re.compile(
        rf"(?P<number>[{_DIGITS}{_CHINESE}](?:(?<=[{_DIGITS}]){digits}|(?<=[{_CHINESE}]){numeral}))"
        rf"(?P<scale>万亿|亿|万|千|百)?(?P<more>余|多|来)?(?P<scale2>万|亿)?"
        rf"(?:(?P<percent>%|％|‰|个百分点)|(?=[{first}])(?P<unit>{alternation('units')})(?P<over>余|多)?)"
    )


_BEFORE = re.compile("(?:(?P<ordinal>第)|(?P<about>近|约|超过|超|逾|将近|不足))$")
_SCALES = {"": 1.0, "百": 1e2, "千": 1e3, "万": 1e4, "亿": 1e8, "万亿": 1e12}
_PERCENTS = {"%": 0.01, "％": 0.01, "‰": 0.001, "个百分点": 0.01}
_VALUES = {
    **{digit: value for value, digit in enumerate("〇一二三四五六七八九")},
    "零": 0,
    "两": 2,
    **{digit: value for value, digit in enumerate("壹贰叁肆伍陆柒捌玖", 1)},
}
_POWERS = {"十": 10, "拾": 10, "百": 100, "千": 1000}
_ASCII = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
_LOOSE_UNITS = frozenset("个次面把对度层处条部头期节")  # after one numeral they rather make a word: 三部曲, 四面
_HAN = "\u4e00-\u9fff"
_QUOTED = re.compile(r"\s*[“‘《「](?P<what>[^”’》」\n]{1,20})[”’》」]")
_COUNTED_AFTER = re.compile(rf"[{_HAN}A-Za-z]{{1,10}}")
_COUNTED_BEFORE = re.compile(rf"(?:[“‘《「](?P<quoted>[^”’》」\n]{{1,20}})[”’》」]|(?P<plain>[{_HAN}]{{2,12}}))$")
_NOT_COUNTED = re.compile(
    "[的和与及在了为到由从被以是等并则已将]|送|参加|组成|举行|开展|获|来自|进行|表示|分别|以上|以下|左右|其中|"
    "开始|得到|受|正|都|共|集中|报名|加入|就|能|可|不|包含|包括|含|用于"
)
_VERB_BEFORE = re.compile(
    ".*(?:准备了|发放了|发放|送去|送出|送上|送来|共有|共计|聘用|达到|覆盖|拥有|建设了|建立|惠及|帮助|吸引|筹集|筹措|投入|募集|收到|"
    "捐赠|赠送|共|有|约|达|近|为|了|送|给|计|成立|超过|现有|仅|从|到|在|的|和|及|与|等|沟通|不少于|不低于|至少)"
)
_TOTAL = re.compile("(?:总数|总量|总计|合计|人数|数量|总额)$")


def find_figures(layout: Layout) -> tuple[Figure, ...]:
    """The figures of an article in reading order, MOST_FOUND at most; ordinals (第三届), dates and times are none."""
    figures = []
    for found in _figure_pattern().finditer(layout.text):
        before = _BEFORE.search(layout.text[max(0, found.start() - 2) : found.start()])
        if (before and before["ordinal"]) or _is_loose(found, layout.text):
            continue
        figures.append(_figure(found, layout, before is not None))
        if len(figures) >= MOST_FOUND:
            break
    return tuple(figures)


def chinese_number(text: str) -> float | None:
    """The value of a numeral below ten thousand: 三千五百 is 3500, 一九九八 is 1998; None when it is none."""
    if not any(character in _POWERS for character in text):
        is_numeral = bool(text) and set(text) <= set(_VALUES)
        return float("".join(str(_VALUES[character]) for character in text)) if is_numeral else None
    total, digit, last = 0, 0, 10_000
    for character in text:
        if character in _VALUES:
            digit = _VALUES[character]
        elif character in _POWERS and _POWERS[character] < last:
            last = _POWERS[character]
            total += (digit or 1) * last
            digit = 0
        else:
            return None
    return float(total + digit)


def _is_loose(found: re.Match[str], text: str) -> bool:
    """A Chinese numeral that is rather a word (一个, 三位一体) or a number inside a longer one."""
    number = found["number"]
    if text.startswith("一体", found.end()):  # 三位一体
        return True
    if number[0] in "0123456789０１２３４５６７８９":
        before = text[max(0, found.start("number") - 1) : found.start("number")]
        return bool(before) and (before in ".．-—年第号" or (before.isascii() and before.isalnum()))
    if chinese_number(number) is None:
        return True
    short = len(number) == 1 and not found["scale"] and not found["more"]
    return short and (number in "一两十百千几" or found["unit"] in _LOOSE_UNITS)


def _figure(found: re.Match[str], layout: Layout, about: bool) -> Figure:
    digits = found["number"].translate(_ASCII).replace(",", "")
    value = float(digits) if digits[0].isdigit() and digits.isascii() else chinese_number(found["number"]) or 0.0
    value *= _SCALES[found["scale"] or ""] * _SCALES[found["scale2"] or ""]
    unit = found["unit"] or ""
    if found["percent"]:
        value, unit = value * _PERCENTS[found["percent"]], "%"
    place = layout.field_at(found.start())
    counted, end = _counted(found, layout.text, place.end, unit)
    start = found.start("number")
    approximate = about or bool(found["more"] or found["over"])
    return Figure(
        layout.text[start:end],
        round(value, 6),
        unit,
        counted,
        approximate,
        place.field,
        place.index,
        start - place.start,
        end - place.start,
    )


def _counted(found: re.Match[str], text: str, limit: int, unit: str) -> tuple[str, int]:
    """What is counted and where the figure's words end: the noun after the unit, or else the noun before the number."""
    quoted = _QUOTED.match(text, found.end(), limit)
    if quoted:
        return quoted["what"], quoted.end()
    after = _COUNTED_AFTER.match(text, found.end(), limit)
    if after and unit not in ("%", "元"):
        noun = _NOT_COUNTED.split(after[0], maxsplit=1)[0]
        if len(noun) >= 2:
            return noun, found.end() + len(noun)
    before = _COUNTED_BEFORE.search(text[max(0, found.start() - 24) : found.start()])
    if before is None:
        return "", found.end()
    noun = before["quoted"] or _TOTAL.sub("", _VERB_BEFORE.sub("", before["plain"]))
    return (noun if len(noun) >= 2 else ""), found.end()
