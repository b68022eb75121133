"""Text cut where marks begin and end, so that a template can write it without making markup of its own."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

Piece = tuple[str, str]  # text, and the classes of its mark; empty outside one


def pieces(text: str, marks: Iterable[tuple[int, int, str]]) -> list[Piece]:
    """The text in pieces; a mark is (start, end, class), and where several overlap a piece has all their classes."""
    inside = [(max(start, 0), min(end, len(text)), name) for start, end, name in marks]
    cuts = sorted({0, len(text), *(start for start, _, _ in inside), *(end for _, end, _ in inside)})
    found = []
    for start, end in pairwise(cuts):
        names = dict.fromkeys(name for first, last, name in inside if first <= start and end <= last)
        found.append((text[start:end], " ".join(names)))
    return found
