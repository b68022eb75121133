"""What stands above, below and beside what in one zone; a rule or a box between two things keeps them apart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gongbao.ingest.pdf.columns import Block
from gongbao.ingest.pdf.content import Rect
from gongbao.ingest.pdf.pictures import Illustration
from gongbao.ingest.pdf.titles import Title

Gap = Callable[[Rect, Rect], float]
Thing = Block | Illustration | Title
_OVERLAP = 0.35  # of the narrower one's width: then one stands over the other
_BARRIER = 0.5  # of a thing's width: a rule over so much of it parts it from what is above


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The things of a zone, its rules and the boxes in it."""

    things: tuple[Thing, ...]
    rules: tuple[Rect, ...]
    boxes: tuple[Rect, ...]
    gutter: float  # the widest gap between two columns of one article, in points

    def above(self, thing: Thing) -> tuple[Thing, float] | None:
        """The nearest thing above with the gap to it; None where a rule, a box or nothing is nearer."""
        found = self._nearest(
            thing.rect, [(one, one.rect) for one in self.things if one is not thing], lambda a, b: a.top - b.bottom
        )
        if found is None or self._is_parted(found[0].rect, thing.rect):
            return None
        return found

    def below(self, thing: Thing) -> tuple[Thing, float] | None:
        """As ``above``, downwards."""
        found = self._nearest(
            thing.rect, [(one, one.rect) for one in self.things if one is not thing], lambda a, b: b.top - a.bottom
        )
        if found is None or self._is_parted(thing.rect, found[0].rect):
            return None
        return found

    def _nearest(self, rect: Rect, others: Sequence[tuple[Thing, Rect]], gap: Gap) -> tuple[Thing, float] | None:
        found = [
            (one, gap(rect, other))
            for one, other in others
            if gap(rect, other) > -4 and rect.common_width(other) > _OVERLAP * min(rect.width, other.width)
        ]
        return min(found, key=lambda pair: pair[1]) if found else None

    def _is_parted(self, upper: Rect, lower: Rect) -> bool:
        between = Rect(lower.left, upper.bottom - 1, lower.right, lower.top + 1)
        barriers = [rule for rule in self.rules if rule.width > rule.height] + list(self.boxes)
        width = min(upper.width, lower.width)
        return any(
            between.shares_rows(one) and one.common_width(lower) > _BARRIER * width and one.top >= between.top - 1
            for one in barriers
        )

    def are_beside(self, left: Rect, right: Rect, reach: float = 1.0) -> bool:
        """Whether the second stands right of the first, at most ``reach`` gutters away, with no rule or box between."""
        gap = right.left - left.right
        if not -2 <= gap <= reach * self.gutter:
            return False
        top, bottom = max(left.top, right.top), min(left.bottom, right.bottom)
        space = Rect(left.right - 1, top, right.left + 1, max(bottom, top + 1))
        uprights = [rule for rule in self.rules if rule.height > rule.width] + list(self.boxes)
        return not any(space.shares_columns(one) and space.shares_rows(one) for one in uprights)

    def foot_of(self, thing: Thing) -> float:
        """How far down the column goes that a thing begins: over pictures and text to the next title, rule or box."""
        bottom, here = thing.rect.bottom, thing
        for _ in self.things:
            down = self.below(here)
            if down is None or isinstance(down[0], Title) or down[1] > 2 * self.gutter:
                break
            here = down[0]
            bottom = max(bottom, here.rect.bottom)
        return bottom

    def parts(self, upper: Rect, lower: Rect) -> bool:
        """Whether a rule runs between two things over both of them, however far they stand apart sidewards."""
        left, right = min(upper.left, lower.left), max(upper.right, lower.right)
        return any(
            rule.width > rule.height
            and upper.bottom - 2 <= rule.top <= lower.top + 2
            and min(rule.right, right) - max(rule.left, left) > 0.9 * (right - left)
            for rule in self.rules
        )

    def column_left_of(self, thing: Thing) -> list[Block]:
        """The blocks of the next column to the left, from top to bottom."""
        blocks = [one for one in self.things if isinstance(one, Block) and one is not thing]
        near = [one for one in blocks if -2 <= thing.rect.left - one.right <= self.gutter]
        return sorted((one for one in near if not self._has_rule(one.rect, thing.rect)), key=lambda one: one.rect.top)

    def _has_rule(self, left: Rect, right: Rect) -> bool:
        """Whether an upright rule that reaches beside both stands between two columns."""
        return any(
            left.right - 2 <= rule.left <= right.left + 2 and rule.shares_rows(left) and rule.shares_rows(right)
            for rule in self.rules
            if rule.height > rule.width
        )
