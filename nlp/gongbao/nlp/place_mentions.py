"""Places as an article prints them: neighbouring names are one place, and a name inside an organisation's is none.

平谷区马坊镇 is one place, kept as 马坊镇 in 平谷区; 平谷区总工会 is an organisation. Streets, villages and parks
that are in no table are told by their last word and the name-like words before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from gongbao.core.annotations import Mention
from gongbao.core.words import Segmenter
from gongbao.nlp.layout import MOST_FOUND, Layout
from gongbao.nlp.place_endings import goes_on_as_organisation, named_by_ending
from gongbao.nlp.place_evidence import Judged
from gongbao.nlp.place_names import SHORT_TIER

OUTSIDE, SITE = "outside", "site"


@dataclass(frozen=True, slots=True)
class Span:
    """A place in the laid-out text: its level (as in Mention.role), its one name, and the district it lies in."""

    start: int
    end: int
    level: str
    name: str
    district: str = ""


_LEVELS = {
    "aliases": "district",
    SHORT_TIER: "district",
    "street": "street",
    "bare": "street",
    "union": "street",  # 椿树 in 椿树、白纸坊等街道; with 工会 behind it, it is an organisation
    "community": "community",
    "hints": SITE,
    "site": SITE,
}
_SHORTEST_REST = 3  # characters: 建国路 is a name of its own, 广场 is not
_KIND_OF_REGION = re.compile("[省市区县镇乡]$|街道$")
_UNNAMED_HOME = re.compile(r"^[本全市]")  # 本市, 全市, 市总工会: home without a name


def known_span(judged: Judged) -> Span | None:
    """The place that a name of the tables is where it stands; None for a word, a union and other non-places."""
    name, match = judged.name, judged.match
    if judged.is_abroad and (name.official or name.places):
        return Span(match.start, match.end, OUTSIDE, name.official or name.text)
    if name.kind == "home":
        # Home's own name begins a chain and is no place of its own.
        return None if _UNNAMED_HOME.match(name.text) else Span(match.start, match.end, "", name.text)
    level = _LEVELS.get(name.kind, "")
    if not level or not name.official or not judged.is_place:
        return None
    district = judged.districts[0] if len(judged.districts) == 1 else ""
    return Span(match.start, match.end, level, name.official, district)


def place_mentions(known: Iterable[Span], layout: Layout, segmenter: Segmenter | None) -> tuple[Mention, ...]:
    """The places in reading order, MOST_FOUND at most. Without a segmenter only those that are known.

    ``known`` are the names of tables, in reading order and apart from each other.
    """
    spans = list(known)
    text = layout.text
    if segmenter is not None:
        found = named_by_ending(text, segmenter)
        spans = _merged(spans, [Span(start, end, SITE, text[start:end]) for start, end in found], text)
    mentions = []
    for chain in _chained(spans, layout):
        if segmenter is None or not goes_on_as_organisation(text, chain.start, chain.end, segmenter):
            mentions.append(_mention(chain, layout))
        if len(mentions) >= MOST_FOUND:
            break
    return tuple(mentions)


def _mention(span: Span, layout: Layout) -> Mention:
    field = layout.field_at(span.start)
    start, end = span.start - field.start, span.end - field.start
    text = layout.text[span.start : span.end]
    return Mention("place", text, span.name, field.field, field.index, start, end, span.level, span.district)


def _merged(known: Sequence[Span], others: Sequence[Span], text: str) -> list[Span]:
    """Both in reading order; where one of the others goes on after a known name, it is the rest or the whole."""
    chosen: list[Span] = []
    pairs = [*((False, one) for one in known), *((True, one) for one in others)]
    for is_other, span in sorted(pairs, key=lambda pair: (pair[1].start, pair[0], -pair[1].end)):
        if not chosen or span.start >= chosen[-1].end:
            chosen.append(span)
        elif is_other and span.end > chosen[-1].end:
            last = chosen[-1]
            rest = text[last.end : span.end]
            if not last.level or (len(rest) >= _SHORTEST_REST and _KIND_OF_REGION.search(text, last.start, last.end)):
                chosen.append(replace(span, start=last.end, name=rest))  # 朝阳区/建国路
            else:
                name = text[last.start : span.end]  # 北京站广场, 昌平体育馆
                chosen[-1] = Span(last.start, span.end, SITE, name, last.district)
    return chosen


def _chained(spans: Iterable[Span], layout: Layout) -> Iterator[Span]:
    """Neighbours joined: the last one tells what it is, the ones before it where."""
    last: Span | None = None
    for span in spans:
        if last is not None and last.end == span.start and layout.field_at(last.start) is layout.field_at(span.start):
            last = _joined(last, span)
            continue
        if last is not None and last.level:
            yield last
        last = span
    if last is not None and last.level:
        yield last


def _joined(whole: Span, part: Span) -> Span:
    if whole.level == OUTSIDE:
        # 朝阳区 of 长春市 must not be found under the name of home's.
        is_shared = part.level != OUTSIDE or part.name.endswith("区")
        name = f"{whole.name}{part.name}" if is_shared else part.name
        return Span(whole.start, part.end, OUTSIDE, name)
    return replace(part, start=whole.start, district=part.district or whole.district)
