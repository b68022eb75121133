"""A page is cut into its articles, and every character of it is accounted for."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongbao.core.dates import IssueDate
from gongbao.core.records import Article, Kind, Reading, Source
from gongbao.core.words import Segmenter, load_segmenter
from gongbao.ingest.gloss import gloss
from gongbao.ingest.hints import Hints
from gongbao.ingest.model import load_weights
from gongbao.ingest.notices import INSIDE_LINE, WHOLE_LINE
from gongbao.ingest.readers import read_source
from gongbao.ingest.splitter import explain, split

SourceOf = Callable[[str], Source]
_SCRAPS = (
    *(
        "本报讯（记者 张三）",
        "广告",
        "本报记者 李四 摄影报道",
        "工会送清凉",
        "。",
        "，",
        "“",
        "”",
        "（",
        "\n",
        "\n\n",
        "\r\n",
    ),
    *(
        "\u2028",
        "\x0c",
        "\x00",
        "　",
        " ",
        "一、",
        "咨询电话：63522410",
        "新华社北京1月8日电 ",
        "Official Partner",
        "3",
    ),
    *("——", "□王小明", "A", "\ufeff", "职工之家建设取得新进展"),
    "连日来，各级工会把关爱送到一线职工的心坎上，受到大家的欢迎。",
)
page_texts = st.one_of(st.text(max_size=300), st.lists(st.sampled_from(_SCRAPS), max_size=60).map("".join))


@pytest.fixture(scope="module")
def sample(sample_path: Path, segmenter: Segmenter) -> Reading:
    return split(read_source(sample_path, Hints(), 1_000_000), segmenter)


def _as_gold(article: Article) -> dict[str, Any]:
    return {
        "headline": article.headline,
        "kicker": article.kicker,
        "kind": article.kind,
        "byline": [{"name": one.name, "role": one.role} for one in article.byline],
        "paragraphs": list(article.paragraphs),
    }


def test_the_sample_page_gives_its_seven_articles_exactly(sample: Reading, gold_path: Path) -> None:
    gold = json.loads(gold_path.read_text(encoding="utf-8"))["articles"]
    expected = [{key: one[key] for key in ("headline", "kicker", "kind", "byline", "paragraphs")} for one in gold]
    assert [_as_gold(article) for article in sample.articles] == expected


def test_the_sample_page_has_ten_wraps_joined_and_three_blocks_discarded(sample: Reading) -> None:
    assert sum(decision.joined for decision in sample.decisions) == 10
    assert [discard.reason for discard in sample.discards] == ["advertisement"] * 3
    assert sum(len(article.paragraphs) for article in sample.articles) == 19


def test_articles_carry_what_is_known_of_their_page(sample: Reading) -> None:
    for order, article in enumerate(sample.articles):
        assert (article.order, article.date, article.source) == (order, IssueDate(2021, 7), sample.source.name)
        assert article.source_sha256 == sample.source.sha256
    assert sample.articles[0].dateline == "本报讯"


def test_every_decision_is_explained_by_named_evidence(sample: Reading) -> None:
    assert all(decision.evidence for decision in sample.decisions)
    printed = explain(sample)
    assert printed.splitlines()[0] == sample.source.name
    assert "credits people 是署名 +" in printed
    assert "label and phone" in printed
    assert "电话字样和号码" in printed


def test_an_explanation_calls_lines_what_the_articles_call_them(source_of: SourceOf, segmenter: Segmenter) -> None:
    text = "本报讯（记者 张三）昨日，海港码头工会把酸梅汤送到装卸一线，职工们喝在嘴里，凉在心上。\n"
    reading = split(source_of(f"烈日当头 情意绵绵\n\n码头工会送来酸梅汤\n\n{text}"), segmenter)
    roles = [line.split()[1] for line in explain(reading).splitlines() if line[4:5].isdigit()]
    assert roles == ["引题", "标题", "电头、署名、正文"]


def test_every_name_of_evidence_has_its_words_in_chinese() -> None:
    marks = [mark.name for mark in (*WHOLE_LINE, *INSIDE_LINE)]
    untold = [name for name in (*load_weights().evidence, *marks) if re.search("[A-Za-z]", gloss(name))]
    assert untold == []


def _covered(reading: Reading) -> list[int]:
    spans = [span for article in reading.articles for span in article.spans]
    stretches = [(span.start, span.end) for span in spans] + [(one.start, one.end) for one in reading.discards]
    return [place for start, end in stretches for place in range(start, end)]


@settings(max_examples=300, deadline=None)
@given(page_texts)
def test_every_printed_character_is_in_exactly_one_article_or_discard(text: str) -> None:
    reading = split(Source("page.txt", b"", "", "utf-8", text), load_segmenter())
    covered = _covered(reading)
    assert len(covered) == len(set(covered))
    printed = {place for place, character in enumerate(text) if not character.isspace()}
    assert printed <= set(covered)
    assert all(text[one.start : one.end] == one.text for one in reading.discards)


@settings(max_examples=150, deadline=None)
@given(page_texts)
def test_an_article_s_paragraphs_are_its_source_s_characters(text: str) -> None:
    for article in split(Source("page.txt", b"", "", "utf-8", text), load_segmenter()).articles:
        spans = [span for span in article.spans if span.role in ("paragraph", "crosshead")]
        printed = "".join("".join(text[span.start : span.end].split()) for span in spans)
        assert "".join("".join(article.paragraphs).split()) == printed


def test_the_same_page_is_read_the_same_twice(sample: Reading, segmenter: Segmenter) -> None:
    assert asdict(split(sample.source, segmenter)) == asdict(sample)


@pytest.mark.parametrize("newline", ["\r\n", "\r", "\u2028"])
def test_other_line_ends_make_the_same_articles(
    sample: Reading, source_of: SourceOf, segmenter: Segmenter, newline: str
) -> None:
    again = split(source_of(sample.source.text.replace("\n", newline)), segmenter)
    assert [_as_gold(article) for article in again.articles] == [_as_gold(article) for article in sample.articles]


def test_a_picture_item_s_credit_is_kept_with_its_picture(sample: Reading) -> None:
    picture_item = sample.articles[1]
    assert picture_item.kind is Kind.PHOTO
    assert [one.name for one in picture_item.pictures[0].credits] == ["闫长禄"]


def test_a_text_without_a_headline_is_an_article_without_one(source_of: SourceOf, segmenter: Segmenter) -> None:
    text = "本报讯（记者 王小明）区总工会昨日举办技能比赛，二百余名职工参加了焊接、电工等项目的角逐。\n"
    (article,) = split(source_of(text), segmenter).articles
    assert (article.headline, article.dateline, article.byline[0].name) == ("", "本报讯", "王小明")
    assert article.paragraphs == (text.strip()[len("本报讯（记者 王小明）") :],)


def test_a_newswire_wrapped_at_one_width_becomes_paragraphs(source_of: SourceOf, segmenter: Segmenter) -> None:
    first = "区总工会今天召开座谈会，听取来自生产一线的职工代表对夏季劳动保护工作的意见，并对下一阶段的工作作出安排。"
    second = "会议提出，各级工会要把防暑降温物资及时送到工地、车间和班组，让劳动者渴了有水喝、累了有地方歇脚。"
    lines = ["职工代表畅谈夏季劳动保护"]
    lines += [text[place : place + 20] for text in (first, second) for place in range(0, len(text), 20)]
    (article,) = split(source_of("\n".join(lines) + "\n"), segmenter).articles
    assert article.paragraphs == (first, second)


def _seconds(text: str, source_of: SourceOf, segmenter: Segmenter) -> float:
    source = source_of(text)
    started = time.process_time()
    split(source, segmenter)
    return time.process_time() - started


@pytest.mark.parametrize(
    "unit",
    [
        "字\n\n",
        "职工书屋建成启用\n\n",
        "广告\n\n",
        "咨询电话：63522410\n",
        "“（",
        "本报讯（记者 张三）工会，",
        "王李张刘",
    ],
)
def test_time_grows_with_the_length_of_the_text_and_no_faster(
    unit: str, source_of: SourceOf, segmenter: Segmenter
) -> None:
    small, large = (_seconds(unit * count, source_of, segmenter) for count in (1500, 6000))
    assert large < 12 * small + 0.5


def test_a_single_line_of_fifty_megabytes_is_read_in_bounded_time(source_of: SourceOf, segmenter: Segmenter) -> None:
    text = "工会服务职工，" * (50_000_000 // 21)
    assert _seconds(text, source_of, segmenter) < 10
