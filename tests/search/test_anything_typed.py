"""Whatever is typed gets an answer or a sentence, soon, from the parser and from every engine."""

from __future__ import annotations

import datetime
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongbao.core.errors import QueryError
from gongbao.core.records import TaggedArticle
from gongbao.search import SearchBackend
from gongbao.search.query import parse, render
from gongbao.search.query.syntax import And, Node, Not, Or, Period

MARKS = '()（）|｜-－−"＂“”„‟「」『』:：*?~^+![]{}\\/ 　\n\t…。，甲乙1aA\x00\x1f\ud800\u200b\U0001f600'
WORDS = [
    "OR",
    "或",
    "AND",
    "且",
    "NOT",
    "不含",
    "区:",
    "标题：",
    "日期:",
    "版:",
    "district:",
    "体裁:评论",
    "2021-07",
    "..",
]
PHRASES = [
    "有图",
    "无图",
    "头版",
    "去年",
    "近三个月",
    "人物:",
    "街道:",
    "摄影:",
    "建议:",
    "2021年7月",
    "工会",
    "送清凉",
    "body_pairs:",
    "_exists_:",
    "TO",
    " ",
]
KEYWORDS = ["有图", "头版", "-有图", "版:头版", "图片:无", "人物:", "建议:", "((", "))", "--", '"头版"']
DATES = [
    "今天",
    "去年",
    "近三个月",
    "上周",
    "7月",
    "2021年",
    "上半年",
    "第三季度",
    "十一",
    "至今",
    "last3months",
    "半年",
    "近",
]
DATED = st.lists(st.sampled_from([*DATES, "..", "-", "年", "月", "日", "近9999年", "个", "0", "12", " "]), max_size=6)
TYPED = st.lists(st.sampled_from([*MARKS, *WORDS, *PHRASES]), max_size=25).map("".join) | st.text(max_size=60)


@pytest.fixture(scope="module")
def archive(
    open_at: Callable[[Path], SearchBackend],
    tmp_path_factory: pytest.TempPathFactory,
    sample: tuple[TaggedArticle, ...],
    make: Callable[..., TaggedArticle],
) -> SearchBackend:
    index = open_at(tmp_path_factory.mktemp("archive"))
    index.index([*sample, make("odd", "甲乙", "a1 A\x00\x1f\U0001f600 (*)。", district="房山区")])
    return index


# Whatever the parser knows, though an engine has no index of it yet.
SPOKEN = st.lists(st.sampled_from([*MARKS, *WORDS, *PHRASES, *KEYWORDS, *DATES]), max_size=40).map("".join)
# Queries without a mistake, but for their depth and length.
WELL_FORMED = st.recursive(
    st.sampled_from(["甲", '"乙 丙"', "区:房山", "标题:(甲 或 -乙)", "日期:(去年 | 近7天..)", "有图", "头版", "*"]),
    lambda inner: st.one_of(
        inner.map(lambda part: f"({part})"),
        inner.map(lambda part: f"-({part})"),
        st.tuples(inner, st.sampled_from([" ", " 且 ", " 或 ", "|"]), inner).map("".join),
    ),
    max_leaves=40,
)


def _levels(node: Node) -> int:
    """How deep And, Or and Not are nested; none stands where it says nothing."""
    match node:
        case Not(part):
            assert not isinstance(part, Not)
            return 1 + _levels(part)
        case And(parts) | Or(parts):
            assert len(parts) > 1
            assert not any(type(part) is type(node) for part in parts)
            return 1 + max(map(_levels, parts))
        case _:
            return 0


def _read(query: str, today: datetime.date | None = None) -> Node | QueryError:
    """The tree, which written out is read as the same, or what was said."""
    try:
        tree = parse(query, today)
    except QueryError as error:
        assert 0 <= error.position <= len(query)  # noqa: PT017
        return error
    assert parse(render(tree)) == tree
    assert _levels(tree) <= 12
    return tree


@given(TYPED | SPOKEN)
def test_anything_typed_is_a_tree_or_a_mistake_with_a_place(query: str) -> None:
    answer = _read(query)
    assert not isinstance(answer, QueryError) or str(answer).endswith("。")


@given(WELL_FORMED)
def test_what_is_well_formed_is_understood_unless_it_is_too_deep(query: str) -> None:
    answer = _read(query)
    assert not isinstance(answer, QueryError) or "最多" in str(answer)


@given(DATED.map("".join), st.dates())
def test_any_date_typed_on_any_day_is_a_period_or_a_mistake(written: str, today: datetime.date) -> None:
    answer = _read(f'日期:"{written}"', today)
    if isinstance(answer, QueryError):
        assert answer.position == 3
    else:
        assert isinstance(answer, Period)
        assert not answer.first or not answer.last or answer.first <= answer.last


@given(query=TYPED)
def test_every_query_that_is_understood_is_answered(archive: SearchBackend, query: str) -> None:
    try:
        results = archive.search(query, limit=0, facets=("district", "year"))
    except QueryError:
        return
    assert len(results.hits) == results.total <= 8, ascii(query)
    for sort in ("date", "page"):
        assert {hit.id for hit in archive.search(query, sort=sort).hits} == {hit.id for hit in results.hits}
    assert archive.search(results.understood).total == results.total


@pytest.mark.parametrize(
    "query",
    [
        "工" * 10_000,
        "工" * 2_000,
        "工会职工活动" * 333,
        '"' + "一" * 1_990 + '"',
        "工会 " * 200,
        "工 或 " * 150 + "会",
        "-工 " * 190,
        "标题:(" + "甲 " * 190 + ")",
        "(" * 500,
        "(" * 39 + "工会" + ")" * 39,
        "-" * 40 + "工会",
        "或 或 或",
        "，。！？",
        "*?*?",
        "\U0001f600" * 500,
        "\x00" * 1_000,
        "区:" * 300,
        "的 " * 200,
    ],
    ids=range(18),
)
def test_the_worst_queries_take_less_than_a_second(archive: SearchBackend, query: str) -> None:
    begin = time.process_time()
    with suppress(QueryError):
        archive.search(query, facets=("district",))
    assert time.process_time() - begin < 1


def test_the_grammar_is_loaded_with_the_first_query_and_kept() -> None:
    program = "import sys, gongbao.search, gongbao.search.query; sys.exit('lark' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
    parse("工会")
    begin = time.process_time()
    for _ in range(200):
        parse("送清凉 (快递员 或 外卖员) -区:房山 日期:近三个月")
    assert time.process_time() - begin < 200 * 0.001
