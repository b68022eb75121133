"""One tagger for all tests of this room: loading takes a second."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from gongbao.core.annotations import Status
from gongbao.core.records import Article, Credit
from gongbao.core.words import load_segmenter
from gongbao.nlp import load_tagger
from gongbao.nlp.tagger import Tagger

GOLD = Path(__file__).parent.parent / "data" / "2021-07-laodong-page.gold.json"
Labels = Callable[..., list[str]]


@pytest.fixture(scope="session")
def tagger() -> Tagger:
    return load_tagger(None, load_segmenter())


@pytest.fixture(scope="session")
def labels(tagger: Tagger) -> Labels:
    """``labels(facet, headline, *paragraphs)``: the labels that are set, in alphabetical order."""

    def set_labels(facet: str, headline: str, *paragraphs: str) -> list[str]:
        tags = tagger.annotate(Article(headline, paragraphs)).tags
        return sorted(tag.label for tag in tags if tag.facet == facet and tag.status is Status.SET)

    return set_labels


@pytest.fixture(scope="session")
def sample_page() -> list[tuple[Article, dict[str, list[str]]]]:
    """The sample page's articles as they ought to be read, each with its labels by facet."""
    page = json.loads(GOLD.read_text(encoding="utf-8"))
    return [
        (
            Article(
                headline=row["headline"],
                paragraphs=tuple(row["paragraphs"]),
                kicker=row["kicker"],
                byline=tuple(Credit(credit["name"], credit["role"]) for credit in row["byline"]),
            ),
            row["tags"],
        )
        for row in page["articles"]
    ]
