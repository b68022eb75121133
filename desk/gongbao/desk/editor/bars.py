"""Counts as bars, in user units of an SVG's viewBox; the list or table beside it is made from the same values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

HEIGHT = 60.0  # of the longest bar
WIDTH = 720.0  # of all bars with what is between them: about a page's width in pixels
WIDEST = 36.0  # from one bar to the next, so that three years are not drawn as wide as a hand
_SHARE = 0.8  # of that which the bar takes
_LEAST = 1.5  # of a bar that is not nothing, so that it is seen


@dataclass(frozen=True, slots=True)
class Bar:
    """One value's bar; ``address`` is where it leads, empty for nowhere."""

    name: str
    count: int
    address: str
    x: float
    y: float
    width: float
    height: float
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of upright bars."""

    width: float
    height: float
    bars: tuple[Bar, ...]
    most: int


def upright_bars(counts: Iterable[tuple[str, int, str, bool]]) -> Bars | None:
    """A chart of (name, count, address, chosen) in the given order; None when nothing is counted."""
    rows = list(counts)
    most = max((count for _, count, _, _ in rows), default=0)
    if not most:
        return None
    slot = min(WIDEST, WIDTH / len(rows))
    bars = []
    for number, (name, count, address, chosen) in enumerate(rows):
        height = max(_LEAST, HEIGHT * count / most) if count else 0.0
        x = round(number * slot, 2)
        bars.append(Bar(name, count, address, x, round(HEIGHT - height, 2), slot * _SHARE, round(height, 2), chosen))
    return Bars(round(slot * len(rows), 2), HEIGHT, tuple(bars), most)
