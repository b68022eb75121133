"""Hot areas of an e-paper's page: where they are known they decide which line belongs to which article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gongbao.core.records import Area
from gongbao.ingest.pdf.content import Rect
from gongbao.ingest.pdf.lines import TypeLine


@dataclass(frozen=True, slots=True)
class AreaLines:
    """An area and the lines of type that stand in it, in the order in which they were given."""

    area: Area
    lines: tuple[TypeLine, ...]


def articles_by_areas(
    lines: Sequence[TypeLine], areas: Sequence[Area], width: float, height: float
) -> tuple[list[AreaLines], list[TypeLine]]:
    """Each line with the area that holds its middle, and the lines that no area holds.

    ``width`` and ``height`` are the page's in points; areas are polygons in shares of them. Where areas overlap the
    smaller one has the line: it was drawn for what stands in it. Each line is given out once.
    """
    taken: list[list[TypeLine]] = [[] for _ in areas]
    outside: list[TypeLine] = []
    sizes = [_size(area.polygon) for area in areas]
    for line in lines:
        middle = ((line.rect.left + line.rect.right) / 2 / width, (line.rect.top + line.rect.bottom) / 2 / height)
        holding = [place for place, area in enumerate(areas) if _holds(area.polygon, middle)]
        if holding:
            taken[min(holding, key=lambda place: (sizes[place], place))].append(line)
        else:
            outside.append(line)
    found = [AreaLines(area, tuple(inside)) for area, inside in zip(areas, taken, strict=True)]
    return found, outside


def outline(area: Area, width: float, height: float) -> Rect:
    """The rectangle around an area, in points."""
    xs, ys = zip(*area.polygon, strict=True)
    return Rect(min(xs) * width, min(ys) * height, max(xs) * width, max(ys) * height)


def _holds(polygon: Sequence[tuple[float, float]], point: tuple[float, float]) -> bool:
    """Whether a point lies inside, by how often a ray to the right crosses the outline."""
    x, y = point
    inside = False
    for place, (x1, y1) in enumerate(polygon):
        x2, y2 = polygon[place - 1]
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            inside = not inside
    return inside


def _size(polygon: Sequence[tuple[float, float]]) -> float:
    """The area inside, by the shoelace formula."""
    pairs = ((polygon[place - 1], corner) for place, corner in enumerate(polygon))
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairs)) / 2
