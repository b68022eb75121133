"""A search as its address tells it, and the page that it leads to."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from gongbao.core.annotations import FACETS
from gongbao.core.errors import GongbaoError, QueryError
from gongbao.desk.editor.bars import Bars, upright_bars
from gongbao.desk.editor.narrowing import (
    EVERYTHING,
    has_filter,
    label_filter,
    with_filter,
    with_period,
    without_filter,
    without_period,
)
from gongbao.desk.marking import Piece, pieces
from gongbao.search import FacetCount, Hit, Results, SearchBackend, Snippet, Span
from gongbao.site.wording import KIND_NAMES

HITS = 20  # on one page
SORTS = {"relevance": "最相关的在前", "date": "新的在前", "page": "按版次"}
USUAL_SORT, USUAL_SPAN = "relevance", "year"
SPANS = {"year": "按年", "month": "按月"}
FACET_NAMES = {
    "district": "区",
    "campaign": "主题",
    "activity": "活动",
    "byline": "记者",
    "column": "栏目",
    "kind": "体裁",
}
SHOWN_VALUES = 12  # of one facet; what is chosen is shown besides
_KINDS = {str(kind): name for kind, name in KIND_NAMES.items()}
_ROBUST_MOST = 10_000_000  # an offset past every archive


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked: the whole of it stands in the address."""

    query: str = ""  # as typed
    sort: str = USUAL_SORT
    start: int = 0  # hits that are skipped
    by: str = USUAL_SPAN

    @property
    def asked(self) -> str:
        """The query; nothing typed is everything."""
        return self.query.strip() or EVERYTHING

    def address(self, **changes: Any) -> str:
        """Where this search, with these changes, is found; another query begins at its first hit."""
        wish = replace(self, **({"start": 0} | changes))
        values = {"q": wish.query, "sort": wish.sort, "start": wish.start, "by": wish.by}
        usual = {"q": "", "sort": USUAL_SORT, "start": 0, "by": USUAL_SPAN}
        return "/search?" + urlencode({name: value for name, value in values.items() if value != usual[name]})


def wish_of(q: str, sort: str, start: int, by: str) -> Wish:
    """A wish from an address, whatever stands there."""
    sort = sort if sort in SORTS else "relevance"
    return Wish(q, sort, min(max(start, 0), _ROBUST_MOST), by if by in SPANS else "year")


@dataclass(frozen=True, slots=True)
class Choice:
    """A value of a facet, and where choosing or leaving it leads."""

    name: str
    count: int
    address: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A passage of a hit in pieces."""

    pieces: tuple[Piece, ...]
    before: bool  # whether something stands before and after it in the article
    after: bool


@dataclass(frozen=True, slots=True)
class ShownHit:
    """A hit as the page shows it."""

    hit: Hit
    kicker: tuple[Piece, ...]
    headline: tuple[Piece, ...]
    lines: tuple[Line, ...]
    labels: tuple[tuple[str, str], ...]  # facet, label


@dataclass(frozen=True, slots=True)
class Found:
    """The page of a search that was understood."""

    results: Results
    hits: tuple[ShownHit, ...]
    facets: Mapping[str, tuple[Choice, ...]]  # by Chinese name; a facet without values is left out
    chart: Bars | None
    first: int  # number of the first hit shown, from 1
    earlier: str  # address of the page before and after; empty where there is none
    later: str
    meant: tuple[tuple[str, str], ...]  # (query, address) that may have been meant
    all_times: str  # address of the search without its period; empty when it has none


@dataclass(frozen=True, slots=True)
class Failed:
    """A search that was not understood, or could not be made."""

    sentence: str
    status: int
    before: str = ""  # the query up to where it cannot be understood, from there on; empty for another failure
    after: str = ""


def find(backend: SearchBackend, wish: Wish, today: datetime.date) -> Found | Failed:
    """Look; what cannot be understood and what cannot be looked up are told apart from nothing found."""
    try:
        results = backend.search(
            wish.asked,
            limit=HITS,
            offset=wish.start,
            sort=wish.sort,
            facets=tuple(FACET_NAMES),
            histogram=wish.by,
            today=today,
        )
        return _found(wish, results)
    except QueryError as error:
        at = min(max(error.position, 0), len(error.query))
        return Failed(str(error), 422, error.query[:at], error.query[at:])
    except GongbaoError as error:
        return Failed(f"这次没有查成，不是没有找到：{error}", 503)


def _found(wish: Wish, results: Results) -> Found:
    choices = {
        FACET_NAMES[facet]: tuple(_choices(wish, facet, counts)) for facet, counts in results.facets.items() if counts
    }
    last = wish.start + len(results.hits)
    timeless = without_period(wish.query)
    return Found(
        results=results,
        hits=tuple(map(_shown, results.hits)),
        facets=choices,
        chart=_chart(wish, results.histogram),
        first=wish.start + 1,
        earlier=wish.address(start=max(0, wish.start - HITS)) if wish.start else "",
        later=wish.address(start=last) if last < results.total and results.hits else "",
        meant=tuple((query, wish.address(query=query)) for query in results.did_you_mean),
        all_times=wish.address(query=timeless) if timeless != wish.query.strip() else "",
    )


def _choices(wish: Wish, facet: str, counts: Sequence[FacetCount]) -> list[Choice]:
    chosen, others = [], []
    for number, one in enumerate(counts):
        written = label_filter(facet, one.value)
        name = _KINDS.get(one.value, one.value) if facet == "kind" else one.value
        if has_filter(wish.query, written):
            chosen.append(Choice(name, one.count, wish.address(query=without_filter(wish.query, written)), True))
        elif number < SHOWN_VALUES:
            others.append(Choice(name, one.count, wish.address(query=with_filter(wish.query, written)), False))
    return chosen + others


def _chart(wish: Wish, histogram: Sequence[FacetCount]) -> Bars | None:
    """A bar for each year or month, which narrows the search to it; a year then shows its months."""
    finer = "month" if wish.by == "year" else wish.by
    rows = []
    for one in histogram:
        chosen = has_filter(wish.query, f"日期:{one.value}")
        query = without_period(wish.query) if chosen else with_period(wish.query, one.value)
        rows.append((one.value, one.count, wish.address(query=query, by=wish.by if chosen else finer), chosen))
    return upright_bars(rows)


def _shown(hit: Hit) -> ShownHit:
    labels = [(facet, label) for facet in FACETS for label in hit.labels.get(facet, ())]
    return ShownHit(
        hit,
        _highlighted(hit.kicker, hit.kicker_highlights),
        _highlighted(hit.headline, hit.headline_highlights),
        tuple(map(_line, hit.snippets)),
        tuple(labels),
    )


def _line(snippet: Snippet) -> Line:
    begins, ends = snippet.complete
    return Line(_highlighted(snippet.text, snippet.highlights), not begins, not ends)


def _highlighted(text: str, spans: Sequence[Span]) -> tuple[Piece, ...]:
    return tuple(pieces(text, [(span.start, span.end, "found") for span in spans]))
