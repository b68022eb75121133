"""Text cut where marks begin and end, so that a template can write it without making markup of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TypeVar

Mark = TypeVar("Mark")
Piece = tuple[str, str]  # text, and the classes of its mark; empty outside one


def cut(start: int, end: int, marks: Iterable[tuple[int, int, Mark]]) -> Iterator[tuple[int, int, tuple[Mark, ...]]]:
    """What lies from ``start`` to ``end`` in stretches, each with the marks that cover it, in their order, once each.

    A mark is (start, end, what it stands for); what of it lies outside is left out.
    """
    inside = [(max(first, start), min(last, end), mark) for first, last, mark in marks]
    cuts = sorted({start, end, *(at for first, last, _ in inside for at in (first, last))})
    for begin, stop in pairwise(cuts):
        covering = (mark for first, last, mark in inside if first <= begin and stop <= last)
        yield begin, stop, tuple(dict.fromkeys(covering))


def pieces(text: str, marks: Iterable[tuple[int, int, str]]) -> list[Piece]:
    """The text in pieces; a mark is (start, end, class), and where several overlap a piece has all their classes."""
    return [(text[begin:stop], " ".join(names)) for begin, stop, names in cut(0, len(text), marks)]
