"""The makers of newspaper pages: one page for a seed, its truth whole, and the measure right on what it knows."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scripts.newspaper_layouts import MadePage
from scripts.newspaper_pages import families, without_clock
from scripts.newspaper_typesetting import advance, break_lines
from tests.ingest.pdf.measure import all_texts, bare, score

from gongbao.core.records import Article, Discard, Reading, Source, Span

PAGES = Path(__file__).parent / "pages"
_SEEDS = (7, 8, 1001)
_NEVER_FIRST = "，。、；：！？”）》"


@pytest.mark.parametrize("family", sorted(families()))
@pytest.mark.parametrize("seed", _SEEDS)
def test_the_same_seed_gives_the_same_page_and_the_same_truth(family: str, seed: int) -> None:
    make = families()[family]
    assert make(seed) == make(seed)
    assert make(seed) != make(seed + 1)


@pytest.mark.parametrize("make", families().values(), ids=families())
def test_every_character_of_a_page_is_in_its_truth(make: Callable[[int], MadePage]) -> None:
    for seed in _SEEDS:
        page = make(seed)
        assert sorted(_printed(page.html)) == sorted("".join(map(bare, all_texts(page.truth))))


def test_committed_pages_are_those_of_their_seeds() -> None:
    stored = sorted(PAGES.glob("page-*.json"))
    assert stored
    for path in stored:
        truth = json.loads(path.read_text(encoding="utf-8"))
        assert truth == json.loads(json.dumps(families()["a"](truth["seed"]).truth))
        assert path.with_suffix(".pdf").read_bytes().startswith(b"%PDF-")


@given(st.text(alphabet="工会职工服务，。“”（）《》0123456789", max_size=200), st.integers(6, 30))
@settings(max_examples=60, deadline=None)
def test_lines_hold_all_of_a_paragraph_and_no_more_than_their_width(text: str, width: int) -> None:
    lines = break_lines(text, width)
    assert "".join(lines) == text
    assert all(sum(map(advance, line)) <= width + 1e-6 for line in lines)


def test_no_line_opens_with_a_closing_mark() -> None:
    lines = break_lines("工会把服务送到一线，职工都说好。" * 9, 7)
    assert not [line for line in lines if line[0] in _NEVER_FIRST]


def test_the_time_of_printing_is_taken_out_and_no_offset_moves() -> None:
    printed = b"<</CreationDate (D:20260102030405+00'00')\n/ModDate (D:20260102030405+00'00')>>"
    assert without_clock(printed) == b"<</CreationDate (D:00000000000000+00'00')\n/ModDate (D:00000000000000+00'00')>>"


def test_a_page_read_as_it_is_scores_full_marks() -> None:
    scores = score(_truth(), _reading(("送水到班组", "第一段说服务。", "第二段说后来。")))
    assert (scores.starts_right, scores.starts_found, scores.starts_true) == (1, 1, 1)
    assert (scores.paragraphs_right, scores.seams_right, scores.articles_exact) == (2, 1, 1)
    assert (scores.lost, scores.doubled, scores.articles_discarded) == (0, 0, 0)
    assert scores.boundary_f1 == 1.0


def test_paragraphs_in_another_order_lose_their_seam_and_the_article() -> None:
    scores = score(_truth(), _reading(("送水到班组", "第二段说后来。", "第一段说服务。")))
    assert (scores.paragraphs_right, scores.seams_right, scores.articles_exact) == (2, 0, 0)


def test_a_character_that_is_gone_and_one_that_stands_twice_are_counted() -> None:
    scores = score(_truth(), _reading(("送水到班组", "第一段说服务服。", "第二段说后")))
    assert (scores.lost, scores.doubled) == (2, 1)


def _printed(page: str) -> str:
    body = page.partition("<body>")[2]
    return bare(unescape(re.sub(r"<[^>]*>", "", body)))


def _truth() -> dict[str, Any]:
    article = {
        "kicker": "", "headline": ["送水到班组"], "subhead": "", "column": "", "byline": "", "captions": [],
        "paragraphs": ["第一段说服务。", "第二段说后来。"], "credits": [],
    }  # fmt: skip
    return {"articles": [article], "discards": [{"text": "第3版", "reason": "furniture"}]}


def _reading(lines: tuple[str, ...]) -> Reading:
    text = "\n".join(("第3版", *lines))
    source = Source("page.pdf", b"", "", "pdf", text)
    spans = (Span(4, len(text), "paragraph"),)
    return Reading(source, (Article(lines[0], lines[1:], spans=spans),), (Discard(0, 3, "第3版", "furniture"),))
