"""Glyphs into lines of type, horizontal and vertical; each glyph stands in exactly one line.

What was printed twice in one place (a shadow, a boldness made by printing again) is taken once. Gaps tell where
a line ends: in running text a column's gutter is wider than any gap that justification leaves.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from gongbao.ingest.pdf.content import Glyph, PageContent, Rect, around

_ROW = 0.6  # points by which baselines of one line differ at most
_GAP = 0.75  # em: a wider gap ends a line; justified columns of 11 characters leave up to 0.5
_DISPLAY_GAP = 0.3  # em, for titles: a gutter may be less than their em; their parts are put together in ``titles``
_RULED_GAP = 0.15  # em: with a rule in it, this is enough
_SPACE = 0.18  # em beyond the line's usual gap: a printed space
_TWICE = 0.15  # em within which the same character is one print
_DISPLAY = 1.12  # of the body's size; anything larger may be set vertically or spaced out
_ASCENT, _DESCENT = 0.86, 0.14  # em: what a Han character takes above and below the baseline
_NARROW = 0.3  # em by which the middles of a vertical line's characters differ
_STACK = 1.45  # em from one character to the next below it in a vertical line
_LEAST_STACK = 3
_MOST_DISPLAY = 3000  # characters of titles on a page; the search compares each with each, and papers have 300
_LATIN = re.compile(r"[!-~À-ɏ]")
_UPRIGHT_SLACK = 3  # degrees


@dataclass(frozen=True, slots=True)
class TypeLine:
    """A line of type. ``baseline`` is its y, of a vertical line the x of its middle."""

    text: str
    rect: Rect
    baseline: float
    size: float  # the commonest of its glyphs
    font: str
    count: int  # glyphs
    vertical: bool = False
    turned: bool = False  # neither upright nor vertical: of a page's edge, or on a drawing
    color: int = 0  # 0xRRGGBB, the commonest of its glyphs

    @property
    def style(self) -> tuple[str, float, int]:
        """Font, size and colour."""
        return self.font, self.size, self.color


def body_size(glyphs: Sequence[Glyph]) -> float:
    """The size that most characters of a page have; 0 on a page without text."""
    sizes = Counter(glyph.style.size for glyph in glyphs)
    return max(sizes, key=lambda size: (sizes[size], -size)) if sizes else 0.0


def find_lines(page: PageContent) -> list[TypeLine]:
    """The lines of a page, in no order that means anything. Together they hold each glyph once."""
    upright, turned = _by_angle(page.glyphs)
    glyphs = list(_once(upright))
    display = _DISPLAY * body_size(glyphs)
    lying = [glyph for stretch in turned for glyph in stretch if glyph.is_lying]
    vertical = _vertical_stacks([glyph for glyph in (*glyphs, *lying) if glyph.style.size > display])
    stacked = {glyph.order for stack in vertical for glyph in stack}
    lines = [_line(stack, vertical=True) for stack in vertical]
    uprights = [rule for rule in page.rules if rule.height > rule.width]
    horizontal: list[list[Glyph]] = []
    for row in _rows([glyph for glyph in glyphs if glyph.order not in stacked]):
        horizontal += _split(row, uprights, display)
    horizontal, small_stacks = _stand_alone(horizontal)
    lines += [_line(stack, vertical=True) for stack in small_stacks]
    lines += [_line(stretch) for stretch in horizontal]
    loose = [[glyph for glyph in stretch if glyph.order not in stacked] for stretch in turned]
    return lines + [_line(stretch, turned=True) for stretch in loose if stretch]


def _by_angle(glyphs: Sequence[Glyph]) -> tuple[list[Glyph], list[list[Glyph]]]:
    """Upright glyphs, and the turned ones as runs in the order of the file."""
    upright: list[Glyph] = []
    turned: dict[tuple[int, str, float], list[Glyph]] = defaultdict(list)
    for glyph in glyphs:
        angle = glyph.style.angle
        if min(angle, 360 - angle) <= _UPRIGHT_SLACK:
            upright.append(glyph)
        else:
            turned[angle, glyph.style.font, glyph.style.size].append(glyph)
    return upright, list(turned.values())


def _once(glyphs: Sequence[Glyph]) -> Iterator[Glyph]:
    """The glyphs without second prints of the same character in the same place."""
    printed: dict[tuple[str, int, int], list[Glyph]] = {}
    for glyph in glyphs:
        reach = max(0.1, _TWICE * glyph.style.size)
        column, row = int(glyph.x / reach), int(glyph.y / reach)
        near = (
            other
            for one in (column - 1, column, column + 1)
            for two in (row - 1, row, row + 1)
            for other in printed.get((glyph.text, one, two), ())
        )
        if any(abs(other.x - glyph.x) < reach and abs(other.y - glyph.y) < reach for other in near):
            continue
        printed.setdefault((glyph.text, column, row), []).append(glyph)
        yield glyph


def _vertical_stacks(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Lines that run from top to bottom: glyphs that stand closer above each other than side by side."""
    if len(glyphs) > _MOST_DISPLAY:
        return []
    below: dict[int, Glyph] = {}
    for glyph in glyphs:
        beside, under = _gaps(glyph, glyphs)
        if under is not None and under[0] < beside:
            below[glyph.order] = under[1]
    heads = [glyph for glyph in glyphs if glyph.order in below]
    followers = {glyph.order for glyph in below.values()}
    stacks = []
    for head in heads:
        if head.order in followers:
            continue
        stack = [head]
        while stack[-1].order in below and len(stack) <= len(glyphs):
            stack.append(below[stack[-1].order])
        if len(stack) >= _LEAST_STACK:
            stacks.append(stack)
    taken: set[int] = set()
    return [stack for stack in stacks if not _takes_again(stack, taken)]


def _takes_again(stack: list[Glyph], taken: set[int]) -> bool:
    orders = {glyph.order for glyph in stack}
    if orders & taken or len(orders) < len(stack):
        return True
    taken |= orders
    return False


def _gaps(glyph: Glyph, glyphs: Sequence[Glyph]) -> tuple[float, tuple[float, Glyph] | None]:
    """The gap to the nearest glyph of the size on either side, and to the nearest below with that glyph; in points."""
    size = glyph.style.size
    x, y = glyph.middle
    reach = _NARROW * size
    beside = float("inf")
    under: tuple[float, Glyph] | None = None
    for other in glyphs:
        if other is glyph or abs(other.style.size - size) > 0.06 * size:
            continue
        right, down = other.middle[0] - x, other.middle[1] - y
        if abs(down) < 0.3 * size and not (glyph.is_lying or other.is_lying):
            beside = min(beside, abs(right) - (glyph.width + other.width) / 2)
        elif abs(right) < reach and 0 < down < _STACK * size:
            gap = down - (glyph.length + other.length) / 2
            if under is None or gap < under[0]:
                under = gap, other
    return beside, under


def _rows(glyphs: list[Glyph]) -> Iterator[list[Glyph]]:
    """Glyphs of one baseline, from left to right, over the whole width of the page."""
    row: list[Glyph] = []
    for glyph in sorted(glyphs, key=lambda one: one.y):
        if row and glyph.y - row[0].y > _ROW:
            yield sorted(row, key=lambda one: (one.x, one.order))
            row = []
        row.append(glyph)
    if row:
        yield sorted(row, key=lambda one: (one.x, one.order))


def _split(row: list[Glyph], uprights: Sequence[Rect], display: float) -> Iterator[list[Glyph]]:
    """The row's stretches between gaps that no line has inside."""
    stretch = [row[0]]
    for before, glyph in itertools.pairwise(row):
        gap = glyph.x - before.right
        size = min(glyph.style.size, before.style.size)
        widest = (_DISPLAY_GAP if size > display else _GAP) * size
        apart = gap > widest or (gap > _RULED_GAP * size and _is_ruled(before.right, glyph.x, glyph.y, uprights))
        if apart:
            yield stretch
            stretch = []
        stretch.append(glyph)
    yield stretch


def _is_ruled(left: float, right: float, y: float, uprights: Sequence[Rect]) -> bool:
    return any(left - 1 <= rule.left and rule.right <= right + 1 and rule.top <= y <= rule.bottom for rule in uprights)


def _stand_alone(stretches: list[list[Glyph]]) -> tuple[list[list[Glyph]], list[list[Glyph]]]:
    """The horizontal stretches, and apart from them the vertical lines that single glyphs make."""
    singles = sorted((one[0] for one in stretches if len(one) == 1), key=lambda one: (round(one.middle[0]), one.y))
    stacks: list[list[Glyph]] = []
    for glyph in singles:
        last = stacks[-1][-1] if stacks else None
        size = glyph.style.size
        if (
            last is not None
            and last.style.size == size
            and abs(last.middle[0] - glyph.middle[0]) < 0.3 * size
            and 0.5 * size < glyph.y - last.y < _STACK * size
        ):
            stacks[-1].append(glyph)
        else:
            stacks.append([glyph])
    vertical = [stack for stack in stacks if len(stack) >= _LEAST_STACK]
    taken = {glyph.order for stack in vertical for glyph in stack}
    return [one for one in stretches if len(one) > 1 or one[0].order not in taken], vertical


def _line(glyphs: list[Glyph], *, vertical: bool = False, turned: bool = False) -> TypeLine:
    styles = Counter((glyph.style.font, glyph.style.size, glyph.style.color) for glyph in glyphs)
    (font, size, color), _ = min(styles.items(), key=lambda item: (-item[1], item[0]))
    rect = around([_extent(glyph) for glyph in glyphs])
    baseline = glyphs[0].middle[0] if vertical else median(glyph.y for glyph in glyphs)
    text = "".join(glyph.text for glyph in glyphs) if vertical or turned else _spaced(glyphs)
    return TypeLine(text, rect, baseline, size, font, len(glyphs), vertical, turned, color)


def _extent(glyph: Glyph) -> Rect:
    size = glyph.style.size
    if glyph.is_lying:
        return Rect(glyph.x - _DESCENT * size, glyph.y, glyph.x + _ASCENT * size, glyph.y + glyph.width)
    return Rect(glyph.x, glyph.y - _ASCENT * size, glyph.right, glyph.y + _DESCENT * size)


def _spaced(glyphs: list[Glyph]) -> str:
    """The line's text; a space stands where the gap is wider than the line's gaps usually are."""
    gaps = [after.x - before.right for before, after in itertools.pairwise(glyphs)]
    usual = max(0.0, median(gaps)) if gaps else 0.0
    parts = [glyphs[0].text]
    for gap, before, glyph in zip(gaps, glyphs, glyphs[1:], strict=False):
        room = gap - usual
        narrow = _LATIN.match(before.text) or _LATIN.match(glyph.text)
        if room > (0.14 if narrow else _SPACE) * glyph.style.size:
            parts.append(" ")
        parts.append(glyph.text)
    return "".join(parts)
