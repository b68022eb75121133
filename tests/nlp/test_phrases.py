"""Key phrases: nouns as the segmenter cuts them, names in quotation marks, the strongest first."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongbao.core.records import Article
from gongbao.core.words import load_segmenter
from gongbao.nlp.layout import lay_out
from gongbao.nlp.phrases import (
    FEWEST_PHRASES,
    LONGEST_PHRASE,
    MOST_PHRASES,
    PhraseFinder,
    inverse_document_frequencies,
)

FINDER = PhraseFinder(load_segmenter())
ARTICLE = Article(
    "户外劳动者驿站添了饮水机",
    (
        "青石区总工会在户外劳动者驿站添置饮水机，环卫工人和快递小哥随时能接上热水。",
        "驿站里的饮水机由区总工会统一维护，“暖蜂行动”还为快递小哥准备了雨衣。",
        "下一步，户外劳动者驿站将增加充电柜。",
    ),
)


def phrases_of(article: Article, finder: PhraseFinder = FINDER) -> list[str]:
    layout = lay_out(article)
    return [phrase.text for phrase in finder.find(layout, load_segmenter().cut(layout.text))]


def test_what_an_article_is_about_comes_first() -> None:
    found = phrases_of(ARTICLE)
    assert "饮水机" in found[:3]
    assert any("驿站" in phrase for phrase in found[:3])
    assert "暖蜂行动" in found


def test_phrases_are_few_short_and_none_holds_another() -> None:
    found = phrases_of(ARTICLE)
    assert FEWEST_PHRASES <= len(found) <= MOST_PHRASES
    assert all(2 <= len(phrase) <= LONGEST_PHRASE for phrase in found)
    assert not any(one in other for one in found for other in found if one is not other)


def test_the_strongest_weighs_one_and_the_others_less_and_less() -> None:
    layout = lay_out(ARTICLE)
    weights = [phrase.weight for phrase in FINDER.find(layout, load_segmenter().cut(layout.text))]
    assert weights[0] == 1
    assert weights == sorted(weights, reverse=True)


def test_a_phrase_is_found_by_searching_for_it() -> None:
    text = lay_out(ARTICLE).text
    assert all(phrase in text for phrase in phrases_of(ARTICLE))


def test_words_that_every_article_of_the_paper_has_are_none_alone() -> None:
    assert phrases_of(Article("职工和工会", ("工会的活动，职工的工会。",))) == []


def test_a_page_s_name_is_none() -> None:
    from gongbao.core.records import Page

    assert "综合新闻" not in phrases_of(Article("饮水机", ("饮水机到了。",), page=Page("3", "综合新闻")))


def test_rarer_words_have_higher_frequencies_in_the_list() -> None:
    table = inverse_document_frequencies()
    assert table["中国"] < table["职工"] < table["总工会"]
    assert len(table) > 50_000


def test_without_a_segmenter_words_still_weigh() -> None:
    assert phrases_of(ARTICLE, PhraseFinder(None))


@pytest.mark.parametrize("text", ["", "工", "No Chinese", "“" * 5000, "职工驿站" * 100_000, "驿" * 300_000])
def test_odd_articles_take_little_time(text: str) -> None:
    layout = lay_out(Article("", (text,)))
    words = load_segmenter().cut(layout.text)
    started = time.process_time()
    assert len(FINDER.find(layout, words)) <= MOST_PHRASES
    assert time.process_time() - started < 2


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("工会职工驿站饮水机“”《》，。 \nab12区"), max_size=120))
def test_every_phrase_stands_in_the_text(text: str) -> None:
    layout = lay_out(Article("题", (text,)))
    for phrase in FINDER.find(layout, load_segmenter().cut(layout.text)):
        assert phrase.text in layout.text
        assert 0 <= phrase.weight <= 1
