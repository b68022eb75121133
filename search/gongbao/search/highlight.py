"""From a stored record to a hit: the passages that answer the query, cut from the text as printed.

Matching is done on normalised text; spans are carried back to the characters they came from.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from gongbao.core.annotations import FACETS
from gongbao.core.dates import IssueDate
from gongbao.core.normal import PRINTED, TextRule
from gongbao.core.records import Page
from gongbao.core.words import Segmenter
from gongbao.search.analysis import words_of
from gongbao.search.query.syntax import String, Term
from gongbao.search.results import Hit, RankClass, Snippet, Span

SNIPPETS = 3  # passages of one hit, at most
PASSAGE = 90  # characters of one passage, about
_LEAD = 24  # characters shown before the first match
# A passage begins after one of these when one is near.
_STOPS = re.compile(r"[。！？；，、：\s]")


@dataclass(frozen=True, slots=True)
class _Value:
    """A stored value beside what search sees of it."""

    field: str
    index: int
    text: str
    folded: str
    rule: TextRule

    def spans(self, needles: Sequence[str]) -> tuple[Span, ...]:
        return _spans(self.text, self.folded, needles, self.rule)


def make_hit(
    stored: Mapping[str, Any],
    rank_class: RankClass,
    score: float,
    wanted: Sequence[Term | String],
    segmenter: Segmenter,
    rule: TextRule,
) -> Hit:
    """Mark in a stored record what was looked for."""

    def value(field: str, index: int, text: str) -> _Value:
        return _Value(field, index, text, rule.normalise(text), rule)

    headline = value("headline", 0, stored["headline"])
    kicker = value("kicker", 0, stored["kicker"])
    body = [value(*each) for each in stored["body"]]
    scopes = {"": [headline, kicker, *body], "headline": [headline], "kicker": [kicker]}
    needles = {
        scope: needles_of([each.folded for each in values], scope, wanted, segmenter, rule)
        for scope, values in scopes.items()
    }
    return Hit(
        id=stored["id"],
        headline=headline.text,
        kicker=kicker.text,
        date=IssueDate.parse(stored["date"]),
        page=Page(*stored["page"]),
        kind=stored["labels"]["kind"][0],
        score=score,
        rank_class=rank_class,
        labels={facet: tuple(stored["labels"][facet]) for facet in FACETS},
        byline=tuple(stored["labels"]["byline"]),
        snippets=_snippets(body, needles[""]),
        headline_highlights=headline.spans((*needles[""], *needles["headline"])),
        kicker_highlights=kicker.spans((*needles[""], *needles["kicker"])),
    )


def find_spans(text: str, needles: Sequence[str], rule: TextRule = PRINTED) -> tuple[Span, ...]:
    """Where the normalised needles stand in a text as printed; in order, spans that touch or overlap made one."""
    return _spans(text, rule.normalise(text), needles, rule)


def _spans(text: str, folded: str, needles: Sequence[str], rule: TextRule) -> tuple[Span, ...]:
    there = [needle for needle in needles if needle in folded]
    if not there:
        return ()
    starts, ends = _origins(text, folded, rule)
    found = sorted((starts[a], ends[b - 1]) for needle in there for a, b in _occurrences(folded, needle))
    spans: list[Span] = []
    for start, end in found:
        if spans and start <= spans[-1].end:
            spans[-1] = Span(spans[-1].start, max(end, spans[-1].end))
        else:
            spans.append(Span(start, end))
    return tuple(spans)


def needles_of(
    folded: Sequence[str], scope: str, wanted: Sequence[Term | String], segmenter: Segmenter, rule: TextRule
) -> tuple[str, ...]:
    """What is to be marked in these normalised values: a term's string where one of them holds it, else its words.

    ``scope`` is the one field that the values are of, or empty for those that are looked for everywhere.
    """
    needles: dict[str, None] = {}
    for term in wanted:
        if term.scope != scope:
            continue
        string = rule.normalise(term.text)
        if isinstance(term, String) or any(string in value for value in folded):
            needles[string] = None
        else:
            needles.update(dict.fromkeys(words_of(string, segmenter)))
    return tuple(needles)


def _snippets(body: Sequence[_Value], needles: Sequence[str]) -> tuple[Snippet, ...]:
    """The passages with the most different needles, in reading order; the first paragraph when there are none."""
    cut: list[tuple[int, int, Snippet]] = []
    for place, value in enumerate(body):
        spans = value.spans(needles)
        for passage in _passages(value.text, spans):
            inside = [span for span in spans if span.start >= passage.start and span.end <= passage.end]
            different = len({value.text[span.start : span.end] for span in inside})
            cut.append((-different, place, _snippet(value, passage, inside)))
    if cut:
        best = sorted(cut, key=lambda entry: entry[:2])[:SNIPPETS]
        return tuple(snippet for _, _, snippet in sorted(best, key=lambda entry: (entry[1], entry[2].start)))
    first = next((value for value in body if value.field == "paragraph"), None)
    return (_snippet(first, Span(0, min(len(first.text), PASSAGE)), ()),) if first else ()


def _snippet(value: _Value, passage: Span, spans: Sequence[Span]) -> Snippet:
    return Snippet(
        value.field,
        value.index,
        passage.start,
        value.text[passage.start : passage.end],
        (passage.start == 0, passage.end == len(value.text)),
        tuple(Span(span.start - passage.start, span.end - passage.start) for span in spans),
    )


def _passages(text: str, spans: Sequence[Span]) -> Iterator[Span]:
    """Stretches that together show every span, each about PASSAGE long, or as long as the span in it."""
    end = 0
    for span in spans:
        if span.end <= end:
            continue
        start = _passage_start(text, max(end, span.start - _LEAD), span.start)
        end = min(len(text), max(start + PASSAGE, span.end))
        yield Span(start, end)


def _passage_start(text: str, earliest: int, latest: int) -> int:
    """After the last stop before the match, where a stop stands between; the earliest place otherwise."""
    if earliest == 0:
        return 0
    stops = [stop.end() for stop in _STOPS.finditer(text, earliest, latest)]
    return stops[0] if stops else earliest


def _occurrences(text: str, needle: str) -> Iterator[tuple[int, int]]:
    start = text.find(needle)
    while start >= 0:
        yield start, start + len(needle)
        start = text.find(needle, start + 1)


def _origins(text: str, folded: str, rule: TextRule) -> tuple[Sequence[int], Sequence[int]]:
    """For each character of the normalised text, where the printed one begins and ends."""
    if len(folded) == len(text) and unicodedata.is_normalized("NFC", text) and rule.keeps_places(text):
        return range(len(text)), range(1, len(text) + 1)
    starts: list[int] = []
    ends: list[int] = []
    after_space = False
    for start, end in _composed(text):
        for character in "".join(map(rule.fold, unicodedata.normalize("NFC", text[start:end]))):
            if after_space and character.isspace():
                ends[-1] = end
                continue
            after_space = character.isspace()
            starts.append(start)
            ends.append(end)
    return starts, ends


def _composed(text: str) -> Iterator[tuple[int, int]]:
    """Stretches that NFC composes by themselves: single characters, unless marks follow."""
    if unicodedata.is_normalized("NFC", text):
        yield from ((place, place + 1) for place in range(len(text)))
        return
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or not _continues(text[start:place], text[place]):
            yield start, place
            start = place


def _continues(before: str, character: str) -> bool:
    """Whether the character is a mark, or composes with what stands before it."""
    joined = unicodedata.normalize("NFC", before + character)
    apart = unicodedata.normalize("NFC", before) + unicodedata.normalize("NFC", character)
    return unicodedata.combining(character) != 0 or joined != apart
