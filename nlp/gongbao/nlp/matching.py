"""Finding a vocabulary's patterns in a text: one automaton for all of them, matches aligned to words afterwards."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import accumulate

import ahocorasick

from gongbao.nlp.patterns import Pattern, read_pattern

_LITERAL = re.compile(r"[^(){}|\s]+")


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern's match in the laid-out text. ``key`` is whatever the pattern was entered with."""

    key: int
    start: int
    end: int


class Matcher:
    """An automaton over the first pieces of all patterns; further pieces are looked for from there."""

    def __init__(self, patterns: Iterable[tuple[str, int]]) -> None:
        entries: dict[str, list[tuple[int, Pattern]]] = defaultdict(list)
        for written, key in patterns:
            if _LITERAL.fullmatch(written):  # nearly all names are: 12,000 of them are read at each start
                entries[written].append((key, Pattern(((written,),), ())))
                continue
            pattern = read_pattern(written)
            for first in pattern.pieces[0]:
                entries[first].append((key, pattern))
        self._automaton = ahocorasick.Automaton()
        for first, found in entries.items():
            self._automaton.add_word(first, (len(first), tuple(found)))
        if entries:
            self._automaton.make_automaton()
        self._empty = not entries

    def find(self, text: str) -> Iterator[Found]:
        """All matches, overlapping ones too, by where their first piece ends."""
        if self._empty:
            return
        for last, (length, patterns) in self._automaton.iter(text):
            for key, pattern in patterns:
                end = last + 1 if not pattern.gaps else pattern.end_after(text, last + 1)
                if end > 0:
                    yield Found(key, last + 1 - length, end)


def word_starts(words: Iterable[str]) -> frozenset[int]:
    """Where a match may begin or end without cutting a word: where words begin, and the text's end."""
    return frozenset(accumulate(map(len, words), initial=0))


def longest(found: Iterable[Found]) -> list[Found]:
    """Of overlapping matches the longest, of equal ones the first; in reading order."""
    chosen: list[Found] = []
    for match in sorted(found, key=lambda one: (one.start, -one.end, one.key)):
        if chosen and match.start < chosen[-1].end:
            if match.end - match.start > chosen[-1].end - chosen[-1].start:
                chosen[-1] = match
            continue
        chosen.append(match)
    return chosen
