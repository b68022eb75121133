"""Finding a vocabulary's patterns in a text: by look-ups of their first pieces, matches aligned to words afterwards.

Pairs of characters at which no word begins are passed over in one sweep. An automaton is slower here:
its every step from the root looks through as many edges as there are first characters, a thousand in Chinese.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

import numpy
from numpy.typing import NDArray

from gongbao.nlp.patterns import Pattern, read_pattern

_PAIRS = 1 << 20  # numbers that pairs of characters are hashed to: few words share one by chance
_MIX = 0x9E3779B1  # 2^32 over the golden ratio, which scatters neighbouring codes
_SHIFT = 32 - 20
MOST_STARTS = 10_000  # a megabyte says no word oftener, unless it says nothing else
_LITERAL = re.compile(r"[^(){}\[\]|\s]+")


class Found(NamedTuple):
    """A pattern's match in the laid-out text. ``key`` is whatever the pattern was entered with."""

    key: int
    start: int
    end: int


class Words:
    """Literal words, found by their first two characters and then by one look-up for each length they come in."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = frozenset(words)
        lengths: dict[str, tuple[int, ...]] = {}
        for head, length in {(word[:2], len(word)) for word in self._words if len(word) > 1}:
            lengths[head] = (*lengths.get(head, ()), length)
        self._lengths = {head: tuple(sorted(found)) for head, found in lengths.items()}
        self._is_head = numpy.zeros(_PAIRS, dtype=bool)  # by the pair's number; a pair that is none may share it
        self._is_head[_pair_numbers("".join(self._lengths))[::2]] = True
        single = "".join(re.escape(word) for word in sorted(self._words) if len(word) == 1)
        self._single = re.compile(f"[{single}]") if single else None

    def find(self, text: str) -> Iterator[tuple[int, str]]:
        """(start, word) for every word, overlapping ones too; those of one character come last."""
        words, lengths = self._words, self._lengths
        for start in self._is_head[_pair_numbers(text)].nonzero()[0].tolist():
            for length in lengths.get(text[start : start + 2], ()):
                word = text[start : start + length]
                if word in words:
                    yield start, word
        if self._single is not None:
            for found in self._single.finditer(text):
                yield found.start(), found[0]

    def starts(self, text: str) -> list[int]:
        """Where a word begins, ascending, each place once."""
        return sorted({start for start, _ in self.find(text)})


@lru_cache(maxsize=1)
def _pair_numbers(text: str) -> NDArray[numpy.uint32]:
    """A number for each pair of neighbouring characters; kept, because all vocabularies ask about the same text."""
    codes = numpy.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=numpy.uint32)
    return ((codes[:-1] * numpy.uint32(31) ^ codes[1:]) * numpy.uint32(_MIX)) >> numpy.uint32(_SHIFT)


def matches_at(pattern: re.Pattern[str], text: str, starts: Iterable[int]) -> Iterator[re.Match[str]]:
    """As ``pattern.finditer``, for a pattern that can match only at these places, which ascend."""
    reached = 0
    for start in starts:
        found = pattern.match(text, start) if start >= reached else None
        if found is not None:
            reached = found.end()
            yield found


class Matcher:
    """The first pieces of all patterns; further pieces are looked for from there."""

    def __init__(self, patterns: Iterable[tuple[str, int]]) -> None:
        # Nearly all names are literal, and 12,000 of them are read at each start: those have a key and no pattern.
        entries: dict[str, tuple[tuple[int, Pattern | None], ...]] = {}
        is_literal = _LITERAL.fullmatch
        for written, key in patterns:
            pattern = None if is_literal(written) else read_pattern(written)
            for first in (written,) if pattern is None else pattern.pieces[0]:
                entries[first] = (*entries.get(first, ()), (key, pattern))
        self._entries = entries
        self._words = Words(entries)

    def find(self, text: str) -> Iterator[Found]:
        """All matches, overlapping ones too, in the order of Words; of one first piece those at MOST_STARTS places."""
        times: dict[str, int] = defaultdict(int)
        for start, first in self._words.find(text):
            times[first] += 1
            if times[first] > MOST_STARTS:
                continue
            after = start + len(first)
            for key, pattern in self._entries[first]:
                end = pattern.end_after(text, after) if pattern is not None and pattern.gaps else after
                if end > 0:
                    yield Found(key, start, end)


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
