"""What a search gives back, as frozen records; every position points into text as it was printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from gongbao.core.dates import IssueDate
from gongbao.core.records import Page


class RankClass(StrEnum):
    """Where an article holds all that was looked for as strings; the first of these comes first."""

    HEADLINE = "headline"
    KICKER = "kicker"  # in the kicker, or partly there and partly in the headline
    BODY = "body"  # any other field: subhead, column, byline, dateline, paragraphs, captions, credits
    WORDS = "words"  # not everything as a string, but all the words of it
    FILTER = "filter"  # the query has only filters: there was no string to look for


class Span(NamedTuple):
    """A stretch to be highlighted, in characters from the start of the text that it belongs to."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Snippet:
    """A passage cut out of one field or paragraph."""

    field: str  # kicker, subhead, column, byline, dateline, paragraph, caption, credit
    index: int  # which value of the field, from 0: paragraph 2 is the third
    start: int  # where in that value the passage begins
    text: str
    complete: tuple[bool, bool]  # whether the value begins, and ends, with the passage (else an ellipsis is due)
    highlights: tuple[Span, ...] = ()  # in ``text``; in order, none overlapping


@dataclass(frozen=True, slots=True)
class Hit:
    """One article that was found."""

    id: str
    headline: str
    kicker: str
    date: IssueDate
    page: Page
    kind: str
    score: float  # within its rank class; comparable in one result only
    rank_class: RankClass
    labels: Mapping[str, tuple[str, ...]]  # of each facet in gongbao.core.annotations.FACETS
    byline: tuple[str, ...]  # names, each once, in printed order
    snippets: tuple[Snippet, ...]
    headline_highlights: tuple[Span, ...] = ()
    kicker_highlights: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many articles have a value of a facet: a label, a year, a name.

    A facet is counted over what the query finds without its own filter, so that what else could be
    chosen is seen beside what is. The value of a facet with levels is a path: 房山区/窦店镇.
    """

    value: str
    count: int

    @property
    def parent(self) -> str:
        """The value one level up (房山区), or an empty string."""
        return self.value.rpartition("/")[0]


@dataclass(frozen=True, slots=True)
class Completion:
    """What typed characters may be meant for."""

    value: str  # 送清凉, 房山区/窦店镇, a headline
    kind: str  # campaign, activity, district, street, person, column, headline
    count: int  # articles that have it


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits and what is known of the whole."""

    hits: tuple[Hit, ...]
    total: int  # of all the articles found, not of this page
    facets: Mapping[str, tuple[FacetCount, ...]]  # as asked for; most frequent first, then by label
    understood: str  # the query as it was understood, written so that it means the same again
    # Articles by year or month, oldest first, without gaps; counted without the query's own dates.
    histogram: tuple[FacetCount, ...] = ()
    did_you_mean: tuple[str, ...] = ()  # where nothing was found: queries that sound the same and find something
