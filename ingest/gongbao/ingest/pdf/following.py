"""Text and pictures that no title stands over: each follows the story that it goes on with."""

from __future__ import annotations

from gongbao.ingest.pdf.columns import Block, Habits
from gongbao.ingest.pdf.neighbours import Surroundings, Thing
from gongbao.ingest.pdf.pictures import Illustration
from gongbao.ingest.pdf.story import Story
from gongbao.ingest.pdf.titles import Title

_ON, _NEAR = 1.0, 1.4  # pitches: what stands closer under a block goes on with it; or may
_UNDER_PICTURE = 2.0  # pitches: text goes on under a picture
_ITEM_TITLE = 1.45  # of the body's size: the titles of short items are smaller
_FAR = 6.0  # pitches: what stands further above has nothing to do with a block
_SURE = 1.5  # of a candidate's score: then nothing else need be known
_RULED = 0.5  # taken from a candidate's score for a rule between two columns: articles are parted so, columns too
_PICTURE = 4.2  # pitches from a picture to what it belongs to


def follow(around: Surroundings, habits: Habits, owners: dict[int, Story], stories: dict[int, Story]) -> None:
    """Give what no row holds to the story that it goes on with; what goes on with none is a story of its own."""
    waiting = sorted(
        (one for one in around.things if not isinstance(one, Title) and id(one) not in owners),
        key=lambda one: (one.rect.top, one.rect.left),
    )
    patient = True  # while anything is settled, what depends on it waits
    while waiting:
        grown = False
        for one in list(waiting):
            owner = (
                _owner_of_block(around, habits, one, owners, patient=patient)
                if isinstance(one, Block)
                else _owner_of_picture(around, habits, one, owners, stories)
            )
            if owner is not None:
                owners[id(one)] = owner
                waiting.remove(one)
                grown = True
                if not patient:
                    break
        if not grown and not patient:
            owners[id(waiting.pop(0))] = Story()
        patient = grown or not patient


def _owner_of_block(
    around: Surroundings, habits: Habits, block: Block, owners: dict[int, Story], *, patient: bool
) -> Story | None:
    """The story of the text or picture above, or of the column to the left where the text comes from there."""
    candidates: list[tuple[float, Story]] = []
    up = around.above(block)
    if up is not None and id(up[0]) in owners and not isinstance(up[0], Title) and up[1] < _FAR * habits.pitch:
        reach = _UNDER_PICTURE if isinstance(up[0], Illustration) else _ON
        near = 1.5 if up[1] < reach * habits.pitch else 0.5 if up[1] < _NEAR * habits.pitch else -1.0
        candidates.append((near + _agreement(up[0], block), owners[id(up[0])]))
    left = _last_before(around, block, owners)
    if left is not None and id(left) in owners:
        ruled = _RULED if around.has_rule(left.rect, block.rect) else 0.0
        candidates.append((1.0 + _agreement(left, block) - ruled, owners[id(left)]))
    if not candidates:
        return None
    score, story = max(candidates, key=lambda pair: pair[0])
    unsettled = left is not None and id(left) not in owners and left is not block
    return None if patient and unsettled and score < _SURE else story


def _agreement(before: Thing, block: Block) -> float:
    """Whether one ends as the other begins: both inside a paragraph, or both at its edge."""
    if not isinstance(before, Block):
        return 0.5
    runs_on = before.ends_open if block.gap else block.begins_open
    return (2.0 if runs_on else 0.5) - 4.0 * before.disagreement(block)


def _last_before(around: Surroundings, block: Block, owners: dict[int, Story]) -> Block | None:
    """The block of the column to the left that this one goes on with: where a paragraph is left open, or the lowest."""
    column = around.column_left_of(block)
    if block.begins_open:
        open_ones = [one for one in column if one.rect.bottom > block.rect.top and _is_left_open(around, one, owners)]
        for one in (*(one for one in open_ones if one.ends_open), *open_ones):
            return one
    foot = around.foot_of(block)
    beside = [one for one in column if one.rect.top < foot and one.rect.bottom > block.rect.top]
    if beside:
        return _last_of_items(around, beside[-1])
    higher = [one for one in column if one.rect.bottom <= block.rect.top and not around.parts(one.rect, block.rect)]
    return higher[-1] if higher else None


def _last_of_items(around: Surroundings, block: Block) -> Block:
    """The lowest block of a column of short items, whose small titles do not end the column; else the block itself."""
    last = block
    for _ in around.things:
        down = around.below(last)
        if down is None or not isinstance(down[0], Title) or down[0].vertical:
            return last
        small = down[0].size < _ITEM_TITLE * last.size and down[0].rect.width <= last.right - last.left + last.size
        under = around.below(down[0]) if small else None
        if under is None or not isinstance(under[0], Block):
            return last
        last = under[0]
    return last


def _is_left_open(around: Surroundings, block: Block, owners: dict[int, Story]) -> bool:
    """Whether a block's last line is full and the next block of its column does not go on with it."""
    if not block.ends_full:
        return False
    down = around.below(block)
    if down is not None and isinstance(down[0], Illustration):
        down = around.below(down[0])
    if down is None or down[1] > around.gutter:
        return True
    if id(down[0]) in owners and owners[id(down[0])] is not owners.get(id(block)):
        return True  # another title's
    return not (isinstance(down[0], Block) and block.disagreement(down[0]) < 1)


def _owner_of_picture(
    around: Surroundings, habits: Habits, picture: Illustration, owners: dict[int, Story], stories: dict[int, Story]
) -> Story | None:
    """The story of the nearest thing above or below, or else beside."""
    near: list[tuple[float, Story]] = []
    for found in (around.above(picture), around.below(picture)):
        if found is None or found[1] > _PICTURE * habits.pitch:
            continue
        owner = stories.get(id(found[0])) or owners.get(id(found[0]))
        if owner is not None:
            near.append((found[1], owner))
    for one in around.things:
        beside = around.are_beside(one.rect, picture.rect) or around.are_beside(picture.rect, one.rect)
        if beside and id(one) in owners and one.rect.shares_rows(picture.rect):
            near.append((_PICTURE / 2 * habits.pitch, owners[id(one)]))
    return min(near, key=lambda pair: pair[0])[1] if near else None
