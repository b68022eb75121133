"""Whole pages as a browser prints them, read through the reader: articles, order, nothing lost."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.ingest.pdf.measure import score

from gongbao.core.records import Reading
from gongbao.core.words import Segmenter
from gongbao.ingest.hints import Hints
from gongbao.ingest.readers import read_source_bytes
from gongbao.ingest.splitter import split

PAGES = sorted((Path(__file__).parent / "pages").glob("*.pdf"))
LIMIT = 33_554_432


def read(path: Path, segmenter: Segmenter) -> Reading:
    return split(read_source_bytes(path.name, path.read_bytes(), Hints(), LIMIT), segmenter)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_a_page_is_read_with_its_articles_and_nothing_lost(path: Path, segmenter: Segmenter) -> None:
    truth = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    scores = score(truth, read(path, segmenter))
    assert (scores.lost, scores.doubled) == (0, 0)
    assert scores.starts_right == scores.starts_true
    assert scores.headlines_right == scores.headlines_true
    assert scores.seams_right == scores.seams_true


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_every_character_of_a_page_is_in_one_article_or_one_discard(path: Path, segmenter: Segmenter) -> None:
    reading = read(path, segmenter)
    spans = [(span.start, span.end) for article in reading.articles for span in article.spans]
    spans += [(discard.start, discard.end) for discard in reading.discards]
    covered = [place for start, end in spans for place in range(start, end)]
    assert len(covered) == len(set(covered))
    text = reading.source.text
    assert {place for place, character in enumerate(text) if not character.isspace()} <= set(covered)


def test_reading_twice_gives_the_same(segmenter: Segmenter) -> None:
    assert read(PAGES[0], segmenter) == read(PAGES[0], segmenter)


def test_a_page_knows_its_date_and_number_by_its_folio(segmenter: Segmenter) -> None:
    truth = json.loads(PAGES[0].with_suffix(".json").read_text(encoding="utf-8"))
    source = read(PAGES[0], segmenter).source
    assert source.media_type == "application/pdf"
    assert str(source.date) == truth["folio"]["date"]
    assert source.page.number == truth["folio"]["number"]
