"""The most likely sequence of roles on a page: a linear chain over lines, weights as plain names and numbers.

Every line's role has a score from its evidence and one from the role before it; Viterbi's algorithm
finds the best sequence, and the lead of each role over the next best is kept with its reasons.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from operator import add

WEIGHTS = "weights.json"
# headline: first line of a title, opens an article; title: its further lines; opening: first paragraph of an
# article without headline; crosshead: a heading inside an article; continuation: goes on with the paragraph.
ROLES = ("headline", "title", "opening", "paragraph", "crosshead", "byline", "continuation")
START = "start"
_FORBIDDEN = -1e6
_SHOWN_REASONS = 6
_SILENT = [0.0] * len(ROLES)  # the scores of a line on which there is no evidence
# Which roles may stand behind which: what makes no article is not even weighed.
FOLLOWS: dict[str, tuple[str, ...]] = {
    START: ("headline", "opening"),
    "headline": ("headline", "title", "paragraph", "byline"),
    "title": ("headline", "title", "paragraph", "byline"),
    "opening": ("headline", "opening", "paragraph", "crosshead", "byline", "continuation"),
    "paragraph": ("headline", "opening", "paragraph", "crosshead", "byline", "continuation"),
    "crosshead": ("headline", "opening", "paragraph", "crosshead", "byline", "continuation"),
    "byline": ("headline", "opening", "paragraph", "crosshead", "byline"),
    "continuation": ("headline", "opening", "paragraph", "crosshead", "byline", "continuation"),
}


@dataclass(frozen=True, slots=True)
class Weights:
    """How much each piece of evidence, and each role before, speaks for each role (order of ROLES)."""

    evidence: Mapping[str, tuple[float, ...]]
    transitions: Mapping[str, tuple[float, ...]]  # from a role or START; forbidden ones far below any other


@dataclass(frozen=True, slots=True)
class Choice:
    """The role chosen for a line, its lead over the next best, and the evidence for it, strongest first."""

    role: str
    lead: float
    reasons: tuple[tuple[str, float], ...]


@cache
def load_weights() -> Weights:
    """The weights that come with the project, made by ``scripts/train_splitter.py``."""
    return parse_weights(resources.files("gongbao.ingest").joinpath("data").joinpath(WEIGHTS).read_text("utf-8"))


def parse_weights(text: str) -> Weights:
    """Weights from JSON: {"roles", "evidence": {name: [a number a role]}, "transitions": {role: [...]}}."""
    table = json.loads(text)
    if tuple(table["roles"]) != ROLES:
        raise ValueError(f"weights are for the roles {table['roles']}, not {ROLES}")
    return Weights(
        {name: _leaning(row) for name, row in table["evidence"].items()},
        {before: _allowed(before, table["transitions"][before]) for before in (START, *ROLES)},
    )


def _leaning(row: Sequence[float]) -> tuple[float, ...]:
    """What evidence says for each role beyond the average role; which sequence is best does not depend on the rest."""
    average = sum(row) / len(row)
    return tuple(weight - average for weight in row)


def _allowed(before: str, row: Sequence[float]) -> tuple[float, ...]:
    return tuple(weight if role in FOLLOWS[before] else _FORBIDDEN for role, weight in zip(ROLES, row, strict=True))


def choose_roles(
    page: Sequence[Sequence[str]], weights: Weights, barred: Sequence[Collection[str]] = ()
) -> list[Choice]:
    """The best sequence of roles for a page's lines, given each line's evidence and the roles that it cannot have."""
    if not page:
        return []
    known = weights.evidence
    spoken = [[(name, known[name]) for name in evidence if name in known] for evidence in page]
    scores = [
        [sum(column, 0.0) for column in zip(*[row for _, row in line], strict=True)] or _SILENT for line in spoken
    ]
    for place, roles in enumerate(barred):
        if roles:
            scores[place] = [
                score + _FORBIDDEN * (role in roles) for role, score in zip(ROLES, scores[place], strict=True)
            ]
    steps = [weights.transitions[role] for role in ROLES]
    forward = _forward(scores, weights.transitions[START], steps)
    backward = _backward(scores, steps)
    choices = []
    for line, ahead, behind in zip(spoken, forward, backward, strict=True):
        totals = list(map(add, ahead, behind))
        highest = max(totals)
        best = totals.index(highest)
        second = max(totals[:best] + totals[best + 1 :])
        choices.append(Choice(ROLES[best], round(highest - second, 3), _reasons(line, best)))
    return choices


def _forward(scores: list[list[float]], start: tuple[float, ...], steps: list[tuple[float, ...]]) -> list[list[float]]:
    """Best score of a sequence that ends in each role, per line."""
    found = [[score + first for score, first in zip(scores[0], start, strict=True)]]
    columns = list(zip(*steps, strict=True))
    for line in scores[1:]:
        before = found[-1]
        best = [max(map(add, before, column)) for column in columns]
        found.append(list(map(add, line, best)))
    return found


def _backward(scores: list[list[float]], steps: list[tuple[float, ...]]) -> list[list[float]]:
    """Best score of what may follow each role, per line."""
    found = [[0.0] * len(ROLES)]
    for line in reversed(scores[1:]):
        ahead = list(map(add, line, found[-1]))
        found.append([max(map(add, row, ahead)) for row in steps])
    return found[::-1]


def _reasons(line: Sequence[tuple[str, tuple[float, ...]]], role: int) -> tuple[tuple[str, float], ...]:
    """What spoke for the role, and against it, beyond what it said for the average role."""
    said = [row[role] for _, row in line]
    strength = list(map(abs, said))
    strongest = sorted(range(len(line)), key=strength.__getitem__, reverse=True)[:_SHOWN_REASONS]
    return tuple((line[place][0], round(said[place], 3)) for place in strongest)
