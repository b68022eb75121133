"""Sources that say themselves what is what: marks decide, and nothing is lost."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongbao.core.dates import IssueDate
from gongbao.core.records import Credit, Given, Kind, Mark, Page, Picture, Source
from gongbao.core.words import load_segmenter
from gongbao.ingest.splitter import explain, split

PARTS = (
    ("kicker", "夏送清凉 工会行动", 0),
    ("headline", "清凉包送到工地", 0),
    ("byline", "■ 本报记者 张三", 0),
    ("paragraph", "本报讯（记者 李四）昨天，区总工会把清凉包送到工", 0),
    ("continuation", "地。", 0),
    ("caption", "图为工人领到清凉包。", 0),
    ("credit", "王五 摄", 0),
    ("discard", "上一篇 下一篇", 0),
    ("headline", "职工书屋开放", 1),
    ("paragraph", "书屋每天开放。", 1),
)


def marked(*parts: tuple[str, str, int], given: tuple[Given, ...] = (), loose: str = "") -> Source:
    text, marks = "", []
    for role, written, article in parts:
        marks.append(Mark(len(text), len(text) + len(written), role, article, "furniture" if role == "discard" else ""))
        text += f"{written}\n\n"
    raw = (text + loose).encode()
    source = (raw, hashlib.sha256(raw).hexdigest(), "utf-8", text + loose, "ldwb", IssueDate(2021, 7, 16), Page("3"))
    return Source("draft.docx", *source, marks=tuple(marks), given=given)


def test_marks_decide_where_articles_begin_and_what_a_stretch_is() -> None:
    first, second = split(marked(*PARTS), load_segmenter()).articles
    assert (first.kicker, first.headline) == ("夏送清凉 工会行动", "清凉包送到工地")
    assert first.paragraphs == ("昨天，区总工会把清凉包送到工地。",)
    assert first.dateline == "本报讯"
    assert first.byline == (Credit("张三", "记者", "本报"), Credit("李四", "记者"))
    assert first.pictures == (Picture("图为工人领到清凉包。", (Credit("王五", "摄影"),)),)
    assert (second.headline, second.paragraphs, second.order) == ("职工书屋开放", ("书屋每天开放。",), 1)


def test_what_the_input_says_beside_the_text_wins_over_the_source() -> None:
    said = Given(
        1, date=IssueDate(2021, 7, 9), page=Page("A01", "要闻"), kind=Kind.NOTICE, url="http://a/1", public=False
    )
    _, second = split(marked(*PARTS, given=(said,)), load_segmenter()).articles
    assert (second.date, second.page, second.kind) == (IssueDate(2021, 7, 9), Page("A01", "要闻"), Kind.NOTICE)
    assert (second.url, second.public) == ("http://a/1", False)


def test_what_no_mark_covers_is_a_discard_with_its_reason() -> None:
    reading = split(marked(*PARTS, loose="版权所有"), load_segmenter())
    assert [(one.text, one.reason) for one in reading.discards] == [
        ("上一篇 下一篇", "furniture"),
        ("版权所有", "outside"),
    ]


def test_an_explanation_shows_each_mark() -> None:
    assert "标题" in explain(split(marked(*PARTS), load_segmenter()))


def test_marks_that_overlap_are_a_fault_of_the_reader() -> None:
    source = Source("a.pdf", b"", "", "utf-8", "一二三四", marks=(Mark(0, 3, "headline"), Mark(2, 4, "paragraph")))
    with pytest.raises(ValueError, match="disjoint"):
        split(source, load_segmenter())


ROLES = ("column", "kicker", "headline", "subhead", "byline", "dateline", "paragraph", "continuation", "crosshead")


@given(
    st.lists(
        st.tuples(
            st.sampled_from((*ROLES, "caption", "credit", "discard")),
            st.text(st.sampled_from("工会 （记者 张三）本报讯。A1\n摄"), max_size=30),
            st.integers(0, 3),
        ),
        max_size=12,
    ),
    st.text(max_size=10),
)
def test_every_character_is_in_one_article_or_one_discard(parts: list[tuple[str, str, int]], loose: str) -> None:
    source = marked(*parts, loose=loose)
    reading = split(source, load_segmenter())
    spans = [(s.start, s.end) for article in reading.articles for s in article.spans]
    spans += [(d.start, d.end) for d in reading.discards]
    covered = [place for start, end in spans for place in range(start, end)]
    assert len(covered) == len(set(covered))
    wanted = {place for place, character in enumerate(source.text) if not character.isspace()}
    if source.marks:
        assert wanted <= set(covered)
