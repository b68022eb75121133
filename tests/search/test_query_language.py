"""What a query means: the tree it becomes, and the sentence at the place of a mistake."""

from __future__ import annotations

import datetime

import pytest

from gongbao.core.errors import QueryError
from gongbao.search.query import advice, parse, render, without_filters
from gongbao.search.query.syntax import And, Everything, Label, Node, Not, Or, Period, String, Term

TODAY = datetime.date(2022, 3, 31)  # a Thursday
PICTURED = Label("pictured", "yes", whole=True)
FRONT = Label("front", "yes", whole=True)
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
        ("人名:时传祥 街乡:长阳镇", And((Label("person", "时传祥"), Label("street", "长阳镇")))),
        ("建议标签:送清凉", Label("suggested", "送清凉")),
        ("摄影:赵小满 通讯员:李岚", And((Label("photographer", "赵小满"), Label("correspondent", "李岚")))),
        ("署名:李岚", Label("byline", "李岚")),
        ("区:(房山 -(大兴 \"丰台区\"))", And((
            Label("district", "房山"), Not(And((Label("district", "大兴"), Label("district", "丰台区", whole=True)))),
        ))),
        ("有图", PICTURED),
        ("-有图 工会", And((Not(PICTURED), Term("工会")))),
        ("无图 或 头版", Or((Label("pictured", "no", whole=True), FRONT))),
        ("图片:有 版:头版 page:Front", And((PICTURED, FRONT, FRONT))),
        ("Pictured:NO", Label("pictured", "no", whole=True)),
        ("版:(头版 或 2)", Or((FRONT, Label("page_number", "2", whole=True)))),
        ('"有图" 版:"头版"', And((String("有图"), Label("page", "头版", whole=True)))),
        ("标题:(有图 头版)", And((Term("有图", "headline"), Term("头版", "headline")))),
        ("有图有真相", Term("有图有真相")),
        ("甲 (乙 (丙 丁))", And((Term("甲"), Term("乙"), Term("丙"), Term("丁")))),
        ("甲|(乙 或 ((丙)))", Or((Term("甲"), Term("乙"), Term("丙")))),
        ("甲 --(乙 丙) ---丁", And((Term("甲"), Term("乙"), Term("丙"), Not(Term("丁"))))),
        ("-(-标题:(-甲))", Not(Term("甲", "headline"))),
        ("(" * 200 + "甲" + ")" * 200, Term("甲")),
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
    ("written", "understood"),
    [
        ("今天", "2022-03-31"),
        ("yesterday", "2022-03-30"),
        ("前天", "2022-03-29"),
        ("本周", "2022-03-28..2022-04-03"),
        ("上周", "2022-03-21..2022-03-27"),
        ("本月", "2022-03-01..2022-03-31"),
        ("上个月", "2022-02-01..2022-02-28"),
        ("今年", "2022-01-01..2022-12-31"),
        ("去年", "2021-01-01..2021-12-31"),
        ("LastYear", "2021-01-01..2021-12-31"),
        ("前年", "2020-01-01..2020-12-31"),
        ("近一个月", "2022-02-28..2022-03-31"),
        ("近三个月", "2021-12-31..2022-03-31"),
        ("最近３个月", "2021-12-31..2022-03-31"),
        ("last3months", "2021-12-31..2022-03-31"),
        ("最近半年", "2021-09-30..2022-03-31"),
        ("近一年", "2021-03-31..2022-03-31"),
        ("近7天", "2022-03-24..2022-03-31"),
        ("近两周", "2022-03-17..2022-03-31"),
        ("近九十九天", "2021-12-22..2022-03-31"),
        ("去年7月", "2021-07-01..2021-07-31"),
        ("去年十一月", "2021-11-01..2021-11-30"),
        ("今年3月5日", "2022-03-05"),
        ("2021年上半年", "2021-01-01..2021-06-30"),
        ("去年下半年", "2021-07-01..2021-12-31"),
        ("2021年第三季度", "2021-07-01..2021-09-30"),
        ("2021年三季度", "2021-07-01..2021-09-30"),
        ("2021Q4", "2021-10-01..2021-12-31"),
        ("2021h2", "2021-07-01..2021-12-31"),
        ("2020..去年", "2020-01-01..2021-12-31"),
        ("去年..", "2021-01-01.."),
        ("2020年上半年..2021-07", "2020-01-01..2021-07-31"),
        ("2021年7月至今", "2021-07-01..2022-03-31"),
        ("～昨天", "..2022-03-30"),
    ],
)
def test_a_date_is_counted_from_today_and_written_out(written: str, understood: str) -> None:
    assert render(parse(f"日期:{written}", TODAY)) == f"日期:{understood}"


def test_without_a_clock_given_today_is_today() -> None:
    before, read, after = datetime.date.today(), parse("日期:今天"), datetime.date.today()  # noqa: DTZ011
    assert isinstance(read, Period)
    assert read.first in (before, after)
    assert read.last == read.first


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
        ("工会 日期:7月", 6, "没有写年份：请写成 2021年7月、今年7月"),
        ("日期:2021年7月至8月", 3, "“8月”没有写年份"),
        ("日期:三季度", 3, "没有写年份"),
        ("日期:2021年春节", 3, "看不懂"),
        ("日期:2021年十一", 3, "看不懂"),
        ("日期:近一百天", 3, "看不懂"),
        ("日期:近0天", 3, "不存在"),
        ("日期:近9999年", 3, "不存在"),
        ("日期:今年2月30日", 3, "不存在"),
        ("日期:今天..昨天", 3, "起止颠倒"),
        ("月份:7", 0, "没有叫“月份”的字段，是不是“日期:”？"),
        ("摄象:李岚", 0, "是不是“摄影:”？"),
        ("街道办:长阳", 0, "是不是“街道:”？"),
        ("图片:三张", 3, "图片没有“三张”：可以是 有、无"),
        ("区:-房山", 2, "要写在字段的前面：例如 -区:房山"),
        ("甲 (乙 (丙", 5, "左括号没有配对"),
        ("甲 (", 2, "没有写完，“\\(”后面缺少内容"),
        (") 甲", 0, "右括号前面缺少内容"),
        ("标题:\u200b", 3, "只有看不见的字符"),
        ("体裁:小说", 3, "体裁没有“小说”：可以是 报道、图片新闻、评论、公告"),
        ("标题:(区:房山)", 4, "不能放在“标题:”里面"),
        ("标题:区:房山", 3, "“区:”不能放在“标题:”里面"),
        ("甲\ud800", 1, "残缺的字符"),
        ("甲" * 2001, 2000, "最多 2000"),
        ("甲 " * 201, 400, "检索词太多"),
        ("(" * 500 + "甲" + ")" * 500, 200, "套得太深，最多能写 200 层"),
        ("-" * 500 + "甲", 200, "套得太深"),
        ("日期:(" + "今年|" * 99 + "今年)", 0, "写全了"),
    ],
)
def test_a_mistake_is_explained_at_its_place(query: str, position: int, sentence: str) -> None:
    with pytest.raises(QueryError, match=sentence) as mistake:
        parse(query)
    assert mistake.value.position == position
    assert mistake.value.query == query
    assert str(mistake.value).endswith("。")


@pytest.mark.parametrize(
    ("deepest", "too_deep", "place"),
    [
        ("甲 (乙|" * 6 + "丙" + ")" * 6, "甲 (乙|" * 6 + "(丙 丁)" + ")" * 6, 30),
        ("甲 (乙|" * 6 + "丙" + ")" * 6, "甲 (乙|" * 6 + "丙 丁" + ")" * 6, 27),
        ("甲 (乙|" * 6 + "丙" + ")" * 6, "甲 (乙|" * 6 + "-丙" + ")" * 6, 30),
        ("-(甲 " * 6 + "乙" + ")" * 6, "-(甲 " * 6 + "-乙" + ")" * 6, 24),
        ("-(甲 " * 6 + "((乙))" + ")" * 6, "-(甲 " * 6 + "((乙|丙))" + ")" * 6, 25),
    ],
)
def test_twelve_levels_can_be_nested_and_the_thirteenth_is_pointed_at(deepest: str, too_deep: str, place: int) -> None:
    assert parse(render(parse(deepest))) == parse(deepest)
    with pytest.raises(QueryError, match="最多 12 层") as mistake:
        parse(too_deep)
    assert mistake.value.position == place


@pytest.mark.parametrize(
    "query",
    [
        "甲 乙 或 丙",
        "有图 -头版 无图",
        "日期:近三个月 日期:..昨天",
        '“他说"好"”',
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


@pytest.mark.parametrize(
    ("query", "field", "left"),
    [
        ("区:房山", "district", "*"),
        ("工会 区:房山", "district", "工会"),
        ("工会 劳模 区:房山 区:大兴", "district", "工会 劳模"),
        ("工会 区:房山 主题:送清凉", "district", "工会 主题:送清凉"),
        ("区:(房山 或 大兴) 工会", "district", "工会"),
        ("区:房山 或 工会", "district", "区:房山 或 工会"),
        ("(区:房山 或 主题:送清凉) 工会", "district", "(区:房山 或 主题:送清凉) 工会"),
        ("-区:房山 工会", "district", "-区:房山 工会"),
        ("工会 版:(3 或 综合) 头版", "page", "工会"),
        ("工会 版:3 头版", "front", "工会 版:3"),
        ("工会 (日期:2021 或 日期:..2019)", "date", "工会"),
        ("日期:2021 有图", "date", "有图"),
        ("日期:2021 有图", "pictured", "日期:2021-01-01..2021-12-31"),
        ("摄影:李岚 记者:李岚", "byline", "摄影:李岚"),
        ("标题:房山", "district", "标题:房山"),
    ],
)
def test_a_query_without_its_filters_on_a_field_is(query: str, field: str, left: str) -> None:
    assert render(without_filters(parse(query), field)) == left
