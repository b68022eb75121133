"""What a query means: the tree it becomes, and the sentence at the place of a mistake."""

from __future__ import annotations

import datetime

import pytest

from gongbao.core.errors import QueryError
from gongbao.search.query import And, Everything, Label, Node, Not, Or, Period, String, Term, advice, parse, render

JULY = Period(datetime.date(2021, 7, 1), datetime.date(2021, 7, 31))


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("工会", Term("工会")),
        ("　工会\t活动 ", And((Term("工会"), Term("活动")))),
        ("A-1 2021-07", And((Term("A-1"), Term("2021-07")))),
        ("送*", Term("送*")),
        ("3:30", Term("3:30")),
        ("：工会", Term("：工会")),
        ("甲 乙 或 丙", Or((And((Term("甲"), Term("乙"))), Term("丙")))),
        ("甲 (乙 | 丙)", And((Term("甲"), Or((Term("乙"), Term("丙")))))),
        ("甲|-乙", Or((Term("甲"), Not(Term("乙"))))),
        ("−甲", Not(Term("甲"))),
        ("or 或者", And((Term("or"), Term("或者")))),
        ("*", Everything()),
        ("标题:*", Term("*", "headline")),
        ("标题:(甲 \"乙\")", And((Term("甲", "headline"), String("乙", "headline")))),
        ("区: 房山", Label("district", "房山")),
        ('District："房山区"', Label("district", "房山区", whole=True)),
        ("版:第03版", Label("page_number", "3", whole=True)),
        ("版:工会", Label("page", "工会")),
        ("体裁:评论", Label("kind", "commentary", whole=True)),
    ],
)  # fmt: skip
def test_a_query_is_read_as(query: str, tree: Node) -> None:
    assert parse(query) == tree


@pytest.mark.parametrize(
    ("query", "string"),
    [
        ('"送清凉"', "送清凉"),
        ("“送清凉”", "送清凉"),
        ("”送清凉”", "送清凉"),
        ("„送清凉”", "送清凉"),
        ("‟送清凉”", "送清凉"),
        ("「送清凉」", "送清凉"),
        ("『送清凉』", "送清凉"),
        ("＂送清凉＂", "送清凉"),
        ('"“我为"', "“我为"),
        ('"我为”职"', "我为”职"),
        ('"＂"', "＂"),
        ('"他说""好"""', '他说"好"'),
        ('""""', '"'),
        ("“一””二”", "一”二"),
        ("““我为”", "“我为"),
        ('" "', " "),
        ('"(甲 OR -乙)"', "(甲 OR -乙)"),
    ],
)
def test_a_string_is_closed_by_its_own_partner_only(query: str, string: str) -> None:
    assert parse(query) == String(string)


def test_a_closing_mark_inside_a_word_is_a_character_of_it() -> None:
    assert parse("活动”中") == Term("活动”中")


@pytest.mark.parametrize(
    ("written", "period"),
    [
        ("2021-07", JULY),
        ("2021年7月", JULY),
        ("２０２１．７", JULY),
        ("2021/7", JULY),
        ("202107", JULY),
        ("2021-07-01..2021-07-31", JULY),
        ("20210701～20210731", JULY),
        ("2021年7月1日至2021年7月31日", JULY),
        ("2021-07…2021-07", JULY),
        ("2021..", Period(datetime.date(2021, 1, 1), None)),
        ("..2021-02", Period(None, datetime.date(2021, 2, 28))),
        ("2020-02-29", Period(datetime.date(2020, 2, 29), datetime.date(2020, 2, 29))),
    ],
)
def test_a_period_is_read_as(written: str, period: Period) -> None:
    assert parse(f"日期：{written}") == period


@pytest.mark.parametrize(
    ("query", "position", "sentence"),
    [
        ("", 0, "检索式是空的"),
        ("送清凉 区域:房山", 4, "没有叫“区域”的字段，是不是“区:”？"),
        ("送清凉区:房山", 0, "没有叫“送清凉区”的字段，是不是“区:”？"),
        ("送清凉 标体:房山", 4, "是不是“标题:”？"),
        ("送清凉 区:", 4, "“区:”后面没有内容：例如 区:房山"),
        ("区: 或 甲", 0, "“区:”后面没有内容"),
        ("送清凉 (甲 乙", 4, "左括号没有配对"),
        ("送清凉)", 3, "多了一个右括号"),
        ("甲 () 乙", 2, "括号里没有内容"),
        ("甲 或", 2, "后面缺少内容"),
        ("或 甲", 0, "前面缺少内容"),
        ("甲 或 且 乙", 4, "前面缺少内容"),
        ("(甲 或)", 4, "右括号前面缺少内容"),
        ("甲 -", 2, "减号后面要紧跟着"),
        ("甲 “乙", 2, "引号没有配对：请在后面补上 ”"),
        ('甲 ""', 2, "引号里没有要找的文字"),
        ("甲 日期:2021-13", 5, "日期“2021-13”不存在"),
        ("日期:2021-00", 3, "不存在"),
        ("日期:去年夏天", 3, "看不懂"),
        ("日期:..", 3, "看不懂"),
        ("日期:2021..2022..2023", 3, "看不懂"),
        ("日期:2022..2021", 3, "起止颠倒"),
        ("体裁:小说", 3, "体裁没有“小说”：可以是 报道、图片新闻、评论、公告"),
        ("标题:(区:房山)", 4, "不能放在“标题:”里面"),
        ("甲\ud800", 1, "残缺的字符"),
        ("甲" * 2001, 2000, "最多 2000"),
        ("甲 " * 201, 400, "检索词太多"),
        ("(" * 500 + "甲" + ")" * 500, 40, "套得太深"),
        ("-" * 500 + "甲", 40, "套得太深"),
    ],
)
def test_a_mistake_is_explained_at_its_place(query: str, position: int, sentence: str) -> None:
    with pytest.raises(QueryError, match=sentence) as mistake:
        parse(query)
    assert mistake.value.position == position
    assert mistake.value.query == query
    assert str(mistake.value).endswith("。")


@pytest.mark.parametrize(
    "query",
    [
        "甲 乙 或 丙",
        "-(甲 乙)",
        "-(甲 或 乙) 丙",
        "(甲 (乙 丙)) 或 (丁 或 戊)",
        "日期:2021..",
        '标题:"他说""好"""',
        "版:A01",
    ],
)
def test_what_is_understood_means_the_same_again(query: str) -> None:
    assert parse(render(parse(query))) == parse(query)


@pytest.mark.parametrize(
    ("query", "words"),
    [("甲 or 乙", ("OR",)), ("甲 Or 乙 and 丙", ("OR", "AND")), ("甲 OR 乙", ()), ('"甲 or 乙"', ()), ("organ", ())],
)
def test_operators_in_lower_case_are_pointed_out(query: str, words: tuple[str, ...]) -> None:
    said = advice(query)
    assert bool(said) == bool(words)
    assert all(word in said for word in words)
