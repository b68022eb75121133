"""Odd articles: no crash, linear time, and every position still right."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongbao.core.annotations import Evidence, Figure, Mention
from gongbao.core.records import Article, Page, Picture
from gongbao.core.words import load_segmenter
from gongbao.nlp.drafts import read_draft
from gongbao.nlp.layout import MOST_FOUND, lay_out
from gongbao.nlp.patterns import read_pattern
from gongbao.nlp.scoring import MAX_EVIDENCE
from gongbao.nlp.tagger import Tagger

TRADE = st.sampled_from("工会职工慰问座谈区镇街道3份万人，。“”《》主席王记者 \n")
TEXTS = st.text(st.one_of(st.characters(), TRADE), max_size=80)
NAMES = "王小明、李建国、张秀英、刘洋、陈静、"


@pytest.mark.parametrize(
    "article",
    [
        Article("", ()),
        Article("工", ()),
        Article("", ("。",)),
        Article("No Chinese here", ("Only English: 3 pages, 25%.",)),
        Article("\ud800工会", ("慰问\udfff职工", "\x00\x01\u200b\ufeff")),
        Article("参加者名单", ("代表" + NAMES * 2000,)),
        Article("记者", ("记者" + NAMES * 2000,)),
        Article("空段", ("", " ", "　")),
        Article("", ("“" * 5000,)),
        Article("", ("慰问" * 50_000,)),
        Article("", ("a" * 300_000,)),
        Article("", ("9" * 300_000 + "份",)),
        Article("", ("一" * 100_000 + "人",)),
    ],
    ids=lambda article: (article.headline or "untitled")[:6].encode("ascii", "replace").decode() if article else "",
)
def test_an_odd_article_is_annotated(tagger: Tagger, article: Article) -> None:
    started = time.process_time()
    tagger.annotate(article)
    assert time.process_time() - started < 10


def test_time_grows_with_the_length_of_the_article(tagger: Tagger) -> None:
    paragraph = "近日，区总工会在窦店镇慰问一线职工，为他们送去清凉包500份，主席王小明参加座谈会并讲话。"

    def seconds(count: int) -> float:
        started = time.process_time()
        tagger.annotate(Article("区总工会慰问职工", (paragraph,) * count))
        return time.process_time() - started

    seconds(10)
    small, large = seconds(1000), seconds(8000)  # 8,000 paragraphs are a megabyte of UTF-8
    assert large < small * 8 * 3


@pytest.mark.parametrize(
    "repeated",
    [
        "工会",
        "1",
        "１",
        "1,",
        "第",
        "一",
        "《",
        "“",
        "总工会、",
        "慰问",
        "怀柔区",
        "朝阳区总工会慰问职工。",
        "慰问电慰问",
        "怀柔、密云、",
        "将继续慰问；",
        "上海市",
        "把慰问品",
    ],
)
def test_time_grows_with_the_length_of_a_single_run(tagger: Tagger, repeated: str) -> None:
    def seconds(characters: int) -> float:
        started = time.process_time()
        tagger.annotate(Article("题", (repeated * (characters // len(repeated)),)))
        return time.process_time() - started

    seconds(1000)
    small, large = seconds(10_000), seconds(80_000)
    assert large < max(small, 0.02) * 8 * 4  # eight times the text; a square would be 64 times


@settings(max_examples=150, deadline=None)
@given(headline=TEXTS, kicker=TEXTS, paragraphs=st.lists(TEXTS, max_size=4), caption=TEXTS)
def test_whatever_is_found_stands_where_it_says(
    tagger: Tagger, headline: str, kicker: str, paragraphs: list[str], caption: str
) -> None:
    pictures, page = (Picture(caption),), Page(name="工会")
    article = Article(headline, tuple(paragraphs), kicker=kicker, pictures=pictures, page=page, dateline="本报讯")
    found = tagger.annotate(article)
    evidence = (one for tag in found.tags for one in tag.evidence)
    places: list[Mention | Figure | Evidence] = [*found.mentions, *found.figures, *evidence]
    for one in places:
        fields = {"paragraph": article.paragraphs, "caption": (caption,), "page": ("工会",)}
        texts = fields.get(one.field) or (getattr(article, one.field),)
        printed = texts[one.index][one.start : one.end].encode("utf-8", "replace")
        assert printed == one.text.replace("\ufffd", "?").encode() or "\ufffd" in one.text


@settings(max_examples=100, deadline=None)
@given(st.lists(TEXTS, max_size=4))
def test_the_tokens_joined_are_the_laid_out_text(tagger: Tagger, paragraphs: list[str]) -> None:
    layout = lay_out(Article("标题", tuple(paragraphs)))
    doc = tagger.nlp.make_doc(layout.text)
    assert doc.text == layout.text
    assert [token.idx for token in doc] == [len(doc.text[: token.idx]) for token in doc]
    for place in layout.fields:
        if place.field == "paragraph":
            assert len(paragraphs[place.index]) == place.end - place.start


def test_a_pattern_reaches_over_no_more_than_its_gap_and_never_over_a_sentence() -> None:
    pattern = read_pattern("慰问{0,4}(职工|工人)")
    assert pattern.pieces == (("慰问",), ("职工", "工人"))
    assert pattern.end_after("慰问一线职工", 2) == 6
    assert pattern.end_after("慰问奋战在一线的职工", 2) == -1
    assert pattern.end_after("慰问。职工", 2) == -1
    assert pattern.end_after("慰问，职工", 2) == 5


def test_a_gap_in_square_brackets_stays_in_its_clause() -> None:
    pattern = read_pattern("成立[0,6]工会")
    assert pattern.end_after("成立了行业工会", 2) == 7
    assert pattern.end_after("成立以来，工会", 2) == -1
    assert read_pattern("甲[乙]").pieces == (("甲[乙]",),)


def test_a_draft_has_its_title_on_the_first_line() -> None:
    draft = read_draft("draft.txt", "\ufeff\n# 标题\n\n第一段\n　　第二段 \n")
    assert (draft.headline, draft.paragraphs, draft.source) == ("# 标题", ("第一段", "第二段"), "draft.txt")


@pytest.mark.parametrize(
    "first",
    [
        "本报讯 昨天下起了雨",
        "本報訊（記者 甲）昨日",
        "新华社北京7月1日电（记者 甲）今天",
        "昨天下起了雨。",
        "他说：“好。”",
    ],
)
def test_a_draft_that_begins_with_its_text_has_no_title(first: str) -> None:
    assert read_draft("draft.txt", f"{first}\n第二段") == Article("", (first, "第二段"), source="draft.txt")


@pytest.mark.parametrize("first", ["本报记者走进工地", "谁来送清凉？", "新华社区工会办电脑培训（图）"])
def test_a_headline_that_looks_a_little_like_text_stays_the_title(first: str) -> None:
    assert read_draft("draft.txt", f"{first}\n第一段。").headline == first


def test_what_is_kept_of_one_article_is_bounded(tagger: Tagger) -> None:
    text = "朝阳区总工会慰问职工320人，主席王小明从上海来参加。" * (MOST_FOUND + 500)
    found = tagger.annotate(read_draft("draft.txt", f"标题\n{text}"))
    for kind in ("person", "organisation", "place"):
        assert sum(mention.kind == kind for mention in found.mentions) == MOST_FOUND
    assert len(found.figures) == MOST_FOUND
    assert all(len(tag.evidence) <= MAX_EVIDENCE for tag in found.tags)


def test_an_empty_draft_is_an_article_without_anything() -> None:
    assert read_draft("empty.txt", " \n") == Article("", (), source="empty.txt")


def test_both_engines_give_the_same_tags(tagger: Tagger) -> None:
    from gongbao.nlp import load_tagger

    article = Article("怀柔区总工会慰问环卫职工", ("区总工会送去清凉包300份，举办安全知识讲座。",))
    assert load_tagger(None, load_segmenter("jieba")).annotate(article).tags == tagger.annotate(article).tags
