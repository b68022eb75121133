"""Extracts for lists: whole sentences, as printed, in reading order."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongbao.core.annotations import Passage, Phrase
from gongbao.core.records import Article, Picture
from gongbao.nlp.extract import LONGEST_EXTRACT, find_extract
from gongbao.nlp.layout import lay_out

LEAD = "7月28日，青石区总工会为户外劳动者驿站添置了饮水机。"


def extract_of(article: Article, *phrases: str) -> tuple[Passage, ...]:
    return find_extract(lay_out(article), [Phrase(text, 1.0) for text in phrases])


def texts_of(article: Article, *phrases: str) -> list[str]:
    return [passage.text for passage in extract_of(article, *phrases)]


@pytest.mark.parametrize(
    "prefix",
    [
        "",
        "本报讯　",
        "本报讯（记者 沈南 通讯员 周晓）",
        "新华社北京7月8日电（记者 沈南）",
        "（记者 沈南）",
        "　　本报讯 (记者 沈南)　",
    ],
)
def test_dateline_and_byline_are_left_out(prefix: str) -> None:
    assert texts_of(Article("驿站添了饮水机", (prefix + LEAD,)))[0] == LEAD


def test_the_lead_s_first_sentence_is_followed_by_what_names_the_headline() -> None:
    dull = "天气一天比一天热，树上的知了叫个不停。"
    telling = "饮水机由区总工会统一维护，驿站每天开放十小时。"
    assert texts_of(Article("驿站添了饮水机", (LEAD + dull, telling)), "饮水机", "驿站") == [LEAD, telling]


def test_a_quotation_is_not_cut_in_two() -> None:
    article = Article("驿站", (f"{LEAD}快递员说：“水是热的。心也是热的。”大家都笑了。",))
    assert all(text.count("“") == text.count("”") for text in texts_of(article, "心也是热的"))


def test_a_sentence_that_is_too_long_is_left_out() -> None:
    endless = "区总工会" + "又添置了饮水机和充电柜，" * 20 + "还有雨衣。"
    assert texts_of(Article("饮水机", (endless, LEAD))) == [LEAD]
    assert texts_of(Article("饮水机", (endless,))) == []


def test_a_picture_has_its_caption_s() -> None:
    article = Article("歇脚", (), pictures=(Picture("快递员在户外劳动者驿站接热水"),))
    (passage,) = extract_of(article)
    assert (passage.field, passage.text) == ("caption", "快递员在户外劳动者驿站接热水")
    assert texts_of(Article("歇脚", (), pictures=(Picture("本报记者 沈南 摄"),))) == []


def test_a_crosshead_is_no_sentence() -> None:
    assert texts_of(Article("驿站", ("热水常有人心暖", LEAD))) == [LEAD]


def test_a_word_about_the_weather_alone_is_no_extract() -> None:
    long = "区总工会" + "又添置了饮水机和充电柜，" * 20 + "还有雨衣。"
    assert texts_of(Article("清凉", ("连日来，气温不断攀升。" + long,))) == []


@pytest.mark.parametrize("text", ["", "工", "No Chinese.", "“" * 300_000, "。" * 300_000, "驿站很好。" * 100_000])
def test_odd_articles_take_little_time(text: str) -> None:
    layout = lay_out(Article("", (text,)))
    started = time.process_time()
    assert len(find_extract(layout, ())) <= 2
    assert time.process_time() - started < 2


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(st.sampled_from("本报讯记者（）“”工会驿站，。！？ \n　a1"), max_size=150), max_size=4))
def test_passages_stand_where_they_say_and_are_few(paragraphs: list[str]) -> None:
    passages = extract_of(Article("工会驿站", tuple(paragraphs)), "工会")
    assert len(passages) <= 2
    assert sum(len(passage.text) for passage in passages) <= LONGEST_EXTRACT
    assert list(passages) == sorted(passages, key=lambda passage: (passage.index, passage.start))
    for passage in passages:
        assert paragraphs[passage.index][passage.start : passage.end] == passage.text
        assert passage.text == passage.text.strip()
