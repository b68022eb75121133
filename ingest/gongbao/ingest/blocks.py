"""A source's text as a sequence of lines with the gaps between them; together they hold every printed character.

A blank line, a form feed or a paragraph separator parts two blocks; a single line break parts two
lines of one block. Where most lines of a block reach one width, the block was wrapped by a machine.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

FIRST, LINE_BREAK, BLANK_LINE = 0, 1, 2  # what stands before a line

_LINE = re.compile("[^\r\n\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]+")
_PARTS_BLOCKS = re.compile("[\x0c\u2029]")
_LINE_END = re.compile("\r\n|[\r\n\x0b\x1c\x1d\x1e\x85\u2028]")
_NARROW = re.compile("[\x21-\x7e]")

# A machine's wrap: measured on newswire, whose lines are 26 to 39 characters wide. Kinsoku and Latin
# words leave up to two places open at the end of a full line.
_MIN_WRAP_WIDTH, _MAX_WRAP_WIDTH = 14, 64
_FULL_LINE_SLACK = 2
_MIN_FULL_SHARE = 0.5
_MIN_RUN = 3
# A short text of many short paragraphs has few full lines, but whatever breaks off in it does so at a full line.
_FEW_BROKEN_OFF = 2
_TITLE_LINES = 1
_SENTENCE_ENDS = tuple("。！？…”）；：!?)")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the source without the white space at its ends; ``start`` and ``end`` count characters."""

    start: int
    end: int
    text: str
    gap: int  # FIRST, LINE_BREAK or BLANK_LINE
    wrap_width: int = 0  # width in Han characters to which its block was wrapped by a machine; 0 when it was not

    @property
    def is_full(self) -> bool:
        """Whether the machine had no room for more on this line."""
        return bool(self.wrap_width) and width(self.text) >= self.wrap_width - _FULL_LINE_SLACK


def width(text: str) -> float:
    """Width on paper in Han characters; a Latin letter or digit takes half of one."""
    return len(text) - len(_NARROW.findall(text)) / 2


def read_lines(text: str) -> list[Line]:
    """The lines of a text that hold more than white space, in order."""
    lines: list[Line] = []
    previous_end = 0
    for found in _LINE.finditer(text):
        stripped = found[0].strip()
        if not stripped:
            continue
        start = found.start() + found[0].index(stripped[0])
        gap = _gap(text[previous_end:start]) if lines else FIRST
        previous_end = start + len(stripped)
        lines.append(Line(start, previous_end, stripped, gap))
    return _with_wrap_widths(lines)


def _gap(between: str) -> int:
    if len(between) > 1 and (_PARTS_BLOCKS.search(between) or len(_LINE_END.findall(between)) > 1):
        return BLANK_LINE
    return BLANK_LINE if between in ("\x0c", "\u2029") else LINE_BREAK


def _with_wrap_widths(lines: list[Line]) -> list[Line]:
    marked: list[Line] = []
    run: list[Line] = []
    for line in lines:
        if line.gap == BLANK_LINE:
            marked += _marked_run(run)
            run = []
        run.append(line)
    return marked + _marked_run(run)


def _marked_run(run: list[Line]) -> list[Line]:
    if len(run) < _MIN_RUN:
        return run
    widths = [width(line.text) for line in run]
    widest = sorted(widths)[int(len(widths) * 0.9)]  # one line that is longer by mistake does not count
    if not _MIN_WRAP_WIDTH <= widest <= _MAX_WRAP_WIDTH:
        return run
    reach = [widest - _FULL_LINE_SLACK <= one <= widest + 1 for one in widths]
    broken_off = [full for line, full in zip(run[:-1], reach, strict=False) if not line.text.endswith(_SENTENCE_ENDS)]
    is_wrapped = sum(reach) >= _MIN_FULL_SHARE * len(run) or (
        sum(broken_off) >= _FEW_BROKEN_OFF and sum(broken_off) >= len(broken_off) - _TITLE_LINES
    )
    if not is_wrapped:
        return run
    return [Line(line.start, line.end, line.text, line.gap, round(widest)) for line in run]
