"""Figures: the number, its unit and what it counts; what is none."""

from __future__ import annotations

import pytest

from gongbao.core.annotations import Figure
from gongbao.core.records import Article
from gongbao.nlp.figures import PER_CENT, find_figures
from gongbao.nlp.layout import MOST_FOUND, lay_out, plain_layout
from gongbao.nlp.tagger import Tagger


def figures_of(tagger: Tagger, text: str) -> list[Figure]:
    return list(tagger.annotate(Article("", (text,))).figures)


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
        ("入会率达到98%", 0.98, PER_CENT, "入会率", False),
        ("全市二十万名会员", 200_000, "名", "会员", False),
        ("送去总价值15万元的慰问品", 150_000, "元", "慰问品", False),
        ("发放慰问品共计3000份", 3000, "份", "慰问品", False),
        ("12.5万元慰问金", 125_000, "元", "慰问金", False),
        ("3名来自基层一线的职工代表", 3, "名", "职工代表", False),
        ("3场“春送岗位”招聘会", 3, "场", "春送岗位招聘会", False),
        ("30个职工“暖心驿站”", 30, "个", "职工暖心驿站", False),
        ("表彰15名优秀所长", 15, "名", "优秀所长", False),
        ("百余名快递小哥", 100, "名", "快递小哥", True),
        ("全区充电桩2000个", 2000, "个", "充电桩", False),
        ("20家非公企业建会", 20, "家", "非公企业", False),
        ("1276.9亿元人民币", 127_690_000_000, "元", "", False),
        ("发出防暑物品1400份", 1400, "份", "防暑物品", False),
        ("为期5个多月", 5, "个月", "", True),
        ("排练一个半小时、两个半月", 2.5, "个月", "", False),
        ("抚慰十八位患病职工", 18, "位", "患病职工", False),
    ],
)
def test_a_figure_is_read(tagger: Tagger, text: str, value: float, unit: str, counted: str, approximate: bool) -> None:
    (figure,) = figures_of(tagger, text)
    assert (figure.value, figure.unit, figure.counted, figure.approximate) == (value, unit, counted, approximate)
    assert text[figure.start : figure.end] == figure.text


@pytest.mark.parametrize(
    ("text", "value", "approximate"),
    [
        ("百分之十五的职工", 0.15, False),
        ("百分之三点五", 0.035, False),
        ("千分之五", 0.005, False),
        ("三成职工", 0.3, False),
        ("近七成受访者", 0.7, True),
        ("七成五的受访者", 0.75, False),
        ("三分之二的会员", 0.666667, False),
        ("上升3个百分点", 0.03, False),
        ("占80%以上", 0.8, True),
    ],
)
def test_a_share_is_a_number_below_one(tagger: Tagger, text: str, value: float, approximate: bool) -> None:
    (figure,) = figures_of(tagger, text)
    assert (figure.value, figure.unit, figure.approximate) == (value, PER_CENT, approximate)


def test_each_of_two_numbers_counts_its_own_thing(tagger: Tagger) -> None:
    found = figures_of(tagger, "工会为1200名职工送去3123份清凉包。")
    assert [(one.value, one.unit, one.counted) for one in found] == [(1200, "名", "职工"), (3123, "份", "清凉包")]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("每人补助3至5万元", 30_000, 50_000),
        ("每人补助3万至5万元", 30_000, 50_000),
        ("每人补助3000元—5000元", 3000, 5000),
        ("每组三到五名队员", 3, 5),
        ("约占10%~15%", 0.1, 0.15),
    ],
)
def test_of_a_range_the_upper_end_is_a_part(tagger: Tagger, text: str, low: float, high: float) -> None:
    lower, upper = figures_of(tagger, text)
    assert (lower.value, lower.part, lower.approximate) == (low, False, True)
    assert (upper.value, upper.part, upper.approximate) == (high, True, True)


def test_what_stands_after_among_them_is_a_part_of_what_has_its_unit(tagger: Tagger) -> None:
    found = figures_of(tagger, "新会员300人，其中女职工120人，建起小家5个。全区有职工800人。")
    assert [(one.value, one.part) for one in found] == [(300, False), (120, True), (5, False), (800, False)]


@pytest.mark.parametrize(
    "text",
    [
        "2021年7月16日",
        "第三届",
        "第3期培训班",
        "第3、4期培训班",
        "一个人",
        "三位一体",
        "晚上8点30分",
        "13800138000",
        "010-12345678",
        "二楼",
        "九十五岁的老人",
        "以3比1获胜",
        "全天7×24小时值守",
        "G7次列车",
        "五一节期间",
        "牢记“四个意识”",
        "数百名职工",
        "十几名职工",
        "两三百名职工",
        "获得前3名",
        "10部门联合印发",
        "两位数增长",
        "百名劳模",
    ],
)
def test_a_date_an_ordinal_an_unknown_number_or_an_idiom_is_no_figure(tagger: Tagger, text: str) -> None:
    assert figures_of(tagger, text) == []


@pytest.mark.parametrize("text", ["3支队伍", "3种植物", "27个税务所", "5个体育馆", "3组成员", "20家电商"])
def test_a_unit_that_makes_another_word_with_the_noun_after_it_is_a_unit_all_the_same(text: str) -> None:
    assert len(find_figures(plain_layout(text))) == 1


def test_an_article_of_a_megabyte_or_of_ten_thousand_figures_is_bounded() -> None:
    many = lay_out(Article("", ("为1200名职工送去3123份清凉包，" * 50_000,)))
    assert len(find_figures(many)) == MOST_FOUND
    for row in ("1", "百", "9,", "3至", "万份", "分之", "3至5份"):
        assert len(find_figures(plain_layout(row * (300_000 // len(row))))) <= MOST_FOUND
