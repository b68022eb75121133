"""From a stored record to a hit: the passages that answer the query, cut from the text as printed.

Matching is done on normalised text; spans are carried back to the characters they came from.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any

from gongbao.core.dates import IssueDate
from gongbao.core.normal import fold, normalise
from gongbao.core.records import FACETS, Page
from gongbao.core.words import Segmenter
from gongbao.search.analysis import words_of
from gongbao.search.query.syntax import String, Term
from gongbao.search.results import Hit, RankClass, Snippet, Span

SNIPPETS = 3  # passages of one hit, at most
PASSAGE = 90  # characters of one passage, about
_LEAD = 24  # characters shown before the first match
# A passage begins after one of these when one is near.
_STOPS = re.compile(r"[。！？；，、：\s]")


def make_hit(
    record: str, rank_class: RankClass, score: float, wanted: Sequence[Term | String], segmenter: Segmenter
) -> Hit:
    """Read a stored record and mark in it what was looked for."""
    stored: dict[str, Any] = json.loads(record)
    needles = _needles(stored, wanted, segmenter)
    headline, kicker = stored["headline"], stored["kicker"]
    return Hit(
        id=stored["id"],
        headline=headline,
        kicker=kicker,
        date=IssueDate.parse(stored["date"]),
        page=Page(*stored["page"]),
        kind=stored["labels"]["kind"][0],
        score=score,
        rank_class=rank_class,
        labels={facet: tuple(stored["labels"][facet]) for facet in FACETS},
        byline=tuple(stored["labels"]["byline"]),
        snippets=_snippets(stored["body"], needles.get("", ())),
        headline_highlights=find_spans(headline, (*needles.get("", ()), *needles.get("headline", ()))),
        kicker_highlights=find_spans(kicker, (*needles.get("", ()), *needles.get("kicker", ()))),
    )


def find_spans(text: str, needles: Sequence[str]) -> tuple[Span, ...]:
    """Where the normalised needles stand in a text as printed; in order, spans that touch or overlap made one."""
    if not needles or not text:
        return ()
    folded = normalise(text)
    if not any(needle in folded for needle in needles):
        return ()
    folded, starts, ends = _with_origins(text)
    found = sorted((starts[a], ends[b - 1]) for needle in needles for a, b in _occurrences(folded, needle))
    spans: list[Span] = []
    for start, end in found:
        if spans and start <= spans[-1].end:
            spans[-1] = Span(spans[-1].start, max(end, spans[-1].end))
        else:
            spans.append(Span(start, end))
    return tuple(spans)


def _needles(
    stored: dict[str, Any], wanted: Sequence[Term | String], segmenter: Segmenter
) -> dict[str, tuple[str, ...]]:
    """What is to be marked, by scope: a term's string where the article holds it, else its words."""
    values = {"headline": [stored["headline"]], "kicker": [stored["kicker"]]}
    values[""] = [*values["headline"], *values["kicker"], *(text for _, _, text in stored["body"])]
    folded = {scope: [normalise(text) for text in texts] for scope, texts in values.items()}
    needles: dict[str, dict[str, None]] = {}
    for term in wanted:
        string = normalise(term.text)
        marked = needles.setdefault(term.scope, {})
        if isinstance(term, String) or any(string in text for text in folded[term.scope]):
            marked[string] = None
        else:
            marked.update(dict.fromkeys(words_of(string, segmenter)))
    return {scope: tuple(marked) for scope, marked in needles.items()}


def _snippets(body: Sequence[Sequence[Any]], needles: Sequence[str]) -> tuple[Snippet, ...]:
    """The passages with the most different needles, in reading order; the first paragraph when there are none."""
    cut: list[tuple[int, int, Snippet]] = []
    for place, (field, index, text) in enumerate(body):
        spans = find_spans(text, needles)
        for passage in _passages(text, spans):
            inside = [span for span in spans if span.start >= passage.start and span.end <= passage.end]
            marks = tuple(Span(span.start - passage.start, span.end - passage.start) for span in inside)
            different = len({text[span.start : span.end] for span in inside})
            cut.append((-different, place, _snippet(field, index, text, passage, marks)))
    if cut:
        best = sorted(cut, key=lambda entry: entry[:2])[:SNIPPETS]
        return tuple(snippet for _, _, snippet in sorted(best, key=lambda entry: (entry[1], entry[2].start)))
    for field, index, text in body:
        if field == "paragraph":
            return (_snippet(field, index, text, Span(0, min(len(text), PASSAGE)), ()),)
    return ()


def _snippet(field: str, index: int, text: str, passage: Span, marks: tuple[Span, ...]) -> Snippet:
    complete = (passage.start == 0, passage.end == len(text))
    return Snippet(field, index, passage.start, text[passage.start : passage.end], complete, marks)


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


def _with_origins(text: str) -> tuple[str, list[int], list[int]]:
    """The normalised text, and for each of its characters where the printed one begins and ends."""
    characters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _composed(text):
        for character in "".join(map(fold, unicodedata.normalize("NFC", text[start:end]))):
            space = character.isspace()
            if space and characters[-1:] == [" "]:
                ends[-1] = end
                continue
            characters.append(" " if space else character)
            starts.append(start)
            ends.append(end)
    return "".join(characters), starts, ends


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
