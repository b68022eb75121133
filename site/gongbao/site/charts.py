"""Charts as plain values that charts.html draws as SVG: years as bars, districts as tiles. Pure functions.

Lengths are user units of the SVG's ``viewBox``. Every number that a chart shows is in its values too, so that the
table beside it is made from the same.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

STEPS = 4  # shades above none: what a reader tells apart at a glance, and what the calendar has
_HEIGHT = 100  # of the longest bar
_LEAST = 1.0  # of a bar that is not nothing, so that it is seen
_SLOT = 36  # from one bar to the next: a year of four digits in 11 units takes 25
_BAR = 22
_WIDEST = (
    360  # of a timeline, about a phone, so that its type is not made smaller there; with more years bars are closer
)
_NARROWEST = 240  # of a timeline: with few years the bars would else be drawn as wide as a hand
_LABELS = 8  # years written below a timeline, at most: so they are 36 units or more apart
_TILE = 100
_GAP = 6


Number = int | float  # articles, or a sum of what figures count


@dataclass(frozen=True, slots=True)
class Bar:
    """The bar of a year; a year of nothing has a height of 0 and keeps its place."""

    year: int
    count: Number
    x: float
    y: float
    height: float
    labelled: bool  # whether the year is written below it


@dataclass(frozen=True, slots=True)
class Timeline:
    """Counts by year, from the first to the last without a gap."""

    width: float
    height: float
    bar_width: float
    bars: tuple[Bar, ...]
    most: Bar  # the first of the highest, whose number is written above it
    largest: Number
    total: Number


@dataclass(frozen=True, slots=True)
class GridRow:
    """A row of a grid: (count, shade) of each year, and their sum."""

    address: str
    text: str
    cells: tuple[tuple[int, int], ...]
    total: int


@dataclass(frozen=True, slots=True)
class Grid:
    """Counts by row and year; years of nothing keep their column."""

    years: tuple[int, ...]
    rows: tuple[GridRow, ...]


@dataclass(frozen=True, slots=True)
class Tile:
    """A district on a tile map; ``step`` is its shade, 0 for none up to STEPS; no address: no link."""

    name: str
    count: int
    address: str
    step: int
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class TileMap:
    """Districts as squares of one size, roughly where they lie."""

    width: int
    height: int
    side: int
    tiles: tuple[Tile, ...]


def timeline(counts: Mapping[int, Number]) -> Timeline:
    """The bars of the years from the first to the last of ``counts``; ValueError when there is none."""
    if not counts:
        raise ValueError("a timeline needs a year")
    years = range(min(counts), max(counts) + 1)
    largest = max(counts.values())
    slot = min(_SLOT, _WIDEST / len(years))
    every = -(-len(years) // _LABELS)
    width = max(_NARROWEST, slot * len(years))
    left = (width - slot * len(years)) / 2
    bars = []
    for place, year in enumerate(years):
        count = counts.get(year, 0)
        height = max(_LEAST, _rounded(_HEIGHT * count / largest)) if count else 0.0
        x = _rounded(left + slot * place + slot * (1 - _BAR / _SLOT) / 2)
        bars.append(Bar(year, count, x, _rounded(_HEIGHT - height), height, place % every == 0))
    return Timeline(
        width=_rounded(width),
        height=_HEIGHT,
        bar_width=_rounded(slot * _BAR / _SLOT),
        bars=tuple(bars),
        most=max(bars, key=lambda bar: bar.count),
        largest=largest,
        total=plain(math.fsum(counts.values())),
    )


def grid(rows: Sequence[tuple[str, str, Mapping[int, int]]], years: Iterable[int]) -> Grid:
    """The counts of (address, text, counts by year), every year from the first to the last of ``years``."""
    known = sorted(years)
    shown = tuple(range(known[0], known[-1] + 1)) if known else ()
    largest = max((count for _, _, counts in rows for count in counts.values()), default=0)
    return Grid(
        years=shown,
        rows=tuple(
            GridRow(
                address,
                text,
                tuple((counts.get(year, 0), step_of(counts.get(year, 0), largest)) for year in shown),
                sum(counts.get(year, 0) for year in shown),
            )
            for address, text, counts in rows
        ),
    )


def plain(value: float) -> Number:
    """A whole number without a decimal point, else six decimals at most: what float addition leaves is no figure."""
    rounded = round(value, 6)
    return int(rounded) if rounded == int(rounded) else rounded


def step_of(count: int, largest: int) -> int:
    """The shade of a count: 0 for none, else 1 to STEPS by equal shares of the largest."""
    return -(-STEPS * count // largest) if count > 0 else 0


def tile_map(layout: Mapping[str, tuple[int, int]], counted: Sequence[tuple[str, str, int]]) -> TileMap:
    """The map of all districts of a layout (name -> column, row) with (address, name, count) of those that have any."""
    found = {name: (address, count) for address, name, count in counted}
    largest = max((found[name][1] for name in layout if name in found), default=0)
    tiles = []
    for name, (column, row) in sorted(layout.items(), key=lambda item: (item[1][1], item[1][0])):
        address, count = found.get(name, ("", 0))
        place = (column * (_TILE + _GAP), row * (_TILE + _GAP))
        tiles.append(Tile(name, count, address if count else "", step_of(count, largest), *place))
    columns, rows = (1 + max(places) for places in zip(*layout.values(), strict=True))
    return TileMap(columns * (_TILE + _GAP) - _GAP, rows * (_TILE + _GAP) - _GAP, _TILE, tuple(tiles))


def _rounded(value: float) -> float:
    return round(value, 2)
