"""How well a page was read, against the truth of the page: counts that add up over pages.

White space counts for nothing. An article is known by how it begins, a paragraph by all its characters; characters
are counted by the page, not by their place.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, fields
from itertools import pairwise
from typing import Any

from gongbao.core.records import Reading

_KNOWN_BY = 12  # characters an article begins with
_SEAM = 8  # characters on each side of the seam between two paragraphs
_OPENING = re.compile(r"本报讯（[^）]*）")


@dataclass(slots=True)
class Scores:
    """Counts of one page or of many."""

    pages: int = 0
    seconds: float = 0.0
    starts_true: int = 0
    starts_found: int = 0
    starts_right: int = 0
    headlines_true: int = 0
    headlines_right: int = 0
    kickers_true: int = 0
    kickers_right: int = 0
    paragraphs_true: int = 0
    paragraphs_right: int = 0
    articles_exact: int = 0  # headline and all paragraphs, in order
    seams_true: int = 0
    seams_right: int = 0
    captions_true: int = 0
    captions_right: int = 0
    discards_true: int = 0  # characters
    discards_right: int = 0
    articles_discarded: int = 0  # characters of articles that were discarded
    characters: int = 0
    lost: int = 0
    doubled: int = 0

    def add(self, other: Scores) -> None:
        """These counts and the other's."""
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))

    @property
    def boundary_f1(self) -> float:
        """Of article beginnings."""
        both = self.starts_true + self.starts_found
        return 2 * self.starts_right / both if both else 0.0


def bare(text: str) -> str:
    """A text without white space."""
    return "".join(text.split())


def score(truth: dict[str, Any], reading: Reading) -> Scores:
    """The counts of one page."""
    scores = Scores(pages=1)
    _score_starts(truth, reading, scores)
    true_paragraphs = [_paragraphs(article) for article in truth["articles"]]
    read_paragraphs = [[bare(text) for text in article.paragraphs] for article in reading.articles]
    flat_true = Counter(text for article in true_paragraphs for text in article)
    flat_read = Counter(text for article in read_paragraphs for text in article)
    scores.paragraphs_true, scores.paragraphs_right = flat_true.total(), (flat_true & flat_read).total()
    heads = Counter(bare("".join(article["headline"])) for article in truth["articles"])
    scores.headlines_true = heads.total()
    scores.headlines_right = (heads & Counter(bare(article.headline) for article in reading.articles)).total()
    kickers = Counter(bare(article["kicker"]) for article in truth["articles"] if article["kicker"])
    scores.kickers_true = kickers.total()
    scores.kickers_right = (kickers & Counter(bare(article.kicker) for article in reading.articles)).total()
    whole_true = Counter(
        (bare("".join(article["headline"])), *texts)
        for article, texts in zip(truth["articles"], true_paragraphs, strict=True)
    )
    whole_read = Counter(
        (bare(article.headline), *texts) for article, texts in zip(reading.articles, read_paragraphs, strict=True)
    )
    scores.articles_exact = (whole_true & whole_read).total()
    _score_seams(true_paragraphs, read_paragraphs, scores)
    captions = Counter(bare(text) for article in truth["articles"] for text in article["captions"])
    found = Counter(bare(picture.caption) for article in reading.articles for picture in article.pictures)
    scores.captions_true, scores.captions_right = captions.total(), (captions & found).total()
    _score_characters(truth, reading, scores)
    return scores


def _paragraphs(article: dict[str, Any]) -> list[str]:
    """The true paragraphs as an article holds them: without dateline and byline."""
    return [
        _OPENING.sub("", bare(text)) if place == 0 else bare(text) for place, text in enumerate(article["paragraphs"])
    ]


def _score_starts(truth: dict[str, Any], reading: Reading, scores: Scores) -> None:
    true = Counter(_first_text(article)[:_KNOWN_BY] for article in truth["articles"])
    text = reading.source.text
    found = Counter(
        bare("".join(text[span.start : span.end] for span in article.spans))[:_KNOWN_BY] for article in reading.articles
    )
    scores.starts_true, scores.starts_found = true.total(), found.total()
    scores.starts_right = (true & found).total()


def _first_text(article: dict[str, Any]) -> str:
    order = (article["column"], article["kicker"], *article["headline"], article["subhead"], article["byline"])
    return bare("".join((*order, *article["paragraphs"])))


def _score_seams(true: list[list[str]], read: list[list[str]], scores: Scores) -> None:
    """Neighbouring paragraphs of an article that are neighbours in what was read, wherever it parts them."""
    stream = "".join(text for article in read for text in article)
    seams = [a[-_SEAM:] + b[:_SEAM] for article in true for a, b in pairwise(article)]
    scores.seams_true, scores.seams_right = len(seams), sum(seam in stream for seam in seams)


def _score_characters(truth: dict[str, Any], reading: Reading, scores: Scores) -> None:
    wanted = Counter("".join(map(bare, all_texts(truth))))
    have = Counter(bare(reading.source.text))
    scores.characters = wanted.total()
    scores.lost, scores.doubled = (wanted - have).total(), (have - wanted).total()
    true = Counter("".join(bare(one["text"]) for one in truth["discards"]))
    gone = Counter("".join(bare(one.text) for one in reading.discards))
    scores.discards_true, scores.discards_right = true.total(), (true & gone).total()
    scores.articles_discarded = (gone - true).total()


def all_texts(truth: dict[str, Any]) -> list[str]:
    """Every stretch of text that is printed on a page."""
    texts = [one["text"] for one in truth["discards"]]
    for article in truth["articles"]:
        texts += [article["column"], article["kicker"], *article["headline"], article["subhead"], article["byline"]]
        texts += [*article["paragraphs"], *article["captions"], *article["credits"]]
    return texts
