"""A story's blocks in reading order, and its lines as paragraphs, crossheads, bylines and turn lines.

Columns are read from left to right, each from top to bottom; where a picture parts a story in two bands the
upper one is read first, and of two possible orders the one that cuts fewer paragraphs is right.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gongbao.ingest.credits import looks_like_credit_line
from gongbao.ingest.joining import join_parts
from gongbao.ingest.pdf.columns import Block, Habits
from gongbao.ingest.pdf.content import Rect, around
from gongbao.ingest.pdf.lines import TypeLine
from gongbao.ingest.pdf.story import Story

CONTINUATION_LINE = "continuation line"  # reason of the discard: 下转第3版, 上接第1版
_TURN = re.compile(
    r"[（(【\[]?\s*(?P<way>下转|上接|紧接|转自)\s*第?\s*(?P<page>[A-Z]?\d{1,3}|[一二三四五六七八九十]{1,3})\s*版.{0,8}"
)
_HEADING_LENGTH = 18  # characters of a crosshead at most
_HEADING_ENDS = tuple("。，；：、,;:）)")
_SENTENCE_ENDS = ("。", "！", "？", "”", "…", "）")
_SPANNING = 0.8  # of a story's width: a picture that parts it in two bands
_SAME_LEFT = 0.6  # em by which the left edges of one column differ
_SERIES_LENGTH = 8  # characters; a longer heading over several articles is a kicker


@dataclass(frozen=True, slots=True)
class Piece:
    """One stretch of the text to come: a role as a mark has it, and the lines it was printed in."""

    role: str
    text: str
    reason: str = ""
    begins_open: bool = False  # goes on with what stands elsewhere
    place: Rect | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """A line that sends the reader to another page, or says from which page a text comes."""

    onward: bool
    page: str


def read_turn(text: str) -> Turn | None:
    """The turn that a line is, or None."""
    found = _TURN.fullmatch(text.strip())
    return Turn(found["way"] == "下转", found["page"].lstrip("0")) if found else None


def pieces_of(story: Story, habits: Habits) -> list[Piece]:
    """All that a story says, in reading order: heading, title, text, captions."""
    pieces: list[Piece] = []
    if story.over is not None:
        text = " ".join(line.text for line in story.over.lines)
        role = "column" if len(text) <= _SERIES_LENGTH else "kicker"
        pieces.append(Piece(role, text, place=story.over.rect))
    if story.title is not None:
        pieces += [Piece(role, text, place=story.title.rect) for role, text in story.title.parts]
    pieces += _text_pieces(in_order(story), habits)
    has_text = any(piece.role == "paragraph" for piece in pieces)
    for one in story.illustrations:
        if one.caption:
            pieces.append(Piece("caption" if has_text else "paragraph", one.caption, place=one.rect))
        if one.credit:
            pieces.append(Piece("credit" if has_text else "byline", one.credit, place=one.rect))
    return pieces


def in_order(story: Story) -> list[Block]:
    """The blocks as they are read."""
    blocks = list(story.blocks)
    if len(blocks) < 2:
        return blocks
    whole = around([block.rect for block in blocks])
    parting = [one.rect for one in story.illustrations if one.rect.width > _SPANNING * whole.width]
    first = [block for block in blocks if _opens(block, blocks)]
    rest = [block for block in blocks if all(block is not one for one in first)]
    orders = [_by_columns(rest)]
    for picture in parting:
        upper = [block for block in rest if block.rect.bottom <= picture.top + 2]
        lower = [block for block in rest if block.rect.bottom > picture.top + 2]
        orders.append(_by_columns(upper) + _by_columns(lower))
    rows = sorted(rest, key=lambda block: (round(block.rect.top / 12), block.rect.left))
    orders.append(rows)
    return first + min(orders, key=_cuts)


def _opens(block: Block, blocks: Sequence[Block]) -> bool:
    """Whether a block is a byline over all the columns."""
    return (
        len(block.lines) == 1
        and looks_like_credit_line(block.lines[0].text)
        and all(
            block is other or other.rect.top >= block.rect.bottom - 2 or not other.rect.shares_columns(block.rect)
            for other in blocks
        )
    )


def _by_columns(blocks: Sequence[Block]) -> list[Block]:
    columns: list[list[Block]] = []
    for block in sorted(blocks, key=lambda one: one.left):
        if columns and block.left - columns[-1][0].left < 3 * _SAME_LEFT * block.size:
            columns[-1].append(block)
        else:
            columns.append([block])
    return [block for column in columns for block in sorted(column, key=lambda one: one.rect.top)]


def _cuts(order: Sequence[Block]) -> float:
    """How many paragraphs an order cuts or glues; one that begins inside a paragraph cuts that."""
    cut = float(bool(order) and order[0].begins_open and not all(block.begins_open for block in order))
    return cut + sum(before.disagreement(after) for before, after in itertools.pairwise(order))


def _text_pieces(blocks: Sequence[Block], habits: Habits) -> list[Piece]:
    placed = [(block, line) for block in blocks for line in block.lines]
    fonts: Counter[Style] = Counter()
    for _, line in placed:
        fonts[line.style] += line.count
    usual = fonts.most_common(1)[0][0] if fonts else ("", habits.size, 0)
    pieces: list[Piece] = []
    waiting: list[TypeLine] = []
    opened = False

    def flush() -> None:
        if waiting:
            text = join_parts(line.text for line in waiting)
            pieces.append(Piece("paragraph", text, begins_open=opened, place=around([one.rect for one in waiting])))
            waiting.clear()

    for place, (block, line) in enumerate(placed):
        before = placed[place - 1] if place else None
        after = placed[place + 1] if place + 1 < len(placed) else None
        role = _role(block, line, before, after, usual, bool(waiting))
        if role == "continuation":
            waiting.append(line)
            continue
        flush()
        if role == "paragraph":
            opened = block.begins_open and all(piece.role == "discard" for piece in pieces)
            waiting.append(line)
        else:
            reason = CONTINUATION_LINE if role == "discard" else ""
            pieces.append(Piece(role, line.text, reason, place=line.rect))
    flush()
    return list(_joined_crossheads(pieces))


Placed = tuple[Block, TypeLine]
Style = tuple[str, float, int]  # as TypeLine has it


def _role(
    block: Block, line: TypeLine, before: Placed | None, after: Placed | None, usual: Style, is_open: bool
) -> str:
    """What a line of the text is, seen between the line before and the one after it."""
    if read_turn(line.text) is not None:
        return "discard"
    closed = before is None or not is_open or _closes(before)
    if closed and looks_like_credit_line(line.text) and not _runs_on(block, line, after):
        return "byline"
    if closed and _is_crosshead(block, line, after, usual):
        return "crosshead"
    if not is_open or block.starts(line):
        return "paragraph"
    assert before is not None
    ended = before[1].text.endswith(_SENTENCE_ENDS) and not before[0].is_full(before[1])
    return "paragraph" if ended and (before[0] is block or block.gap) else "continuation"


def _runs_on(block: Block, line: TypeLine, after: Placed | None) -> bool:
    """Whether a paragraph begins in a line that looks like a byline by itself: it is full and the next goes on."""
    return (
        block.is_full(line)
        and after is not None
        and block.begins_inside(after[1])
        and (not looks_like_credit_line(after[1].text))
    )


def _closes(before: Placed) -> bool:
    block, line = before
    return line.text.endswith(_SENTENCE_ENDS) or not block.is_full(line)


def _is_crosshead(block: Block, line: TypeLine, after: Placed | None, usual: Style) -> bool:
    """A short line without an end, set in another font, centred, or standing at the edge before a paragraph."""
    if len(line.text) > _HEADING_LENGTH or line.text.endswith(_HEADING_ENDS):
        return False
    if block.is_full(line) and line.style == usual:
        return False
    if line.style != usual:
        return True
    left, right = line.rect.left - block.left, block.right - line.rect.right
    centred = left > 0.5 * line.size and abs(left - right) < 1.2 * line.size
    leads = after is not None and (after[0].starts(after[1]) or (block.gap > 0 and after[0] is not block))
    return leads and (centred or left < _SAME_LEFT * line.size)


def _joined_crossheads(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Crossheads of two lines are one."""
    last: Piece | None = None
    for piece in pieces:
        if last is not None and last.role == piece.role == "crosshead":
            last = Piece("crosshead", f"{last.text} {piece.text}", place=last.place)
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last
