"""From single pieces of evidence to a label's score and status.

Each piece is a weight from 0 to 1; together they count like independent witnesses
(1 - product of the doubts), but only the strongest of one kind counts in full.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import log
from typing import NamedTuple

from gongbao.core.annotations import Origin, Status, Tag
from gongbao.nlp.layout import Layout

MAX_EVIDENCE = 12  # as many as a person would look at
_LEAST_DOUBT = 0.01  # from here on more evidence says nothing more: only repetition gets a score so far
_REPEATED = 0.5  # what a further match of the same wording is worth beside its first


class Witness(NamedTuple):
    """A stretch of the laid-out text with its weight; ``wording`` is what repeats count against."""

    weight: float
    wording: str
    start: int
    end: int
    rule: str  # as in Evidence.rule


def combined(witnesses: Iterable[Witness]) -> float:
    """The score of a label from its witnesses, 0 to 1."""
    doubt = 1.0
    met: dict[str, int] = {}
    for witness in sorted(witnesses, key=lambda one: -one.weight):
        times = met.get(witness.wording, 0)
        met[witness.wording] = times + 1
        if times < 4:  # a word said a hundred times is one witness, not a hundred
            doubt *= 1.0 - witness.weight * _REPEATED**times
    return 1.0 - doubt


def strength(score: float) -> float:
    """How much evidence a score stands for, on a scale on which witnesses add up: 0.99 is twice 0.9."""
    return -log(max(1.0 - score, _LEAST_DOUBT))


def tag_of(facet: str, label: str, score: float, threshold: float, witnesses: Sequence[Witness], layout: Layout) -> Tag:
    """The tag with its strongest evidence in reading order; set from the threshold on, below it a suggestion."""
    strongest = sorted(witnesses, key=lambda one: -one.weight)[:MAX_EVIDENCE]
    return Tag(
        facet=facet,
        label=label,
        score=round(score, 3),
        status=Status.SET if score >= threshold else Status.SUGGESTED,
        origin=Origin.RULE,
        evidence=tuple(layout.evidence(one.start, one.end, one.rule) for one in strongest),
    )
