"""Whatever is typed gets an answer or a sentence, soon, from the parser and from every engine."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongbao.core.errors import QueryError
from gongbao.core.records import TaggedArticle
from gongbao.core.words import Segmenter
from gongbao.search import SearchBackend, open_backend
from gongbao.search.query import parse, render

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
PHRASES = ["2021年7月", "工会", "送清凉", "body_pairs:", "_exists_:", "TO", " "]
TYPED = st.lists(st.sampled_from([*MARKS, *WORDS, *PHRASES]), max_size=25).map("".join) | st.text(max_size=60)


@pytest.fixture(scope="module")
def archive(
    engine: str,
    segmenter: Segmenter,
    tmp_path_factory: pytest.TempPathFactory,
    sample: tuple[TaggedArticle, ...],
    make: Callable[..., TaggedArticle],
) -> SearchBackend:
    folder: Path = tmp_path_factory.mktemp(engine)
    index = open_backend(engine, folder / "index", segmenter)
    index.index([*sample, make("odd", "甲乙", "a1 A\x00\x1f\U0001f600 (*)。", district="房山区")])
    return index


@given(TYPED)
def test_anything_typed_is_a_tree_or_a_mistake_with_a_place(query: str) -> None:
    mistake = None
    try:
        assert parse(render(parse(query))) == parse(query)
    except QueryError as error:
        mistake = error
    assert mistake is None or 0 <= mistake.position <= len(query)


@given(query=TYPED)
def test_every_query_that_is_understood_is_answered(archive: SearchBackend, query: str) -> None:
    try:
        results = archive.search(query, limit=0, facets=("district", "year"))
    except QueryError:
        return
    assert len(results.hits) == results.total <= 8
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
