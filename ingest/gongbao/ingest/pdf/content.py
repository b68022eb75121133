"""What stands on a page before it is understood: glyphs, rules, boxes and pictures; and their form as JSON.

The worker writes this JSON and the reader checks it: a worker that was led astray by a file can at most
hand over wrong text, never objects.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

UNREADABLE = "〓"  # the printer's mark for a missing sort: a code that no character belongs to
_LYING, _SLACK = 270, 3  # degrees
_CENTRE = 0.38  # em above the baseline: the middle of a Han character


@dataclass(frozen=True, slots=True)
class Style:
    """A font at a size: name without subset tag, size in points, weight 0 when unknown, angle in degrees."""

    font: str
    size: float
    weight: int = 0
    angle: int = 0
    color: int = 0  # 0xRRGGBB


@dataclass(frozen=True, slots=True)
class Glyph:
    """A character where it is printed: ``x`` left edge, ``y`` baseline, ``width`` as it advances."""

    text: str
    x: float
    y: float
    width: float
    style: Style
    order: int  # place in the file

    @property
    def right(self) -> float:
        """Right edge."""
        return self.x + self.width

    @property
    def is_lying(self) -> bool:
        """Whether it is turned by a quarter, its head to the right."""
        return abs(self.style.angle - _LYING) <= _SLACK

    @property
    def length(self) -> float:
        """How much of a vertical line it takes."""
        return self.width if self.is_lying else self.style.size

    @property
    def middle(self) -> tuple[float, float]:
        """Its middle; of one that lies on its right side, as figures in a vertical line do, too."""
        if self.is_lying:
            return self.x + _CENTRE * self.style.size, self.y + self.width / 2
        return self.x + self.width / 2, self.y - _CENTRE * self.style.size


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Width."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Height."""
        return self.bottom - self.top

    def holds(self, other: Rect, slack: float = 1.0) -> bool:
        """Whether the other lies inside, give or take ``slack`` points."""
        return (
            self.left - slack <= other.left
            and self.top - slack <= other.top
            and other.right <= self.right + slack
            and other.bottom <= self.bottom + slack
        )

    def shares_columns(self, other: Rect, slack: float = 0.0) -> bool:
        """Whether both stand over some common x."""
        return self.left < other.right - slack and other.left < self.right - slack

    def shares_rows(self, other: Rect, slack: float = 0.0) -> bool:
        """Whether both stand beside some common y."""
        return self.top < other.bottom - slack and other.top < self.bottom - slack

    def common_width(self, other: Rect) -> float:
        """How much of x both have."""
        return max(0.0, min(self.right, other.right) - max(self.left, other.left))


def around(rects: Sequence[Rect]) -> Rect:
    """The smallest rectangle around all."""
    return Rect(
        min(one.left for one in rects),
        min(one.top for one in rects),
        max(one.right for one in rects),
        max(one.bottom for one in rects),
    )


@dataclass(frozen=True, slots=True)
class PageContent:
    """One page as the file draws it."""

    width: float
    height: float
    glyphs: tuple[Glyph, ...] = ()
    rules: tuple[Rect, ...] = ()
    boxes: tuple[Rect, ...] = ()
    pictures: tuple[Rect, ...] = ()


def page_from_json(data: dict[str, Any]) -> PageContent:
    """The page in the worker's answer. ValueError, TypeError or KeyError when it is not of that form."""
    styles = [
        Style(str(font), float(size), int(weight), int(angle), int(color))
        for font, size, weight, angle, color in data["styles"]
    ]
    columns = (data["text"], data["x"], data["y"], data["widths"], data["style"])
    glyphs = tuple(
        Glyph(str(text), float(x), float(y), float(width), styles[style], order)
        for order, (text, x, y, width, style) in enumerate(zip(*columns, strict=True))
    )
    return PageContent(
        float(data["width"]),
        float(data["height"]),
        glyphs,
        _rects(data["rules"]),
        _rects(data["boxes"]),
        _rects(data["pictures"]),
    )


def _rects(rows: Sequence[Sequence[float]]) -> tuple[Rect, ...]:
    return tuple(Rect(float(left), float(top), float(right), float(bottom)) for left, top, right, bottom in rows)
