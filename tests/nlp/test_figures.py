"""Figures: the number, its unit and what it counts."""

from __future__ import annotations

import pytest

from gongbao.core.records import Article
from gongbao.nlp.figures import chinese_number, find_figures
from gongbao.nlp.layout import lay_out


@pytest.mark.parametrize(
    ("text", "value", "unit", "counted", "approximate"),
    [
        ("发放3123份“清凉包”", 3123, "份", "清凉包", False),
        ("准备了清凉包550份", 550, "份", "清凉包", False),
        ("会员总数7万余人", 70_000, "人", "会员", True),
        ("筹集资金１．８３亿元", 183_000_000, "元", "资金", False),
        ("共有工会组织700余家", 700, "家", "工会组织", True),
        ("三千五百名职工参加", 3500, "名", "职工", False),
        ("近1,200户困难职工家庭", 1200, "户", "困难职工家庭", True),
        ("占比25.6%", 0.256, "%", "占比", False),
        ("九十五岁的老人", 95, "岁", "", False),
        ("全市二十万名会员", 200_000, "名", "会员", False),
    ],
)
def test_a_figure_is_read(text: str, value: float, unit: str, counted: str, approximate: bool) -> None:
    (figure,) = find_figures(lay_out(Article("", (text,))))
    assert (figure.value, figure.unit, figure.counted, figure.approximate) == (value, unit, counted, approximate)
    assert text[figure.start : figure.end] == figure.text


@pytest.mark.parametrize(
    "text", ["2021年7月16日", "第三届", "第3期培训班", "一个人", "三位一体", "晚上8点30分", "13800138000", "二楼"]
)
def test_a_date_an_ordinal_or_an_idiom_is_no_figure(text: str) -> None:
    assert find_figures(lay_out(Article("", (text,)))) == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [("十", 10), ("二十", 20), ("一百零五", 105), ("三千五百", 3500), ("一九九八", 1998), ("两百", 200)],
)
def test_a_chinese_numeral_has_a_value(text: str, value: float) -> None:
    assert chinese_number(text) == value


def test_what_is_no_numeral_has_none() -> None:
    assert chinese_number("") is None
    assert chinese_number("百千") is None
