"""A box of short items: their small titles stand in the columns, and the text runs on from column to column.

Such a box is one stream: down each column, then down the next; each title begins an item wherever it stands, also
at a column's foot.
"""

from __future__ import annotations

from collections.abc import Sequence

from gongbao.ingest.pdf.columns import Block, Habits
from gongbao.ingest.pdf.content import Rect, around
from gongbao.ingest.pdf.neighbours import Thing
from gongbao.ingest.pdf.story import Story
from gongbao.ingest.pdf.titles import Title

_LEAST_ITEMS = 2
_SAME_COLUMN = 2.0  # em by which the left edges of one column's blocks differ
_OVERHANG = 1.0  # em by which an item's title may be wider than its column
_ALIKE = 0.05  # of its size, by which the items' titles differ
_LARGER = 1.1  # times an item's title: the name over all of them


def read_items(things: Sequence[Thing], habits: Habits) -> list[Story] | None:
    """The items of a box in their order, or None where it is not such a box. Each thing is in one of them."""
    things = _with_name_apart(things)
    titles = sorted((one for one in things if isinstance(one, Title)), key=lambda one: one.rect.top)
    columns = _columns([one for one in things if isinstance(one, Block)], habits)
    if not columns or any(title.vertical for title in titles):
        return None
    over = titles.pop(0) if _is_name(titles, columns, habits) else None
    if len(titles) < _LEAST_ITEMS or not all(_column_of(title, columns, habits) is not None for title in titles):
        return None
    top = min(title.rect.top for title in titles)
    inside = [one for one in things if one is not over and _column_of(one, columns, habits) is not None]
    if over is not None and over.rect.bottom > top + habits.size:
        return None
    ordered = sorted(inside, key=lambda one: (_column_of(one, columns, habits), one.rect.top))
    if not isinstance(ordered[0], Title):
        return None
    stories = _stream(ordered)
    stories[0].over = over
    for stray in things:
        if stray is not over and not any(stray is one for one in inside):
            stories[-1].add(stray)
    return stories


def _with_name_apart(things: Sequence[Thing]) -> Sequence[Thing]:
    """The things, the box's name parted from an item's title that stands so close under it that both were taken as one.

    It is larger than that title, and that title is as large as the other items'.
    """
    titles = [one for one in things if isinstance(one, Title)]
    for title in titles:
        name, *below = sorted(title.lines, key=lambda line: line.rect.top)
        if not below or title.vertical or name.size <= _LARGER * max(line.size for line in below):
            continue
        item = Title(below)
        others = [one for one in titles if one is not title]
        if others and all(abs(one.size - item.size) < _ALIKE * item.size for one in others):
            return [*(one for one in things if one is not title), Title([name]), item]
    return things


def _stream(ordered: Sequence[Thing]) -> list[Story]:
    stories: list[Story] = []
    for thing in ordered:
        if isinstance(thing, Title):
            stories.append(Story(thing))
        else:
            stories[-1].add(thing)
    return stories


def _columns(blocks: Sequence[Block], habits: Habits) -> list[Rect]:
    """The columns, from left to right, each as wide as its blocks."""
    columns: list[list[Block]] = []
    for block in sorted(blocks, key=lambda one: one.left):
        if columns and block.left - columns[-1][0].left < _SAME_COLUMN * habits.size:
            columns[-1].append(block)
        else:
            columns.append([block])
    return [
        around([Rect(block.left, block.rect.top, block.right, block.rect.bottom) for block in column])
        for column in columns
    ]


def _is_name(titles: Sequence[Title], columns: Sequence[Rect], habits: Habits) -> bool:
    """Whether the first title stands over all items: it is larger than theirs, or no column holds it."""
    if len(titles) <= _LEAST_ITEMS - 1:
        return False
    first, *others = titles
    larger = all(first.size > _LARGER * other.size for other in others)
    return larger or _column_of(first, columns, habits) is None


def _column_of(thing: Thing, columns: Sequence[Rect], habits: Habits) -> int | None:
    """The number of the column that a thing stands in; None where it is wider than one."""
    slack = _OVERHANG * habits.size
    for place, column in enumerate(columns):
        if column.left - slack <= thing.rect.left and thing.rect.right <= column.right + slack:
            return place
    return None
