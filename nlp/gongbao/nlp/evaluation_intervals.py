"""How sure a figure of quality is: bootstrap intervals of F1, articles drawn with replacement.

Deterministic: the draws come from a fixed seed.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from gongbao.core.annotations import FACETS, SHOWN, Annotations
from gongbao.nlp.evaluation_gold import GoldArticle

ALL = "all"
DRAWS = 1000  # usual for 95 per cent intervals
TAIL = 2.5  # per cent on each side
_SEED = 20210716  # any number will do; the same articles shall give the same interval

Interval = tuple[float, float]


def f1_intervals(pairs: Sequence[tuple[GoldArticle, Annotations]]) -> dict[str, Interval]:
    """{facet, or ALL: 95 per cent interval of the micro-averaged F1 of set tags}; none where nothing was to decide."""
    by_facet = {facet: np.array([_counts(gold, found, facet) for gold, found in pairs]) for facet in FACETS}
    if not pairs:
        return {}
    by_facet[ALL] = np.sum([by_facet[facet] for facet in FACETS], axis=0)
    drawn = np.random.default_rng(_SEED).integers(len(pairs), size=(DRAWS, len(pairs)))
    intervals = {name: _interval(counts, drawn) for name, counts in by_facet.items()}
    return {name: interval for name, interval in intervals.items() if interval is not None}


def _counts(gold: GoldArticle, found: Annotations, facet: str) -> tuple[int, int]:
    """(twice the right ones, all that were given plus all that ought to be): F1 is the one over the other."""
    if facet not in gold.labels:
        return 0, 0
    given = {tag.label for tag in found.tags if tag.facet == facet and tag.status in SHOWN}
    wanted = gold.labels[facet]
    return 2 * len(given & wanted), len(given) + len(wanted)


def _interval(counts: NDArray[np.int64], drawn: NDArray[np.int64]) -> Interval | None:
    right, every = counts[drawn, 0].sum(axis=1), counts[drawn, 1].sum(axis=1)
    f1 = right[every > 0] / every[every > 0]
    if not len(f1):
        return None
    low, high = np.percentile(f1, [TAIL, 100 - TAIL])
    return float(low), float(high)
