"""Postings as shard files, cut so that one query loads little.

A shard holds keys in ascending order with the documents of each; the positions of its pairs stand
beside it in parts, which only a phrase of three characters and more loads, and of which it loads
those with documents in question. The file format is told in docs/decisions/0008-browser-search.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from gongbao.site.search_index.codes import BITS, Codes, Numbers, gamma, gap_parameter, gaps, rice
from gongbao.site.search_index.corpus import CODE_BITS
from gongbao.site.search_index.documents import ZONES
from gongbao.site.search_index.postings import Postings
from gongbao.site.search_index.script import shard_path

SECOND_PARAMETER = 6  # Rice parameter of the gaps between the second characters of one first character


@dataclass(frozen=True, slots=True)
class Measures:
    """What all shards share: the archive's size, and how large a shard and a part of positions may grow."""

    documents: int
    zone_means: tuple[int, ...]  # mean characters of a zone in a document, at least 1
    shard_bits: int
    part_bits: int

    @classmethod
    def of(cls, documents: int, zone_characters: list[int]) -> Measures:
        """Sizes that grow with the square root of the archive: twice the shards and twice their size at four times."""
        growth = max(1.0, documents / 20_000) ** 0.5
        means = tuple(max(1, characters // max(1, documents)) for characters in zone_characters)
        digits = int(6_000 * growth)
        return cls(documents, means, digits * BITS // 2, digits * BITS // 2)


class ShardWriter:
    """Cuts bucket after bucket into shards, numbers them and remembers their first keys."""

    def __init__(self, measures: Measures, write: Callable[[str, object], None]) -> None:
        self._measures = measures
        self._write = write
        self.first_keys: list[int] = []

    def add(self, postings: Postings) -> None:
        """Write the shards of a bucket; no shard reaches over to the next bucket."""
        sparse, counts = _sparse(postings, self._measures.documents)
        gap_codes = _gap_codes(sparse, counts, self._measures.documents)
        entry_bits = np.full(len(postings.keys), 24)  # about what a key and its counts take
        owner = np.repeat(np.arange(len(postings.keys)), counts.sum(axis=1))
        entry_bits += np.bincount(owner, gap_codes.lengths, len(postings.keys)).astype(np.int64)
        cuts = _cuts(entry_bits, self._measures.shard_bits)
        listed = _offsets(counts.sum(axis=1))
        paired = (postings.keys & ((1 << CODE_BITS) - 1)) > 0
        placed = _offsets(np.where(paired, postings.counts.sum(axis=1), 0))
        places = _Places(postings, paired, self._measures)
        for start, end in pairwise(cuts.tolist()):
            number = len(self.first_keys)
            self.first_keys.append(int(postings.keys[start]))
            parts = places.parts(int(placed[start]), int(placed[end]))
            entries = _entry_codes(postings.keys[start:end], postings.counts[start:end])
            found = gap_codes.part(int(listed[start]), int(listed[end]))
            name = shard_path("shards", number)
            self._write(name, [end - start, entries.pack(), found.pack(), parts.starts])
            for part, payload in enumerate(parts.payloads):
                self._write(f"{shard_path('positions', number)}-{part}", payload)


@dataclass(frozen=True, slots=True)
class _Parts:
    starts: list[int]  # the first posting of each part, counted from the shard's first pair
    payloads: list[list[str]]


class _Places:
    """The positions of a bucket, ready to be cut."""

    def __init__(self, postings: Postings, paired: NDArray[np.bool_], measures: Measures) -> None:
        zones = np.tile(np.arange(ZONES), int(paired.sum()))
        zone = np.repeat(zones, postings.counts[paired].ravel())
        means = np.array(measures.zone_means, np.int64)[zone]
        self._times = rice(postings.times - 1, 0)
        starts = _offsets(postings.times)
        # With the times known, the places are as good as spread evenly over a text of mean length.
        parameter = np.empty(len(zone), np.int64)
        for mean in set(measures.zone_means):
            chosen = means == mean
            parameter[chosen] = gap_parameter(postings.times[chosen] + 1, mean)
        self._gaps = rice(gaps(postings.positions, starts[:-1]), np.repeat(parameter, postings.times))
        self._starts = starts
        bits = np.append(0, np.cumsum(self._gaps.lengths))[starts]
        self._bits = self._times.lengths + np.diff(bits)
        self._target = measures.part_bits

    def parts(self, start: int, end: int) -> _Parts:
        """The postings of pairs from start to end in parts of the size asked for."""
        if start == end:
            return _Parts([], [])
        cuts = start + _cuts(self._bits[start:end], self._target)
        payloads = [
            [
                self._times.part(first, last).pack(),
                self._gaps.part(int(self._starts[first]), int(self._starts[last])).pack(),
            ]
            for first, last in pairwise(cuts.tolist())
        ]
        return _Parts([int(cut) - start for cut in cuts[:-1]], payloads)


def _sparse(postings: Postings, universe: int) -> tuple[Numbers, Numbers]:
    """The documents as they are written, and how many: where a list holds more than half of all, the others."""
    counts = postings.counts.copy()
    ends = np.cumsum(counts.ravel())
    pieces: list[Numbers] = []
    done = 0
    for place in np.flatnonzero(counts.ravel() * 2 > universe):
        end = int(ends[place])
        start = end - int(counts.ravel()[place])
        absent = np.setdiff1d(np.arange(universe), postings.documents[start:end], assume_unique=True)
        pieces += [postings.documents[done:start], absent]
        counts.reshape(-1)[place] = len(absent)
        done = end
    pieces.append(postings.documents[done:])
    return np.concatenate(pieces), counts


def _gap_codes(documents: Numbers, counts: Numbers, universe: int) -> Codes:
    sizes = counts.ravel()
    starts = _offsets(sizes)[:-1]
    return rice(gaps(documents, starts[sizes > 0]), np.repeat(gap_parameter(sizes, universe), sizes))


def _entry_codes(keys: Numbers, counts: Numbers) -> Codes:
    first = keys >> CODE_BITS
    second = keys & ((1 << CODE_BITS) - 1)
    step = np.diff(first, prepend=0)
    before = np.append(-1, second[:-1])
    second_codes = rice(np.where(step > 0, second, second - before - 1), SECOND_PARAMETER)
    columns = [gamma(step), second_codes, *(gamma(counts[:, zone]) for zone in range(ZONES))]
    return Codes(
        np.stack([column.zeros for column in columns], axis=1).ravel(),
        np.stack([column.width for column in columns], axis=1).ravel(),
        np.stack([column.low for column in columns], axis=1).ravel(),
    )


def _cuts(bits: Numbers, target: int) -> Numbers:
    """Where to cut so that each piece begins in another ``target`` bits; with both ends."""
    piece = (np.cumsum(bits) - bits) // target
    return np.concatenate(([0], np.flatnonzero(np.diff(piece)) + 1, [len(bits)]))


def _offsets(sizes: Numbers) -> Numbers:
    return np.append(0, np.cumsum(sizes))
