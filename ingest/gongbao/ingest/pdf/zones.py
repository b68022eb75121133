"""Boxes as worlds of their own: what stands in a box never mixes with what stands outside of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from gongbao.ingest.pdf.columns import DISPLAY
from gongbao.ingest.pdf.content import PageContent, Rect, around
from gongbao.ingest.pdf.lines import TypeLine

_LEAST_WIDTH, _LEAST_HEIGHT = 60.0, 28.0  # points: a smaller box is an ornament
_LEAST_LINES = 2
_WHOLE_PAGE = 0.9  # of the page's width and height: a frame around everything parts nothing
_CORNER = 4.0  # points by which four rules may miss each other and still make a box
_TEXT_UNDER = 2.2  # of the text's size, from a box that colours a title down to its text
_TINT_BEHIND_TITLE = 2.2  # heights of its only line: a strip of colour behind a heading


@dataclass(slots=True, eq=False)
class Zone:
    """The page without its boxes, or one box: its lines, rules, pictures, and the boxes that stand in it."""

    rect: Rect
    lines: list[TypeLine] = field(default_factory=list)
    rules: list[Rect] = field(default_factory=list)
    pictures: list[Rect] = field(default_factory=list)
    inner: list[Rect] = field(default_factory=list)
    is_page: bool = False


def find_zones(page: PageContent, lines: Sequence[TypeLine]) -> list[Zone]:
    """The zones that hold the page's lines: the page itself first, then its boxes from top to bottom."""
    whole = Rect(0.0, 0.0, page.width, page.height)
    boxes = _boxes(page, lines)
    zones = [Zone(whole, is_page=True), *(Zone(box) for box in boxes)]
    for line in lines:
        _innermost(zones, line.rect).lines.append(line)
    for rule in page.rules:
        _innermost(zones, rule).rules.append(rule)
    for picture in page.pictures:
        if picture.width < _WHOLE_PAGE * page.width or picture.height < _WHOLE_PAGE * page.height:
            _innermost(zones, picture).pictures.append(picture)
    for zone in zones[1:]:
        _innermost([one for one in zones if one is not zone], zone.rect).inner.append(zone.rect)
    return [zone for zone in zones if zone.lines or zone.is_page]


def _innermost(zones: Sequence[Zone], rect: Rect) -> Zone:
    holding = [zone for zone in zones if zone.is_page or zone.rect.holds(rect, 1.5)]
    return min(holding, key=lambda zone: zone.rect.width * zone.rect.height)


def _boxes(page: PageContent, lines: Sequence[TypeLine]) -> list[Rect]:
    drawn = [*page.boxes, *_ruled_boxes(page.rules)]
    found: list[Rect] = []
    for box in sorted(drawn, key=lambda one: (one.top, one.left, -one.width)):
        inside = [line for line in lines if box.holds(line.rect, 1.5)]
        if _is_zone(box, inside, lines, page) and not any(_same(box, other) for other in found):
            found.append(box)
    return found


def _is_zone(box: Rect, inside: Sequence[TypeLine], lines: Sequence[TypeLine], page: PageContent) -> bool:
    if box.width < _LEAST_WIDTH or box.height < _LEAST_HEIGHT or len(inside) < _LEAST_LINES:
        return False
    if box.width > _WHOLE_PAGE * page.width and box.height > _WHOLE_PAGE * page.height:
        return False
    if _is_behind_title(box, inside, lines, page.boxes):
        return False
    rows = around([line.rect for line in inside])
    one_row = rows.height < 1.5 * max(line.size for line in inside)
    return not (one_row and box.height < _TINT_BEHIND_TITLE * rows.height)


def in_strip(line: TypeLine, boxes: Sequence[Rect]) -> bool:
    """Whether a line stands in a strip of colour that is little higher than it: as kickers and names of columns do."""
    return any(box.holds(line.rect, 1.5) and box.height < _TINT_BEHIND_TITLE * line.rect.height for box in boxes)


def _is_behind_title(box: Rect, inside: Sequence[TypeLine], lines: Sequence[TypeLine], boxes: Sequence[Rect]) -> bool:
    """Whether a box only colours a title: all in it is larger than the lines right under it, in its width."""
    smallest = min((line.size for line in inside if not in_strip(line, boxes)), default=float("inf"))
    under = [line for line in lines if box.common_width(line.rect) > 0.8 * line.rect.width]
    near = [line for line in under if 0 <= line.rect.top - box.bottom < _TEXT_UNDER * line.size]
    return bool(near) and all(DISPLAY * line.size < smallest for line in near)


def _same(one: Rect, other: Rect) -> bool:
    return one.holds(other, _CORNER) and other.holds(one, _CORNER)


def _ruled_boxes(rules: Sequence[Rect]) -> list[Rect]:
    """Boxes that four single rules make."""
    flat = sorted((rule for rule in rules if rule.width >= _LEAST_WIDTH), key=lambda rule: rule.top)
    upright = [rule for rule in rules if rule.height >= _LEAST_HEIGHT]
    boxes = []
    for place, top in enumerate(flat):
        for bottom in flat[place + 1 :]:
            if abs(top.left - bottom.left) > _CORNER or abs(top.right - bottom.right) > _CORNER:
                continue
            box = Rect(top.left, top.top, top.right, bottom.bottom)
            if _has_side(box, box.left, upright) and _has_side(box, box.right, upright):
                boxes.append(box)
                break
    return boxes


def _has_side(box: Rect, x: float, upright: Sequence[Rect]) -> bool:
    return any(
        abs(rule.left - x) <= _CORNER
        and abs(rule.top - box.top) <= _CORNER
        and abs(rule.bottom - box.bottom) <= _CORNER
        for rule in upright
    )
