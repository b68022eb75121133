"""Lines into blocks: stretches of one column, each line under the one before it; and the page's habits of type."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from gongbao.ingest.pdf.content import Rect, around
from gongbao.ingest.pdf.lines import TypeLine

DISPLAY = 1.12  # of the body's size: larger type is a title, or an advertisement's
_PITCH = 1.9  # em from baseline to baseline at most, before the page's own pitch is known
_PITCH_SLACK = 1.3  # of the page's pitch
_INDENT, _DEEPEST_INDENT = 1.2, 3.6  # em: a paragraph's first line stands this far in
_REJOIN = 2.6  # em: a gap inside a line that a printed space and justification may leave
_FULL = 1.6  # em: a line with less room than this at its right edge is full
_SENTENCE_ENDS = ("。", "！", "？", "”", "）")
_FULL_STOP = 0.2  # a sentence that ends at the very end of a full line, inside a paragraph: one of fifteen does
_GAP_SHARE = 0.9  # of the usual gap between paragraphs: less is none
_WIDEST_GAP, _LEAST_GAPS = 2.3, 3  # pitches; and how often it must be seen
_EDGE_LINES = 3  # lines that begin at one x: a column's edge


@dataclass(frozen=True, slots=True)
class Habits:
    """How a page is set: the body's size and font, its pitch, the edges where columns begin, how paragraphs begin."""

    size: float
    font: str
    pitch: float
    edges: tuple[float, ...]
    gap: float = 0.0  # from baseline to baseline between two paragraphs, where no indent parts them; else 0


@dataclass(slots=True, eq=False)
class Block:
    """Lines of one column that follow each other without a gap."""

    lines: list[TypeLine]
    rect: Rect = field(init=False)
    left: float = 0.0  # the column's edges, wider than the block where all its lines are short
    right: float = 0.0
    gap: float = 0.0  # as the page's habits have it

    def __post_init__(self) -> None:
        self.rect = around([line.rect for line in self.lines])
        self.left, self.right = self.rect.left, self.rect.right

    @property
    def text(self) -> str:
        """All its text, for judging."""
        return "".join(line.text for line in self.lines)

    @property
    def size(self) -> float:
        """The commonest size of its lines."""
        sizes = Counter(line.size for line in self.lines)
        return max(sizes, key=lambda size: (sizes[size], size))

    def is_indented(self, line: TypeLine) -> bool:
        """Whether a line stands in from the column's edge as a paragraph's first line does."""
        return _INDENT * line.size <= line.rect.left - self.left <= _DEEPEST_INDENT * line.size

    def starts(self, line: TypeLine) -> bool:
        """Whether a paragraph starts with a line: by its indent, or where there are none by the gap above it."""
        if not self.gap:
            return self.is_indented(line)
        place = next(place for place, one in enumerate(self.lines) if one is line)
        return place > 0 and line.baseline - self.lines[place - 1].baseline > _GAP_SHARE * self.gap

    def begins_inside(self, line: TypeLine) -> bool:
        """Whether a line stands at the column's edge, as all but a paragraph's first do."""
        return line.rect.left - self.left < _INDENT * line.size

    def is_full(self, line: TypeLine) -> bool:
        """Whether a line reaches the column's right edge."""
        return self.right - line.rect.right < _FULL * line.size

    @property
    def begins_open(self) -> bool:
        """Whether its first line goes on with something: it stands at the edge and fills its column."""
        first = self.lines[0]
        return not self.gap and not self.is_indented(first) and first.rect.left - self.left < _INDENT * first.size

    @property
    def ends_full(self) -> bool:
        """Whether its last line is full: the paragraph may go on elsewhere."""
        return self.is_full(self.lines[-1])

    @property
    def ends_open(self) -> bool:
        """Whether its last line is full and no sentence ends there: the paragraph must go on elsewhere."""
        return self.ends_full and not self.lines[-1].text.endswith(_SENTENCE_ENDS)

    def disagreement(self, after: Block) -> float:
        """How ill another block goes on with this one: 0 where a paragraph is neither cut nor glued, 1 where it is."""
        if after.gap:
            return 0.0  # how a column begins tells nothing
        if after.begins_open:
            return 0.0 if self.ends_open else _FULL_STOP if self.ends_full else 1.0
        return 1.0 if self.ends_open else 0.0


def habits_of(lines: Sequence[TypeLine]) -> Habits:
    """The habits of a page; lines are its horizontal ones."""
    sizes: Counter[float] = Counter()
    fonts: Counter[str] = Counter()
    for line in lines:
        sizes[line.size] += line.count
    size = max(sizes, key=lambda one: (sizes[one], -one)) if sizes else 10.0
    body = [line for line in lines if abs(line.size - size) < 0.04 * size]
    for line in body:
        fonts[line.font] += line.count
    font = max(fonts, key=lambda one: (fonts[one], one)) if fonts else ""
    pitch = _pitch(body, size)
    return Habits(size, font, pitch, _edges(body), _gap(body, pitch))


def _gap(body: Sequence[TypeLine], pitch: float) -> float:
    """The step from one paragraph to the next where paragraphs are parted so and not by indents; else 0."""
    steps: Counter[float] = Counter()
    indents = 0
    ordered = sorted(body, key=lambda line: line.baseline)
    for place, line in enumerate(ordered):
        under = next((one for one in ordered[place + 1 :] if one.rect.shares_columns(line.rect)), None)
        if under is None:
            continue
        step, shift = under.baseline - line.baseline, under.rect.left - line.rect.left
        if abs(shift) < 1.0 and _PITCH_SLACK * pitch < step < _WIDEST_GAP * pitch:
            steps[round(step, 1)] += 1
        elif _INDENT * line.size <= shift <= _DEEPEST_INDENT * line.size and step < _PITCH_SLACK * pitch:
            indents += 1
    gap = max(steps, key=lambda step: (steps[step], -step)) if steps else 0.0
    return gap if steps[gap] >= _LEAST_GAPS and steps.total() > indents else 0.0


def _pitch(body: Sequence[TypeLine], size: float) -> float:
    """The commonest distance from a line to the next one under it."""
    steps: Counter[float] = Counter()
    ordered = sorted(body, key=lambda line: (round(line.rect.left), line.baseline))
    for before, after in itertools.pairwise(ordered):
        step = after.baseline - before.baseline
        if abs(before.rect.left - after.rect.left) < 1.5 and size < step < _PITCH * size:
            steps[round(step, 1)] += 1
    return max(steps, key=lambda step: (steps[step], -step)) if steps else 1.5 * size


def _edges(body: Sequence[TypeLine]) -> tuple[float, ...]:
    """Where columns begin: left edges that several lines share."""
    counts = Counter(round(line.rect.left) for line in body)
    return tuple(
        sorted(left for left, count in counts.items() if count + counts[left - 1] + counts[left + 1] >= _EDGE_LINES)
    )


def rejoin(lines: Sequence[TypeLine], habits: Habits) -> list[TypeLine]:
    """Lines of body type that a printed space cut in two are one again; a column's edge parts two lines."""
    ordered = sorted(lines, key=lambda line: (round(line.baseline, 1), line.rect.left))
    joined: list[TypeLine] = []
    for line in ordered:
        last = joined[-1] if joined else None
        if last is not None and _is_one(last, line, habits) and not _is_aligned(line, lines, habits):
            joined[-1] = TypeLine(
                f"{last.text} {line.text}", around([last.rect, line.rect]), last.baseline, last.size, last.font,
                last.count + line.count, color=last.color,
            )  # fmt: skip
        else:
            joined.append(line)
    return joined


def _is_one(last: TypeLine, line: TypeLine, habits: Habits) -> bool:
    gap = line.rect.left - last.rect.right
    same = abs(last.baseline - line.baseline) < 0.6 and last.size == line.size
    at_edge = any(abs(line.rect.left - edge) < 1.5 for edge in habits.edges)
    return same and 0 <= gap < _REJOIN * line.size and not at_edge


def _is_aligned(line: TypeLine, lines: Sequence[TypeLine], habits: Habits) -> bool:
    """Whether the next line above or below begins at the same x: that is a column, though a low one."""
    return any(
        abs(other.rect.left - line.rect.left) < 1.0
        and 0.6 < abs(other.baseline - line.baseline) < _PITCH_SLACK * habits.pitch
        for other in lines
    )


def find_blocks(lines: Sequence[TypeLine], habits: Habits, rules: Sequence[Rect]) -> list[Block]:
    """The blocks that lines of text make, each line in one of them."""
    flat = [rule for rule in rules if rule.width > rule.height]
    ordered = sorted(lines, key=lambda line: (line.baseline, line.rect.left))
    open_stacks: list[list[TypeLine]] = []
    for line in ordered:
        fitting = [stack for stack in open_stacks if _follows(stack, line, habits, flat)]
        if fitting:
            nearest = max(fitting, key=lambda stack: (stack[-1].baseline, stack[-1].rect.common_width(line.rect)))
            nearest.append(line)
        else:
            open_stacks.append([line])
    blocks = [Block(stack, gap=habits.gap) for stack in open_stacks]
    _set_edges(blocks, habits)
    return blocks


def _follows(stack: list[TypeLine], line: TypeLine, habits: Habits, flat: Sequence[Rect]) -> bool:
    """Whether a line stands directly under the last of a stack, in its column."""
    last = stack[-1]
    step = line.baseline - last.baseline
    size = max(last.size, line.size)
    widest = max(_PITCH_SLACK * habits.pitch, 1.05 * habits.gap if last.style == line.style else 0.0)
    if not 0.7 * size < step <= max(widest * size / habits.size, 1.25 * size):
        return False
    if abs(last.size - line.size) > 0.25 * habits.size:
        return False
    reach = around([one.rect for one in stack[-6:]])
    common = reach.common_width(line.rect)
    if common < 0.6 * min(reach.width, line.rect.width):
        return False
    if line.rect.left < reach.left - _DEEPEST_INDENT * size or line.rect.width > 1.6 * max(reach.width, 4 * size):
        return False
    return not any(
        last.baseline <= rule.top <= line.rect.bottom - 0.5 * size
        and rule.common_width(line.rect) > 0.4 * line.rect.width
        for rule in flat
    )


def _set_edges(blocks: Sequence[Block], habits: Habits) -> None:
    """The edges of each block's column: a block of too few lines takes them from the nearest block that shows them."""
    sure = [block for block in blocks if _shows_edge(block)]
    for block in blocks:
        if not _shows_edge(block):
            reach = _DEEPEST_INDENT * habits.size
            mates = [
                one
                for one in sure
                if one.rect.left <= block.rect.left + 0.5
                and one.rect.right >= block.rect.right - habits.size
                and (block.rect.left - reach <= one.rect.left or _distance(one, block)[0] < habits.pitch)
            ]
            if mates:
                block.left = min(mates, key=lambda one: _distance(one, block)).rect.left
    for block in blocks:
        if len(block.lines) < _EDGE_LINES:
            mates = [one for one in sure if abs(one.left - block.left) < 2 and one.rect.right >= block.rect.right - 1]
            if mates:
                block.right = max(block.rect.right, min(mates, key=lambda one: _distance(one, block)).rect.right)


def _shows_edge(block: Block) -> bool:
    """Whether a block shows where its column begins: two of its lines begin there, so that it is no indent."""
    return sum(line.rect.left - block.rect.left < 1.0 for line in block.lines) > 1


def _distance(one: Block, other: Block) -> tuple[float, float]:
    """How far two blocks of one column stand apart, downwards; the one further left at a tie."""
    gap = max(one.rect.top - other.rect.bottom, other.rect.top - one.rect.bottom, 0.0)
    return gap, one.rect.left


def gutters_of(blocks: Sequence[Block], widest: float) -> list[Rect]:
    """The spaces between columns that stand beside each other, each as high as the lower-reaching column."""
    gutters = []
    for left in blocks:
        for right in blocks:
            gap = right.left - left.rect.right
            if 0 < gap <= widest and left.rect.shares_rows(right.rect):
                top, bottom = min(left.rect.top, right.rect.top), max(left.rect.bottom, right.rect.bottom)
                gutters.append(Rect(left.rect.right, top, right.left, bottom))
    return gutters
