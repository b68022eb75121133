"""Which articles tell the same: text → shingles → MinHash signature → candidates → comparison of the texts themselves.

Pure and deterministic: no seed but the constants below, no hash of Python's, no clock. A signature only finds
candidates; what decides is always the two texts' own shingles, so that no estimate makes a link.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from gongbao.core.normal import normalise
from gongbao.core.records import Article

RULE = 1  # raised whenever a signature or a decision changes: what was compared by another rule is compared anew
SHINGLE = 5  # characters
# 48 bands of 3: of texts that share half of their shingles 1 - (1 - 0.5³)^48 = 99.8 % become candidates.
BANDS, ROWS = 48, 3
ALIKE = 0.5  # share of common shingles (Jaccard) from which two texts are the same story; 80 % kept of both is 0.67
SHORT = 200  # letters; a shorter text (brief, caption, standing notice) must be the same letter for letter
SHORTEST = 30  # letters; below it, "下转第三版" and the like, nothing is compared
FEW_NUMBERS = 3  # from so many numbers on, half of them must be the same: a table of another day is no reprint
SAME_NUMBERS = 0.5
AT_ONCE = 512  # shingles of which products are held, so that they stay in the processor's cache

_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_SEED = np.uint64(0x9E3779B97F4A7C15)  # the golden ratio's bits, as in splitmix64

Hashes = NDArray[np.uint64]
Signatures = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Likable:
    """What two articles are compared by."""

    letters: str  # the normalised body without punctuation and space
    shingles: Hashes  # 64-bit hashes, sorted, each once; empty when the text is too short to be compared
    numbers: frozenset[str]

    @property
    def digest(self) -> str:
        """Of the letters, with the rule before it: at most 64 characters, equal for equal texts."""
        return f"{RULE}:{hashlib.sha256(self.letters.encode('utf-8', 'surrogatepass')).hexdigest()}"[:64]


def likable(article: Article) -> Likable:
    """The body, or the captions where there is none; headline, byline and dateline are what reprints change."""
    text = normalise(article.text or "\n".join(picture.caption for picture in article.pictures))
    letters = "".join(filter(str.isalnum, text))
    shingles = _shingles(letters) if len(letters) >= SHORTEST else np.empty(0, np.uint64)
    return Likable(letters, shingles, frozenset(_NUMBER.findall(text)))


def signature(shingles: Hashes) -> Signatures:
    """BANDS × ROWS numbers: for each odd factor the smallest product with the hashes, high half."""
    smallest = np.full(BANDS * ROWS, np.iinfo(np.uint64).max, np.uint64)
    for start in range(0, len(shingles), AT_ONCE):
        products = _factors()[:, np.newaxis] * shingles[start : start + AT_ONCE]
        smallest = np.minimum(smallest, products.min(axis=1))
    return (smallest >> np.uint64(32)).astype(np.uint32)


def likeness(one: Likable, other: Likable) -> float:
    """The share of common shingles, 0 to 1; 0 when the two are not the same story."""
    if not len(one.shingles) or not len(other.shingles):
        return 0.0
    if one.letters == other.letters:
        return 1.0
    if min(len(one.letters), len(other.letters)) < SHORT:
        return 0.0
    fewer = min(len(one.numbers), len(other.numbers))
    if fewer >= FEW_NUMBERS and len(one.numbers & other.numbers) < SAME_NUMBERS * fewer:
        return 0.0
    common = len(np.intersect1d(one.shingles, other.shingles, assume_unique=True))
    share = common / (len(one.shingles) + len(other.shingles) - common)
    return share if share >= ALIKE else 0.0


def candidates(signatures: Signatures, fresh: Sequence[bool]) -> set[tuple[int, int]]:
    """Pairs (lower index, higher index) that share a band, at least one of the two fresh; one row a signature."""
    found: set[tuple[int, int]] = set()
    for first in range(0, BANDS * ROWS, ROWS):
        for members in _runs(np.ascontiguousarray(signatures[:, first : first + ROWS])):
            found.update(pair for pair in combinations(members, 2) if fresh[pair[0]] or fresh[pair[1]])
    return found


def _runs(band: Signatures) -> Iterator[list[int]]:
    """Indexes of equal rows, ascending, two or more together."""
    order = np.lexsort(band.T)
    equal = np.all(band[order[1:]] == band[order[:-1]], axis=1)
    ends = np.flatnonzero(~equal) + 1
    for run in np.split(order, ends):
        if len(run) > 1:
            yield sorted(run.tolist())


def _shingles(letters: str) -> Hashes:
    codes = np.frombuffer(letters.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    hashes = np.zeros(len(codes) - SHINGLE + 1, np.uint64)
    for place in range(SHINGLE):
        hashes = _mix(hashes ^ codes[place : len(codes) - SHINGLE + 1 + place])
    return np.unique(hashes)


@cache
def _factors() -> Hashes:
    return _mix(np.arange(BANDS * ROWS, dtype=np.uint64)) | np.uint64(1)


def _mix(values: Hashes) -> Hashes:
    """Steele, Lea and Flood's splitmix64, whose wrap-around is meant."""
    mixed = values + _SEED
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return mixed ^ (mixed >> np.uint64(31))
