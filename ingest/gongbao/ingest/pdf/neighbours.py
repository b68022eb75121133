"""What stands above, below and beside what in one zone; a rule or a box between two things keeps them apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from gongbao.ingest.pdf.columns import Block
from gongbao.ingest.pdf.content import Rect
from gongbao.ingest.pdf.pictures import Illustration
from gongbao.ingest.pdf.titles import Title

Gap = Callable[[Rect, Rect], float]
Thing = Block | Illustration | Title
Found = tuple[Thing, float] | None
_OVERLAP = 0.35  # of the narrower one's width: then one stands over the other
_BEGINS_WITH = 0.2  # of a gutter above the columns: where a rule between columns of one article begins at most
_BARRIER = 0.5  # of a thing's width: a rule over so much of it parts it from what is above


def reach_of(thing: Thing) -> Rect:
    """What a thing takes of the page: of text, the whole width of its column, however short its lines."""
    if not isinstance(thing, Block):
        return thing.rect
    return Rect(thing.left, thing.rect.top, max(thing.right, thing.rect.right), thing.rect.bottom)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The things of a zone, its rules and the boxes in it."""

    things: tuple[Thing, ...]
    rules: tuple[Rect, ...]
    boxes: tuple[Rect, ...]
    gutter: float  # the widest gap between two columns of one article, in points
    is_box: bool = False
    _above: dict[int, Found] = field(default_factory=dict, repr=False)  # nothing moves: what was looked for is known
    _below: dict[int, Found] = field(default_factory=dict, repr=False)
    _columns: dict[int, list[Block]] = field(default_factory=dict, repr=False)

    def above(self, thing: Thing) -> Found:
        """The nearest thing above with the gap to it; None where a rule, a box or nothing is nearer."""
        if id(thing) not in self._above:
            found = self._nearest(thing, lambda a, b: a.top - b.bottom)
            parted = found is not None and self._is_parted(found[0].rect, thing.rect)
            self._above[id(thing)] = None if parted else found
        return self._above[id(thing)]

    def below(self, thing: Thing) -> Found:
        """As ``above``, downwards."""
        if id(thing) not in self._below:
            found = self._nearest(thing, lambda a, b: b.top - a.bottom)
            parted = found is not None and self._is_parted(thing.rect, found[0].rect)
            self._below[id(thing)] = None if parted else found
        return self._below[id(thing)]

    def _nearest(self, thing: Thing, gap: Gap) -> Found:
        rect = thing.rect
        found = [
            (one, gap(rect, one.rect))
            for one in self.things
            if one is not thing
            and gap(rect, one.rect) > -4
            and rect.common_width(one.rect) > _OVERLAP * min(rect.width, one.rect.width)
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
        """Whether the second stands right of the first, at most ``reach`` gutters away, with no rule or box between.

        A rule that begins no higher than the two columns parts columns of one article; one between articles begins
        where their titles do.
        """
        if not self._are_near(left, right, reach):
            return False
        top, bottom = max(left.top, right.top), min(left.bottom, right.bottom)
        space = Rect(left.right - 1, top, right.left + 1, max(bottom, top + 1))
        level = min(left.top, right.top) - _BEGINS_WITH * self.gutter
        rules = [rule for rule in self.rules if rule.height > rule.width and rule.top < level]
        uprights = rules + list(self.boxes)
        return not any(space.shares_columns(one) and space.shares_rows(one) for one in uprights)

    def goes_on(self, left: Thing, right: Thing) -> bool:
        """Whether a paragraph runs on from one column to the next: that is surer than a rule between the two."""
        return (
            isinstance(left, Block)
            and isinstance(right, Block)
            and (left.ends_open if right.gap else left.ends_full and right.begins_open)
            and self._are_near(left.rect, right.rect, 1.0)
            and not any(box.shares_columns(Rect(left.rect.right, 0, right.rect.left, 1)) for box in self._high(left))
        )

    def _high(self, thing: Thing) -> list[Rect]:
        return [box for box in self.boxes if box.shares_rows(thing.rect)]

    def _are_near(self, left: Rect, right: Rect, reach: float) -> bool:
        return -2 <= right.left - left.right <= reach * self.gutter

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
        if id(thing) not in self._columns:
            blocks = [one for one in self.things if isinstance(one, Block) and one is not thing]
            edge = thing.left if isinstance(thing, Block) else thing.rect.left
            near = [one for one in blocks if -2 <= edge - one.right <= self.gutter]
            self._columns[id(thing)] = sorted(near, key=lambda one: one.rect.top)
        return self._columns[id(thing)]

    def has_rule(self, left: Rect, right: Rect) -> bool:
        """Whether an upright rule that reaches beside both stands between two columns."""
        return any(
            left.right - 2 <= rule.left <= right.left + 2 and rule.shares_rows(left) and rule.shares_rows(right)
            for rule in self.rules
            if rule.height > rule.width
        )
