"""Which article a block belongs to: titles rule what stands under them, text flows on where a column ends open.

A row of columns under one or more titles is shared out so that no paragraph is cut and each title stands over
its own columns; what no title rules follows the text that it goes on with.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, pairwise

from gongbao.ingest.credits import looks_like_credit_line, opens_with_dateline
from gongbao.ingest.pdf.columns import Block, Habits
from gongbao.ingest.pdf.flow import read_turn
from gongbao.ingest.pdf.following import follow
from gongbao.ingest.pdf.items import read_items
from gongbao.ingest.pdf.neighbours import Surroundings, Thing, reach_of
from gongbao.ingest.pdf.story import Story
from gongbao.ingest.pdf.titles import Title

_UNDER = 2.8  # pitches from a title down to its text
_LEVEL = 0.55  # pitches by which the columns of one row begin at different heights
_VERTICAL_REACH = 3.2  # gutters from a vertical title, which stands in the middle of its column, to the text
_CUT_PARAGRAPH, _DATELINE, _OUTSIDE = 3.0, -1.5, 4.0  # costs of a division of a row, in columns that a title is off


def find_stories(around: Surroundings, habits: Habits) -> list[Story]:
    """The stories of a zone; each of its things is in one of them."""
    owners: dict[int, Story] = {}
    titles = [one for one in around.things if isinstance(one, Title)]
    if around.is_box and len(titles) == 1:
        return [_whole_box(around, titles[0])]
    if around.is_box and (items := read_items(around.things, habits)) is not None:
        return items
    stories = {id(title): Story(title) for title in titles}
    for row, over in _rows(around, titles, habits):
        for title, things in _divide(row, over):
            for thing in things:
                owners[id(thing)] = stories[id(title)]
    follow(around, habits, owners, stories)
    for thing in around.things:
        if not isinstance(thing, Title):
            owners[id(thing)].add(thing)
    made = list(dict.fromkeys([*stories.values(), *owners.values()]))
    return _with_headings(around, made, habits)


def _whole_box(around: Surroundings, title: Title) -> Story:
    """The one story of a box with one title."""
    story = Story(title)
    for thing in around.things:
        story.add(thing)
    return story


def _rows(around: Surroundings, titles: Sequence[Title], habits: Habits) -> list[tuple[list[Thing], list[Title]]]:
    """Rows of columns that begin at one height, each with the titles over it."""
    rows: list[tuple[list[Thing], list[Title]]] = []
    for title in sorted(titles, key=lambda one: (one.rect.top, one.rect.left)):
        row = _row_of(around, title, habits)
        if not row:
            continue
        members = {id(thing) for thing in row}
        joined = [one for one in rows if members & {id(thing) for thing in one[0]}]
        rows = [one for one in rows if all(one is not other for other in joined)]
        things = {id(thing): thing for one in joined for thing in one[0]} | {id(thing): thing for thing in row}
        rows.append((list(things.values()), [over for one in joined for over in one[1]] + [title]))
    return rows


def _row_of(around: Surroundings, title: Title, habits: Habits) -> list[Thing]:
    """The columns that begin under a title, or beside one that runs from top to bottom."""
    body = [one for one in around.things if not isinstance(one, Title)]
    if title.vertical:
        level = [one for one in body if abs(one.rect.top - title.rect.top) < 1.6 * habits.pitch]
        return _beside_vertical(around, title, level)
    first: list[Thing] = []
    for one in body:
        up = around.above(one)
        if up is not None and up[0] is title and up[1] < _UNDER * habits.pitch:
            first.append(one)
    wide = [one for one in first if isinstance(one, Block) and _is_byline(one)]
    below = [one for one in body if any((up := around.above(one)) and up[0] is line for line in wide)]
    columns = [one for one in (*first, *below) if all(one is not line for line in wide)]
    first = list({id(one): one for one in columns}.values())
    if not first:
        return list(wide)
    top = min(one.rect.top for one in first)
    level = [one for one in body if abs(one.rect.top - top) < _LEVEL * habits.pitch]
    row = _connected(around, first, [one for one in level if all(one is not other for other in first)])
    row = _without_strangers(row, first)
    if _is_over_titles(around, title, row, habits):
        return []
    return [*wide, *row]


def _beside_vertical(around: Surroundings, title: Title, level: Sequence[Thing]) -> list[Thing]:
    """The columns to the right of a vertical title, or to its left where the text on the right only goes on."""
    right = [one for one in level if around.are_beside(title.rect, one.rect, _VERTICAL_REACH)]
    left = [one for one in level if around.are_beside(one.rect, title.rect, _VERTICAL_REACH)]
    fresh = [one for one in right if isinstance(one, Block) and not one.begins_open]
    seeds = fresh or left or right
    return _connected(around, seeds, [one for one in level if all(one is not other for other in seeds)])


def _without_strangers(row: list[Thing], first: Sequence[Thing]) -> list[Thing]:
    """The row without columns at its left that begin inside a paragraph: an article does not open so."""
    ordered = sorted(row, key=lambda one: one.rect.left)
    while len(ordered) > 1:
        head = ordered[0]
        if not (isinstance(head, Block) and head.begins_open) or any(head is one for one in first):
            break
        if read_turn(head.lines[0].text) is not None:
            break  # 上接第1版: this is how its text begins here
        ordered.pop(0)
    return ordered


def _is_over_titles(around: Surroundings, title: Title, row: Sequence[Thing], habits: Habits) -> bool:
    """Whether a heading stands over several small articles: the text under it goes on, titles stand to its left."""
    head = min(row, key=lambda one: one.rect.left)
    if not isinstance(head, Block) or not head.begins_open:
        return False
    return any(_is_headed(title, one, habits) and one.rect.left < head.rect.left for one in around.things)


def _is_headed(heading: Title, other: Thing, habits: Habits) -> bool:
    """Whether another title stands directly below the level of a heading, near it."""
    if not isinstance(other, Title) or other is heading or other.size >= heading.size:
        return False
    gap = other.rect.top - heading.rect.bottom
    return -2 <= gap < _UNDER * habits.pitch


def _is_byline(block: Block) -> bool:
    """Whether a block is a byline of its own between title and columns."""
    return len(block.lines) == 1 and looks_like_credit_line(block.lines[0].text)


def _connected(around: Surroundings, seeds: Sequence[Thing], level: Sequence[Thing]) -> list[Thing]:
    """The seeds and whatever of the level stands beside them without a break."""
    reached = list(seeds)
    waiting = list(level)
    grown = True
    while grown:
        grown = False
        for one in list(waiting):
            for other in reached:
                pairs = ((one, other), (other, one))
                if any(around.are_beside(reach_of(a), reach_of(b)) or around.goes_on(a, b) for a, b in pairs):
                    reached.append(one)
                    waiting.remove(one)
                    grown = True
                    break
    return reached


def _divide(row: list[Thing], titles: list[Title]) -> list[tuple[Title, list[Thing]]]:
    """Share the row's columns out among the titles over it, each a stretch of neighbours."""
    ordered = sorted(row, key=lambda one: (one.rect.left, one.rect.top))
    over = sorted(titles, key=lambda one: one.rect.left + one.rect.width / 2)
    if len(over) == 1 or len(ordered) < len(over):
        return [(over[0], ordered)]
    best: tuple[float, list[tuple[Title, list[Thing]]]] | None = None
    for cuts in combinations(range(1, len(ordered)), len(over) - 1):
        bounds = [0, *cuts, len(ordered)]
        parts = [ordered[start:end] for start, end in pairwise(bounds)]
        cost = sum(_cost(title, part, place) for place, (title, part) in enumerate(zip(over, parts, strict=True)))
        if best is None or cost < best[0]:
            best = cost, list(zip(over, parts, strict=True))
    assert best is not None
    return best[1]


def _cost(title: Title, part: list[Thing], place: int) -> float:
    """How ill a title fits a stretch of columns."""
    left, right = part[0].rect.left, max(one.rect.right for one in part)
    width = max(1.0, (right - left) / len(part))
    cost = 0.0
    first = part[0]
    if isinstance(first, Block):
        if place and first.begins_open:
            cost += _CUT_PARAGRAPH
        if opens_with_dateline(first.lines[0].text):
            cost += _DATELINE
    if title.vertical:
        return cost + min(abs(left - title.rect.right), abs(title.rect.left - right)) / width
    middle = abs((title.rect.left + title.rect.right) / 2 - (left + right) / 2)
    outside = max(0.0, left - title.rect.left) + max(0.0, title.rect.right - right)
    return cost + min(middle, abs(title.rect.left - left)) / width + _OUTSIDE * outside / width


def _with_headings(around: Surroundings, made: list[Story], habits: Habits) -> list[Story]:
    """A title with nothing under it but another title is the heading over that one's story."""
    by_title = {id(story.title): story for story in made if story.title is not None}
    kept = []
    for story in made:
        title = story.title
        if title is not None and not story.blocks and not story.illustrations:
            heads = [
                one
                for one in around.things
                if isinstance(one, Title) and _is_headed(title, one, habits) and by_title[id(one)].blocks
            ]
            if heads:
                first = min(heads, key=lambda one: (round(one.rect.top / 4), one.rect.left))
                by_title[id(first)].over = title
                continue
        kept.append(story)
    return kept
