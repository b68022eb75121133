"""Numbers as newspapers write them: 3,123, ３０００, 1.83亿, 3万5千, 两万余, 三千五百, 三点五. Pure functions."""

from __future__ import annotations

import re
from decimal import Decimal

DIGITS = "0-9０-９"
CHINESE_DIGITS = "一二三四五六七八九两〇零壹贰叁肆伍陆柒捌玖"
POWERS = "十百千拾佰仟"
MYRIADS = "万亿"
ROUGH = "余多来几"  # 3千余, 30多, 十来, 十几; of the last the number is not known

_VALUES = {digit: value for value, digit in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_VALUES |= {digit: value for value, digit in enumerate("壹贰叁肆伍陆柒捌玖", 1)}
_POWERS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_MYRIADS = {"万": 10_000, "亿": 100_000_000}
_ASCII = str.maketrans("０１２３４５６７８９．，", "0123456789.,")
_POINT = "点"
_SHORTEST_ROW = 3  # digits without powers that are a number (一九九八); of two it is rather 三五 for 三到五
_DECIMALS = 6
_GROUP = rf"(?:[{DIGITS}]{{1,3}}(?:[,，][{DIGITS}]{{3}})+|[{DIGITS}]+)(?:[.．][{DIGITS}]+)?"
_MIXED = re.compile(rf"({_GROUP})([百千万亿]{{0,3}})")
# The number at the end of a row of characters that numbers are made of.
NUMBER_AT_END = re.compile(
    rf"(?:(?:{_GROUP}[余多来]?[百千万亿]{{0,3}})+[{ROUGH}]?[万亿]{{0,2}}"
    rf"|[{CHINESE_DIGITS}{POWERS}{MYRIADS}]+(?:点[{CHINESE_DIGITS}]+[百千万亿]{{0,2}})?[{ROUGH}]?[万亿]{{0,2}})$"
)


def read_number(written: str) -> float | None:
    """The value of a number in any of the forms above, 余, 多 and 来 passed over; None when it is none (十几, 三五)."""
    text = written.translate(_ASCII)
    if "几" in text:
        return None
    text = text.replace("余", "").replace("多", "").replace("来", "").replace(",", "")
    value = _mixed_number(text) if text[:1].isdigit() else chinese_number(text)
    return None if value is None else round(value, _DECIMALS)


def chinese_number(text: str) -> float | None:
    """The value of a Chinese numeral: 三千五百 is 3500, 一九九八 is 1998, 一万二 is 12000; None when it is none."""
    whole, point, decimals = text.partition(_POINT)
    if not point:
        return _whole_number(whole)
    digits = decimals.rstrip(MYRIADS + POWERS)
    scale = _scale(decimals[len(digits) :])
    value = _whole_number(whole)
    if value is None or not digits or scale is None or not set(digits) <= set(_VALUES):
        return None
    decimal = Decimal(f"{value:.0f}." + "".join(str(_VALUES[digit]) for digit in digits))
    return float(decimal * int(scale))


def _mixed_number(text: str) -> float | None:
    """Digits, each group with its scale: 1亿3000万. The scales must fall."""
    total, last, reached = Decimal(), float("inf"), 0
    for found in _MIXED.finditer(text):
        scale = _scale(found[2])
        if found.start() != reached or scale is None or scale >= last:
            return None
        total += Decimal(found[1]) * int(scale)
        last, reached = scale, found.end()
    return float(total) if reached == len(text) else None


def _scale(text: str) -> float | None:
    """The product of 百, 千, 万 and 亿 that stand together; they must rise, as in 千万 and 万亿."""
    scale, last = 1.0, 0
    for character in text:
        power = _POWERS.get(character) or _MYRIADS.get(character) or 0
        if power <= last:
            return None
        scale, last = scale * power, power
    return scale


def _whole_number(text: str) -> float | None:
    if not text or not set(text) <= {*_VALUES, *_POWERS, *_MYRIADS}:
        return None
    if set(text) <= set(_VALUES):
        digits = "".join(str(_VALUES[character]) for character in text)
        return float(digits) if len(text) == 1 or len(text) >= _SHORTEST_ROW or digits[1:] == "0" else None
    total, least = 0.0, float("inf")  # least: the smallest of 万 and 亿 so far, which the next must be below
    reached = 0
    for position, character in enumerate(text):
        myriad = _MYRIADS.get(character)
        if myriad is None:
            continue
        section = text[reached:position]
        reached = position + 1
        if not section and total:  # 三万亿
            total, least = total * myriad, min(least, myriad)
            continue
        value = _section(section) if section else 1.0
        if value is None or myriad >= least:
            return None
        total, least = total + value * myriad, myriad
    if reached == len(text):
        return total
    tail = _section(text[reached:])
    if tail is None:
        return None
    short = len(text) - reached == 1 and reached > 0 and text[-1] not in _POWERS  # 一万二
    return total + tail * (least / 10 if short else 1)


def _section(text: str) -> float | None:
    """A numeral below ten thousand; None for two digits in a row (三四十) and for powers that do not fall."""
    total, last = 0, 10_000
    digit: int | None = None
    zero = False
    for number, character in enumerate(text):
        power = _POWERS.get(character)
        if power is None:
            if digit is not None:
                return None
            zero = zero or _VALUES[character] == 0
            digit = _VALUES[character] or None
        elif power >= last or (digit is None and power != 10 and number):
            return None
        else:
            total += (digit or 1) * power
            last, digit, zero = power, None, False
    if digit is None:
        return float(total)
    return float(total + digit * (last // 10 if 100 <= last < 10_000 and not zero else 1))  # 三百五 is 350
