"""Any number is read back from any form in which a newspaper may write it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongbao.nlp.figures import chinese_number, find_figures
from gongbao.nlp.layout import plain_layout
from gongbao.nlp.numerals import read_number

_DIGITS = "零一二三四五六七八九"
_FULL_WIDTH = str.maketrans("0123456789.,", "０１２３４５６７８９．，")
_MOST = 10**12
whole = st.integers(1, _MOST - 1)


def _section(number: int) -> str:
    """A number below ten thousand in Chinese numerals."""
    written, zero = "", False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, power)
        if digit:
            written += ("零" if zero and written else "") + _DIGITS[digit] + name
            zero = False
        else:
            zero = True
    return written


def chinese(number: int) -> str:
    """Any number below 10**12 as it is spelt out: 三千零五万零二十."""
    written, before = "", 0
    for power, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        section, number = divmod(number, power)
        if section:
            gap = written and (section < 1000 or before)
            written += ("零" if gap else "") + _section(section) + name
        before = 0 if section else before
    return written


def read(written: str) -> float:
    (figure,) = find_figures(plain_layout(f"发放{written}份"))
    assert figure.text == f"{written}份"
    assert figure.unit == "份"
    return figure.value


@given(whole)
def test_digits_are_read_with_and_without_commas_in_either_width(number: int) -> None:
    for written in (str(number), f"{number:,}"):
        assert read(written) == number
        assert read(written.translate(_FULL_WIDTH)) == number


@given(whole)
def test_chinese_numerals_are_read(number: int) -> None:
    assert chinese_number(chinese(number)) == number


@given(st.integers(11, _MOST - 1).filter(lambda number: number % 10))
def test_chinese_numerals_are_found_with_their_unit(number: int) -> None:
    assert read(chinese(number)) == number


@given(st.integers(1, 9999), st.integers(0, 99), st.sampled_from([("万", 4), ("亿", 8), ("万亿", 12), ("千", 3)]))
def test_decimals_with_a_scale_are_read(number: int, decimals: int, scale: tuple[str, int]) -> None:
    written = f"{number}.{decimals:02}"
    assert read(written + scale[0]) == pytest.approx(float(written) * 10 ** scale[1], rel=1e-12)


@given(st.integers(1, 99), st.integers(1, 9999))
def test_digits_with_two_scales_are_read(high: int, low: int) -> None:
    assert read(f"{high}亿{low}万") == high * 10**8 + low * 10**4


@given(st.integers(1, 9999), st.sampled_from(["余", "多"]), st.sampled_from(["", "万", "亿"]))
def test_about_is_marked_wherever_it_stands(number: int, more: str, scale: str) -> None:
    (figure,) = find_figures(plain_layout(f"发放{number}{more}{scale}份"))
    assert figure.approximate
    assert figure.value == number * {"": 1, "万": 10**4, "亿": 10**8}[scale]
    (before,) = find_figures(plain_layout(f"发放近{number}{scale}份"))
    assert before.approximate


@given(st.integers(0, 9999), st.sampled_from(["%", "％", "个百分点"]))
def test_shares_are_read(number: int, sign: str) -> None:
    found = find_figures(plain_layout(f"占{number / 100:g}{sign}"))
    assert [one.value for one in found] == ([pytest.approx(number / 10_000)] if number else [])


@given(st.integers(1, 99))
def test_shares_in_words_are_read(number: int) -> None:
    (figure,) = find_figures(plain_layout(f"占百分之{chinese(number)}"))
    assert figure.value == pytest.approx(number / 100)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10),
        ("一百零五", 105),
        ("三百五", 350),
        ("一万二", 12_000),
        ("一九九八", 1998),
        ("二〇", 20),
        ("两万余", 20_000),
        ("三万亿", 3e12),
        ("三点五万", 35_000),
        ("贰拾", 20),
        ("3万5千", 35_000),
    ],
)
def test_a_numeral_has_a_value(text: str, value: float) -> None:
    assert read_number(text) == value


@pytest.mark.parametrize("text", ["", "百千", "三五", "七八十", "十七八", "十几", "5万3亿", "点五"])
def test_what_is_no_number_or_not_known_has_none(text: str) -> None:
    assert read_number(text) is None


@given(st.text(alphabet="0５一十百万亿点.，余几至%成分之个份年第-“”", max_size=30))
def test_any_row_of_signs_gives_figures_that_stand_where_they_say(text: str) -> None:
    for figure in find_figures(plain_layout(text)):
        assert text[figure.start : figure.end] == figure.text
        assert figure.value > 0
