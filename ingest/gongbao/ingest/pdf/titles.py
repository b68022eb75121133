"""Titles by size and place: lines of display type that belong together, told apart as kicker, headline and subhead."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from gongbao.ingest.pdf.columns import DISPLAY, Habits
from gongbao.ingest.pdf.content import Rect, around
from gongbao.ingest.pdf.lines import TypeLine

_SAME_SIZE = 0.08  # of the headline's size: its lines differ by less
_NEAR = 0.75  # of the larger line's size: kicker, headline and subhead stand closer than this
_BESIDE = 1.6  # em between two parts of one line of a headline
_VERTICAL_BESIDE = 0.9  # em between two vertical lines of one headline
# What a standing column of short items is called; without such a word a short line over another is a headline.
COLUMN_NAME = re.compile(
    r"[㐀-鿿]{2,4}(?:简讯|快讯|快报|动态|传真|速递|速览|集锦|短波|播报|扫描|点击|之窗|专栏)|(?:简讯|快讯|短讯|链接)"
)
_IN_GUTTER = 0.6  # of a gutter's width: a gap that takes more of it is that gutter
_SPACE = 0.45  # em: a narrower gap between two parts of a line is none
_SENTENCE = "。"
_LONG = 40  # characters; a longer line of large type is a text set large


@dataclass(slots=True, eq=False)
class Title:
    """A group of display lines; each of ``parts`` is a role and its text, in reading order."""

    lines: list[TypeLine]
    rect: Rect = field(init=False)

    def __post_init__(self) -> None:
        self.rect = around([line.rect for line in self.lines])

    @property
    def vertical(self) -> bool:
        """Whether it runs from top to bottom."""
        return all(line.vertical for line in self.lines)

    @property
    def size(self) -> float:
        """The size of its headline."""
        return max(line.size for line in self.lines)

    @property
    def text(self) -> str:
        """All its text."""
        return " ".join(text for _, text in self.parts)

    @property
    def parts(self) -> list[tuple[str, str]]:
        """Roles and texts: the largest lines are the headline, smaller ones above it kicker, below it subhead."""
        ordered = self._ordered()
        if len(ordered) > 1 and ordered[0].size == self.size and COLUMN_NAME.fullmatch(ordered[0].text):
            return [("column", ordered[0].text), ("headline", _text_of(ordered[1:]))]
        large = [place for place, line in enumerate(ordered) if line.size >= (1 - _SAME_SIZE) * self.size]
        first, last = large[0], large[-1]
        named = (
            ("kicker", ordered[:first]),
            ("headline", ordered[first : last + 1]),
            ("subhead", ordered[last + 1 :]),
        )
        return [(role, _text_of(lines)) for role, lines in named if lines]

    def _ordered(self) -> list[TypeLine]:
        """From top to bottom and left to right; vertical lines from right to left, the larger ones first at a tie."""
        if self.vertical:
            return sorted(self.lines, key=lambda line: -line.baseline)
        rows: list[list[TypeLine]] = []
        for line in sorted(self.lines, key=lambda one: one.rect.bottom):
            if rows and line.rect.bottom - rows[-1][-1].rect.bottom < 0.4 * line.size:
                rows[-1].append(line)
            else:
                rows.append([line])
        return [line for row in rows for line in sorted(row, key=lambda one: one.rect.left)]


def _text_of(lines: Sequence[TypeLine]) -> str:
    """Lines with a space between them; a word that was spaced out letter by letter is one again."""
    parts = [lines[0].text]
    for before, line in itertools.pairwise(lines):
        gap = line.rect.left - before.rect.right
        one_row = not line.vertical and abs(line.baseline - before.baseline) < 0.3 * line.size
        spaced_out = len(line.text) == len(before.text) == 1
        parts.append(line.text if one_row and (spaced_out or gap < _SPACE * line.size) else f" {line.text}")
    return "".join(parts)


def is_display(line: TypeLine, habits: Habits) -> bool:
    """Whether a line is set as titles are."""
    if line.vertical:
        return True
    return line.size > DISPLAY * habits.size and not (len(line.text) > _LONG and _SENTENCE in line.text)


def find_titles(
    lines: Sequence[TypeLine], habits: Habits, rules: Sequence[Rect], gutters: Sequence[Rect]
) -> list[Title]:
    """The titles that display lines make, each line in one of them."""
    groups: list[list[TypeLine]] = []
    for line in sorted(lines, key=lambda one: (one.vertical, one.rect.top, one.rect.left)):
        joined = [group for group in groups if any(_belongs(other, line, rules, gutters) for other in group)]
        groups = [group for group in groups if all(group is not one for one in joined)]
        groups.append([other for group in joined for other in group] + [line])
    return [Title(group) for group in groups]


def _belongs(one: TypeLine, other: TypeLine, rules: Sequence[Rect], gutters: Sequence[Rect]) -> bool:
    if one.vertical != other.vertical:
        return False
    if one.vertical:
        gap = max(one.rect.left, other.rect.left) - min(one.rect.right, other.rect.right)
        near = gap < _VERTICAL_BESIDE * max(one.size, other.size)
        return near and one.rect.shares_rows(other.rect, min(one.size, other.size))
    if abs(one.baseline - other.baseline) < 0.3 * min(one.size, other.size):
        return _one_row(one, other, gutters)
    upper, lower = sorted((one, other), key=lambda line: line.baseline)
    gap = lower.rect.top - upper.rect.bottom
    size = max(one.size, other.size)
    common = one.rect.common_width(other.rect) > 0.3 * min(one.rect.width, other.rect.width)
    return -0.4 * size < gap < _NEAR * size and common and not _is_parted(upper, lower, rules)


def _one_row(one: TypeLine, other: TypeLine, gutters: Sequence[Rect]) -> bool:
    """Whether two stretches on one baseline are one line: of one size, near, and no column's gutter between them."""
    left, right = sorted((one, other), key=lambda line: line.rect.left)
    gap = Rect(
        left.rect.right, min(one.rect.top, other.rect.top), right.rect.left, max(one.rect.bottom, other.rect.bottom)
    )
    near = 0 <= gap.width < _BESIDE * min(one.size, other.size) and abs(one.size - other.size) < _SAME_SIZE * one.size
    reach = 6 * max(one.size, other.size)
    return near and not any(
        gap.common_width(gutter) > _IN_GUTTER * gutter.width
        and gutter.top - reach < gap.bottom
        and gap.bottom < gutter.bottom
        for gutter in gutters
    )


def _is_parted(upper: TypeLine, lower: TypeLine, rules: Sequence[Rect]) -> bool:
    """Whether a rule that is longer than the lower line parts the two; one under a kicker is an ornament."""
    ornament = upper.size < lower.size
    return not ornament and any(
        upper.rect.bottom - 2 <= rule.top <= lower.rect.top + 2
        and rule.width > rule.height
        and rule.common_width(lower.rect) > 0.8 * lower.rect.width
        for rule in rules
    )
