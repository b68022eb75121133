"""What is asked around a search: histograms, completions, and what else a query may have meant.

Everything here works over any engine: it needs no more than counts, keys and totals.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from gongbao.core.annotations import FACETS
from gongbao.search.completion import COMPLETED, WORD, key_prefix, read_keys, sound_prefix
from gongbao.search.plan import wanted_terms
from gongbao.search.query import And, Label, Node, Or, String, Term, render
from gongbao.search.query.filters import without_filters
from gongbao.search.results import Completion, FacetCount

if TYPE_CHECKING:
    from gongbao.search.backend.base import SearchBackend

_FILTER_OF = {"year": "date", "month": "date"}  # the query's field that filters by a facet, where the names differ
_SLIPS = 6  # letters of initials in which two may have been exchanged
_KEYS = 200  # keys looked at for one completion
_HEADLINES = 3  # completions that are whole headlines
_TERMS = 5  # terms of one query that are given another spelling
_SPELLINGS = 3  # other spellings of one term, and other queries offered
_LONGEST_TERM = 12  # characters; who pastes a sentence has not misheard it


def counted_without_own_filter(node: Node, facet: str) -> Node:
    """The tree that a facet is counted over: the query without its filters on that very facet."""
    return without_filters(node, _FILTER_OF.get(facet, facet))


def histogram_of(counts: Mapping[str, int], unit: str) -> tuple[FacetCount, ...]:
    """The counts oldest first, with the years or months between that have none."""
    if not counts:
        return ()
    span = _years if unit == "year" else _months
    return tuple(FacetCount(value, counts.get(value, 0)) for value in span(min(counts), max(counts)))


def _years(first: str, last: str) -> Iterator[str]:
    return (f"{year:04d}" for year in range(int(first), int(last) + 1))


def _months(first: str, last: str) -> Iterator[str]:
    begin, end = (int(value[:4]) * 12 + int(value[5:]) - 1 for value in (first, last))
    return (f"{month // 12:04d}-{month % 12 + 1:02d}" for month in range(begin, end + 1))


def completions(index: SearchBackend, typed: str, limit: int) -> tuple[Completion, ...]:
    """What was typed may be meant for: the most frequent labels and people, then the newest headlines."""
    prefix = key_prefix(index.rule.normalise(typed).strip())
    if not prefix or limit <= 0:
        return ()
    found = _beginning_with(index, prefix)
    if not found and prefix.isascii() and prefix.isalpha() and len(prefix) <= _SLIPS:
        for slip in _with_two_letters_exchanged(prefix):  # initials are typed fast: slq for sql
            found |= _beginning_with(index, slip)
    best = sorted(found, key=lambda one: (-one.count, COMPLETED.index(one.kind), one.value))[:limit]
    return (*best, *islice(_headlines(index, typed), max(0, min(_HEADLINES, limit - len(best)))))


def _beginning_with(index: SearchBackend, prefix: str) -> set[Completion]:
    return {completion for _, completion in read_keys(index.keys(prefix, _KEYS)) if completion.kind != WORD}


def _with_two_letters_exchanged(typed: str) -> Iterator[str]:
    for at in range(1, len(typed)):
        yield typed[: at - 1] + typed[at] + typed[at - 1] + typed[at + 1 :]


def _headlines(index: SearchBackend, typed: str) -> Iterator[Completion]:
    quoted = typed.strip().replace('"', '""')
    hits = index.search(f'标题:"{quoted}"', limit=_HEADLINES, sort="date").hits
    return (Completion(headline, "headline", 1) for headline in dict.fromkeys(hit.headline for hit in hits))


def sounding_alike(index: SearchBackend, node: Node) -> tuple[str, ...]:
    """Queries with terms that nobody printed replaced by printed ones of the same sound; each finds something."""
    offered: dict[str, int] = {}
    for term in islice(wanted_terms(node), _TERMS):
        if len(term.text) > _LONGEST_TERM or index.total(term):
            continue
        for meant in _meant_by(index, term):
            other = _replaced(node, term, meant)
            offered.setdefault(render(other), index.total(other))
    found = sorted((query for query, total in offered.items() if total), key=lambda query: -offered[query])
    return tuple(found[:_SPELLINGS])


def _meant_by(index: SearchBackend, term: Term | String) -> Iterator[Node]:
    """The whole term otherwise spelled, else one of its words after another; a label may never have been printed."""
    text = index.rule.normalise(term.text)
    whole = _sound_like(index, text)
    for spelling, kind in whole:
        yield replace(term, text=spelling)
        if kind in FACETS and not term.scope:
            yield Label(kind, spelling, whole=True)
    words = index.segmenter.cut(text) if not whole else ()
    for place, word in enumerate(words):
        for spelling, _ in _sound_like(index, word) if len(word) > 1 else ():
            yield replace(term, text="".join((*words[:place], spelling, *words[place + 1 :])))


def _sound_like(index: SearchBackend, word: str) -> Sequence[tuple[str, str]]:
    """(name, kind) of what has the sound of the word and another writing, most frequent first."""
    known = (completion for _, completion in read_keys(index.keys(sound_prefix(word), _KEYS)))
    named = ((completion.value.rpartition("/")[2], completion.kind) for completion in known)
    return list(islice((each for each in dict.fromkeys(named) if index.rule.normalise(each[0]) != word), _SPELLINGS))


def _replaced(node: Node, old: Node, new: Node) -> Node:
    if node == old:
        return new
    if isinstance(node, And | Or):
        return type(node)(tuple(_replaced(part, old, new) for part in node.parts))
    return node
