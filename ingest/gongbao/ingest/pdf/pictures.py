"""What stands under a picture: its caption and who took it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gongbao.ingest.credits import looks_like_credit_line, looks_like_picture_credit
from gongbao.ingest.joining import join_parts
from gongbao.ingest.pdf.columns import Block, Habits
from gongbao.ingest.pdf.content import Rect, around

_NEAR = 1.6  # of the body's size, from the picture down to its caption
_MOST_LINES = 8
_SMALLER = 0.965  # of the body's size
_OPENS = re.compile(r"图[①-⑨0-9一二三四]?(?:为|[:：])|[①-⑨]|[上下左右][图]|▲|△")

_CREDIT_BEGINS = re.compile(r"[。！？”）)]\s*|\s+")  # where a credit may begin inside the caption's last line


@dataclass(frozen=True, slots=True)
class Illustration:
    """A picture and the blocks under it that are about it; ``caption`` and ``credit`` are what they say.

    ``rect`` is around all of it.
    """

    rect: Rect
    blocks: tuple[Block, ...]
    caption: str
    credit: str


def find_illustrations(pictures: Sequence[Rect], blocks: Sequence[Block], habits: Habits) -> list[Illustration]:
    """Each picture with its caption and credit; a block goes to one picture at most."""
    taken: set[int] = set()
    found = []
    for picture in sorted(pictures, key=lambda one: (one.top, one.left)):
        chosen: list[Block] = []
        bottom = picture.bottom
        for block in sorted(blocks, key=lambda one: one.rect.top):
            near = picture.bottom - 2 <= block.rect.top < bottom + _NEAR * habits.size
            if id(block) in taken or not near or not _under(picture, block):
                continue
            if _is_about(block, habits, after_caption=bool(chosen)):
                chosen.append(block)
                taken.add(id(block))
                bottom = max(bottom, block.rect.bottom)
        caption, credit = _read([line.text for block in chosen for line in block.lines])
        rect = around([picture, *(block.rect for block in chosen)])
        found.append(Illustration(rect, tuple(chosen), caption, credit))
    return found


def _under(picture: Rect, block: Block) -> bool:
    inside = block.rect.left >= picture.left - 3 and block.rect.right <= picture.right + 3
    return inside or picture.common_width(block.rect) > 0.9 * block.rect.width


def _is_about(block: Block, habits: Habits, *, after_caption: bool) -> bool:
    """Whether a block under a picture is a caption: set smaller or in another font, or worded as one."""
    if len(block.lines) > _MOST_LINES:
        return False
    text = block.text
    unlike = block.size < _SMALLER * habits.size or block.lines[0].font != habits.font
    credited = looks_like_credit_line(block.lines[-1].text) and looks_like_picture_credit(block.lines[-1].text)
    return unlike or credited or (not after_caption and _OPENS.match(text) is not None)


def _read(lines: Sequence[str]) -> tuple[str, str]:
    """Caption and credit: the credit is the last line or its end, where that names people and nothing else."""
    if not lines:
        return "", ""
    *above, last = lines
    for cut in (0, *(found.end() for found in _CREDIT_BEGINS.finditer(last))):
        tail = last[cut:]
        if looks_like_credit_line(tail) and looks_like_picture_credit(tail):
            return join_parts([*above, last[:cut].rstrip()]), tail
    return join_parts(lines), ""
