"""An article as a bag of words, and bags as vectors of length one: what the learnt part of the tagger sees of a text.

Only Han words of two characters or more count: numbers, dates and single characters say little about what a
text is about. Page name and dateline do not count: they are the newspaper's, not the text's.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gongbao.nlp.layout import TITLE_FIELDS, Layout

Bag = Mapping[str, int]
Vector = dict[str, float]  # word: its share; the squares add up to one

TITLE_WEIGHT = 3  # a word of a title counts as often as one that the body says three times
FEWEST_ARTICLES = 2  # a word that only one article has tells nothing about another
MOST_WORDS = 20_000  # of the vocabulary, those in the most articles first: some 20 MB with all 45 topic labels
_WORD = re.compile("[\u4e00-\u9fff]{2,}")
_PASSED_OVER = ("page", "dateline")


@dataclass(frozen=True, slots=True)
class Rarities:
    """How much each known word tells: the logarithm of (articles + 1) / (articles that have it + 1), plus one."""

    weights: Mapping[str, float]

    def vector(self, bag: Bag) -> Vector:
        """The known words' shares, of length one in sum of squares; empty when no word is known."""
        known = {word: (1.0 + math.log(n)) * self.weights[word] for word, n in bag.items() if word in self.weights}
        length = math.sqrt(math.fsum(value * value for value in known.values()))
        return {word: value / length for word, value in known.items()} if length else {}


def bag_of(words: Iterable[str], layout: Layout, names: Collection[str] = ()) -> Counter[str]:
    """The words of a laid-out article, which joined are its text, with how often they count; ``names`` do not."""
    bag: Counter[str] = Counter()
    position = 0
    for word in words:
        if word not in names and _WORD.fullmatch(word):
            field = layout.field_at(position).field
            if field not in _PASSED_OVER:
                bag[word] += TITLE_WEIGHT if field in TITLE_FIELDS else 1
        position += len(word)
    return bag


def rarities_of(bags: Sequence[Bag]) -> Rarities:
    """The vocabulary of these articles."""
    articles = Counter(word for bag in bags for word in bag)
    kept = sorted((w for w, n in articles.items() if n >= FEWEST_ARTICLES), key=lambda w: (-articles[w], w))
    total = len(bags) + 1
    return Rarities({word: round(1.0 + math.log(total / (articles[word] + 1)), 6) for word in kept[:MOST_WORDS]})


def likenesses(vectors: Sequence[Vector]) -> NDArray[np.float64]:
    """The products of all vectors with each other, (n, n): 1 on the diagonal, 0 for texts without a common word."""
    rows: dict[str, list[tuple[int, float]]] = {}
    for number, vector in enumerate(vectors):
        for word, value in vector.items():
            rows.setdefault(word, []).append((number, value))
    products = np.zeros((len(vectors), len(vectors)))
    for word in sorted(rows):
        numbers = np.array([number for number, _ in rows[word]])
        values = np.array([value for _, value in rows[word]])
        products[np.ix_(numbers, numbers)] += np.outer(values, values)
    return products
