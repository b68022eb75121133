"""Fit the splitter's weights to labelled pages: a linear-chain model, by gradient on evidence names.

``scripts/train_splitter.py`` gives the pages. What is fitted holds evidence names and numbers, no text of a page.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from gongbao.core.words import Segmenter
from gongbao.ingest.blocks import read_lines
from gongbao.ingest.evidence import page_evidence
from gongbao.ingest.model import FOLLOWS, ROLES, START

_Array = np.ndarray[Any, np.dtype[np.float64]]
EPOCHS, RATE, SHRINK = 30, 0.12, 0.002  # chosen by cross-validation over pages
MIN_COUNT = 4  # evidence met on fewer lines is left out
_BLOCKED = -1e6


@dataclass(frozen=True)
class LabelledPage:
    """A page's evidence by line and the right role of each line, as its place in ROLES."""

    evidence: list[list[str]]
    roles: list[int]


def labelled_page(name: str, text: str, roles: Sequence[str], segmenter: Segmenter) -> LabelledPage:
    """A page's evidence and roles, one of ``model.ROLES`` for each line of the text that is not blank."""
    lines = read_lines(text)
    if len(lines) != len(roles):
        raise ValueError(f"{name}: {len(lines)} lines, {len(roles)} roles")
    return LabelledPage(page_evidence(lines, segmenter), [ROLES.index(role) for role in roles])


def fit(pages: Sequence[LabelledPage]) -> dict[str, object]:
    """The weights file's content, fitted to the pages by Adagrad on the conditional likelihood."""
    counts = Counter(name for page in pages for line in page.evidence for name in set(line))
    names = sorted(name for name, count in counts.items() if count >= MIN_COUNT)
    number = {name: place for place, name in enumerate(names)}
    weights = np.zeros((len(names) + 1, len(ROLES)))
    moves = np.zeros((len(ROLES) + 1, len(ROLES)))  # the last row: from START
    allowed = np.array([[role in FOLLOWS[before] for role in ROLES] for before in (*ROLES, START)])
    squares, move_squares = np.full(weights.shape, 1e-6), np.full(moves.shape, 1e-6)
    indexed = [
        ([np.array([number[one] for one in line if one in number]) for line in page.evidence], page.roles)
        for page in pages
    ]
    order = np.random.default_rng(0)  # a fixed order, so that the same pages give the same weights
    for _ in range(EPOCHS):
        for place in order.permutation(len(indexed)):
            lines, roles = indexed[place]
            scores = np.array([weights[line].sum(axis=0) for line in lines])
            gradient, move_gradient = _gradient(scores, np.where(allowed, moves, _BLOCKED), roles)
            touched, back = np.unique(np.concatenate(lines), return_inverse=True)
            rows = np.zeros((len(touched), len(ROLES)))
            np.add.at(rows, back, np.repeat(gradient, [len(line) for line in lines], axis=0))
            rows -= SHRINK * weights[touched]
            squares[touched] += rows**2
            weights[touched] += RATE * rows / np.sqrt(squares[touched])
            move_gradient -= SHRINK * moves
            move_squares += move_gradient**2
            moves += RATE * move_gradient / np.sqrt(move_squares)
    return {
        "roles": list(ROLES),
        "transitions": {name: _rounded(row) for name, row in zip((*ROLES, START), moves, strict=True)},
        "evidence": {name: _rounded(weights[place]) for name, place in number.items()},
    }


def _rounded(row: _Array) -> list[float]:
    return [round(float(one), 3) for one in row]


def _gradient(scores: _Array, moves: _Array, roles: list[int]) -> tuple[_Array, _Array]:
    """Observed less expected counts, for a page's lines and for its transitions."""
    steps = moves[:-1]
    ahead, behind = [scores[0] + moves[-1]], [np.zeros(len(ROLES))]
    for line in scores[1:]:
        ahead.append(line + np.logaddexp.reduce(ahead[-1][:, None] + steps, axis=0))
    for line in scores[:0:-1]:
        behind.append(np.logaddexp.reduce(steps + (line + behind[-1])[None, :], axis=1))
    behind.reverse()
    total = np.logaddexp.reduce(ahead[-1])
    lines = -np.exp(np.array(ahead) + np.array(behind) - total)
    pairs = np.zeros_like(moves)
    pairs[-1] = lines[0]
    for place in range(1, len(scores)):
        joint = ahead[place - 1][:, None] + steps + (scores[place] + behind[place])[None, :] - total
        pairs[:-1] -= np.exp(joint)
    lines[np.arange(len(roles)), roles] += 1
    pairs[-1, roles[0]] += 1
    for before, role in pairwise(roles):
        pairs[before, role] += 1
    return lines, pairs


def weights_text(weights: dict[str, object]) -> str:
    """The content of a weights file: JSON with a line for each piece of evidence."""

    def line(value: object) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"))

    parts = []
    for name, value in weights.items():
        if isinstance(value, dict):
            rows = ",\n".join(f"{line(key)}:{line(row)}" for key, row in value.items())
            parts.append(f"{line(name)}:{{\n{rows}\n}}")
        else:
            parts.append(f"{line(name)}:{line(value)}")
    return "{\n" + ",\n".join(parts) + "\n}\n"
