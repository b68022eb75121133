"""Where a paragraph begins in lines that a machine wrapped to one width: told by the room that a line left open.

A machine fills each line before it opens the next. So a line behind which the next line's first word would have
had room was the last of its paragraph; and where the first lines of paragraphs were indented, and the indent is
lost, a first line is shorter by the indent than a further one, however its text ends.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from gongbao.ingest.blocks import BLANK_LINE, Line, width
from gongbao.ingest.shapes import Shape

STARTS, GOES_ON, OPEN = "starts a paragraph", "goes on", "open"
_FIRST_WORD = re.compile(r"[“‘「『（《〈【〔]*(?:[!-~]+|[０-９．％]+|.)[，。、；：！？”’）》〉」』】…]*")
_BARE_WORD = re.compile(r"[!-~]+|.")
_CANNOT_OPEN = tuple("，。、；：！？”’）》〉」』】…")
_MAX_INDENT = 3  # Han characters; a paragraph's first line is indented by one or two
_USUAL_INDENT = 2
_SHARE = 0.6  # of the first lines that are known to be full; as many must have one indent
_UNCERTAIN = 1  # Han character by which a width may be told too wide; it is no end of a paragraph inside a sentence
_TOUCHING = 0.75  # Han characters; what a line may lack by half-width characters that did not fit by halves


def wrap_evidence(lines: Sequence[Line], shapes: Sequence[Shape]) -> list[str]:
    """For each line what the room before it says, or "" where no machine wrapped it. Linear in the number of lines."""
    found = [""] * len(lines)
    first = 0
    for index in range(1, len(lines) + 1):
        if index < len(lines) and lines[index].gap != BLANK_LINE and lines[index].wrap_width:
            continue
        if lines[first].wrap_width and index - first > 1:
            verdicts = _block_verdicts(lines[first:index], shapes[first:index])
            found[first + 1 : index] = [f"wrap: {verdict}" for verdict in verdicts]
        first = index
    return found


def _block_verdicts(lines: Sequence[Line], shapes: Sequence[Shape]) -> list[str]:
    """The verdicts on a block's lines but the first."""
    full = lines[0].wrap_width
    widths = [width(line.text) for line in lines]
    parts = _FIRST_WORD if not any(line.text.startswith(_CANNOT_OPEN) for line in lines) else _BARE_WORD
    needs = [_need(line.text, parts) for line in lines]
    indent = _indent(widths, needs, shapes, full)
    verdicts: list[str] = []
    opens: bool | None = None  # whether the line before opens a paragraph, as far as known
    for index in range(1, len(lines)):
        before, own = shapes[index - 1], full - widths[index]
        room = full - widths[index - 1] - (indent if opens else 0)
        as_first_line = indent > 0 and opens is None and abs(room - indent) < _TOUCHING
        needed = needs[index] + (0 if before.ends_sentence else _UNCERTAIN)
        if room >= needed and not (as_first_line and not before.ends_sentence):
            verdict = f"{OPEN}, room of an indent" if as_first_line else f"{STARTS}, room for {min(int(room), 4)}"
            opens = None if as_first_line else True
        elif not before.ends_sentence:
            verdict, opens = GOES_ON, False
        elif indent and not shapes[index].ends_sentence:
            opens = abs(own - indent) < _TOUCHING
            verdict = f"{OPEN}, {'as wide as a first line' if opens else 'wider than a first line'}"
        else:
            verdict, opens = f"{OPEN}, {'short' if own > indent else 'full'} line", None
        verdicts.append(f"{verdict}, {'ends' if before.ends_sentence else 'unfinished'} before")
    return verdicts


def _need(text: str, parts: re.Pattern[str]) -> float:
    """The width of what cannot be parted at a line's start."""
    found = parts.match(text)
    return width(found[0]) if found else 1.0


def _indent(widths: Sequence[float], needs: Sequence[float], shapes: Sequence[Shape], full: int) -> int:
    """By how much first lines are shorter than further ones: what most show, the usual indent when none shows it."""
    rooms = Counter(
        round(full - widths[index])
        for index in range(1, len(widths) - 1)
        if full - widths[index - 1] >= max(needs[index], _MAX_INDENT + 1)
        and shapes[index - 1].ends_sentence
        and not shapes[index].ends_sentence
    )
    if not rooms:
        return _USUAL_INDENT
    room, count = max(rooms.items(), key=lambda item: (item[1], item[0]))
    return room if 0 < room <= _MAX_INDENT and count >= _SHARE * rooms.total() else 0
