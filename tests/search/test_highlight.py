"""Highlights stand where the words stand in the text as printed, however it was folded to find them."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongbao.core.normal import normalise
from gongbao.core.records import Credit, Picture, TaggedArticle
from gongbao.search import Hit, SearchBackend
from gongbao.search.highlight import PASSAGE, SNIPPETS, find_spans

MakeArticle = Callable[..., TaggedArticle]


@pytest.mark.parametrize(
    ("text", "needle", "marked"),
    [
        ("参加活动的职工说，职工之家好", "职工", ["职工", "职工"]),
        ("共３１２３份", "3123", ["３１２３"]),
        ("等一等……再说", "...", ["……"]),
        ("等一等…再说", "..再", ["…再"]),
        ("送　 \n清凉", "送 清", ["送　 \n清"]),
        ("CAFE\u0301 开业", "café 开", ["CAFE\u0301 开"]),
        ("工\u200b会工会", "工会", ["工\u200b会工会"]),
        ("哈哈哈", "哈哈", ["哈哈哈"]),
        ("㎡和M2", "m2", ["㎡", "M2"]),
        ("没有", "别的", []),
        ("", "甲", []),
    ],
)
def test_spans_are_carried_back_to_the_printed_text(text: str, needle: str, marked: list[str]) -> None:
    assert [text[start:end] for start, end in find_spans(text, [needle])] == marked


@given(
    st.text(st.sampled_from("工会 　\n…ＡaÅA\u030a\u0301\u200b㎡ｶﾞ１1𠮷é"), max_size=15),
    st.integers(0, 14),
    st.integers(1, 4),
)
def test_every_span_folds_to_something_that_holds_the_needle(text: str, start: int, length: int) -> None:
    needle = normalise(text[start : start + length])
    spans = find_spans(text, [needle]) if needle else ()
    assert bool(spans) == bool(needle and needle in normalise(text))
    assert all(needle in normalise(text[begin:end]) for begin, end in spans)
    assert all(one.end < other.start for one, other in pairwise(spans))


def only_hit(index: SearchBackend, query: str) -> Hit:
    (hit,) = index.search(query).hits
    return hit


def marked(hit: Hit) -> list[str]:
    return [snippet.text[start:end] for snippet in hit.snippets for start, end in snippet.highlights]


def test_a_hit_shows_the_passages_with_most_of_what_was_asked(index: SearchBackend, make: MakeArticle) -> None:
    filler = "这一段讲的是别的事情。" * 12
    paragraphs = [filler + "塔吊司机。" + filler, filler, filler + "塔吊和冰柜。", "冰柜到了。", "冰柜走了。" + filler]
    index.index([make("one", "工地上的冰柜", *paragraphs)])
    hit = only_hit(index, "塔吊 冰柜")
    assert [(snippet.field, snippet.index) for snippet in hit.snippets] == [
        ("paragraph", 0),
        ("paragraph", 2),
        ("paragraph", 3),
    ]
    assert len(hit.snippets) == SNIPPETS
    for snippet in hit.snippets:
        whole = paragraphs[snippet.index]
        assert whole[snippet.start :].startswith(snippet.text)
        assert len(snippet.text) <= PASSAGE
        assert snippet.complete == (snippet.start == 0, snippet.start + len(snippet.text) == len(whole))
    assert marked(hit) == ["塔吊", "塔吊", "冰柜", "冰柜"]
    assert [hit.headline[start:end] for start, end in hit.headline_highlights] == ["冰柜"]


def test_where_the_string_is_not_there_its_words_are_marked(index: SearchBackend, make: MakeArticle) -> None:
    index.index([make("one", "送水果", "西瓜已经运到。")])
    assert marked(only_hit(index, "西瓜水果")) == ["西瓜"]
    assert only_hit(index, "西瓜水果").headline_highlights == ((1, 3),)


def test_what_is_excluded_or_filtered_is_not_marked(index: SearchBackend, make: MakeArticle) -> None:
    index.index([make("one", "房山职工", "房山的职工。", district="房山区")])
    hit = only_hit(index, "职工 区:房山 -大兴")
    assert marked(hit) == ["职工"]
    assert hit.headline_highlights == ((2, 4),)


def test_a_term_for_the_headline_is_marked_there_only(index: SearchBackend, make: MakeArticle) -> None:
    index.index([make("one", "职工之家", "职工来了。", kicker="职工身边")])
    hit = only_hit(index, "标题:职工")
    assert (hit.headline_highlights, hit.kicker_highlights, marked(hit)) == (((0, 2),), (), [])


def test_without_anything_to_mark_a_hit_shows_how_the_article_begins(index: SearchBackend, make: MakeArticle) -> None:
    index.index([make("one", "职工之家", "开头。" * 60, dateline="本报讯")])
    (snippet,) = only_hit(index, "*").snippets
    assert (snippet.field, snippet.start, snippet.highlights, snippet.complete) == ("paragraph", 0, (), (True, False))


def test_captions_and_credits_are_shown_as_what_they_are(index: SearchBackend, make: MakeArticle) -> None:
    picture = Picture("塔吊下的绿豆汤", (Credit("赵小满", "摄影"),))
    index.index([make("one", "图", "正文。", pictures=(picture, picture))])
    shown = [(snippet.field, snippet.index) for snippet in only_hit(index, '"绿豆汤"').snippets]
    assert shown == [("caption", 0), ("caption", 1)]
    assert only_hit(index, "赵小满").snippets[0].field == "credit"


def test_a_long_string_is_shown_whole(index: SearchBackend, make: MakeArticle) -> None:
    string = "职工之家建设" * 30
    index.index([make("one", "图", f"开头。{string}结尾。")])
    assert marked(only_hit(index, f'"{string}"')) == [string]
