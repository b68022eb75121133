"""What a line cannot be, whatever the weights say: a sentence is no title, verse and lists are no run of titles.

Only what holds for any newspaper stands here; everything that is a matter of degree is evidence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from gongbao.ingest.blocks import BLANK_LINE, LINE_BREAK, Line, width
from gongbao.ingest.credits import looks_like_credit_line, opens_with_dateline
from gongbao.ingest.model import ROLES
from gongbao.ingest.surnames import looks_like_name

_TITLES = frozenset(("headline", "title"))
_OPENS_SOMETHING = frozenset(ROLES) - {"continuation", "paragraph"}
_FIGURE = re.compile(r"[\d０-９]+(?![\d０-９、．.：:）)])|[\d０-９]+[.．][\d０-９]")
_SENTENCE_ENDS = tuple("。！？!?…")
_CLOSING_MARKS = "”’』」）)"
_RUN = 6  # lines alike; title lines stand together by fours at most
_WIDEST_ITEM = 16  # Han characters; a wider line of verse or of a list is not told apart from text
_FEW_NAMES = 4  # one line in so many
_UNLIKE = 6  # Han characters by which the lines of one run may differ


def barred_roles(lines: Sequence[Line]) -> list[frozenset[str]]:
    """The roles that each line of a page cannot have. Linear in the number of lines."""
    barred = [_TITLES if _is_sentence(line.text) else frozenset[str]() for line in lines]
    for index in _running_text(lines):
        barred[index] |= _OPENS_SOMETHING
        if _FIGURE.match(lines[index].text):
            barred[index] |= {"paragraph"}  # a digit often opens a paragraph, but not in the middle of a sentence
    items = _verse_and_lists(lines)
    for index in items:
        barred[index] |= {"headline", "title", "continuation", "byline"}
    for index in set(items) - {index + 1 for index in items}:
        if index and _is_item(lines[index - 1]):
            barred[index - 1] |= {"opening"}  # what stands above verse or a list heads it
    return barred


def _is_sentence(text: str) -> bool:
    """Whether a line tells something: it opens as a report does, or ends as a sentence does."""
    return text.rstrip(_CLOSING_MARKS).endswith("。") or opens_with_dateline(text)


def _running_text(lines: Sequence[Line]) -> list[int]:
    """Lines that go on with the full line before them, in a machine's wrap of text that comes to a full stop."""
    found: list[int] = []
    chain: list[int] = []
    for index, line in enumerate(lines):
        before = lines[index - 1] if index else None
        goes_on = (
            before is not None
            and line.gap != BLANK_LINE
            and before.is_full
            and not before.text.rstrip(_CLOSING_MARKS).endswith(_SENTENCE_ENDS)
            and (len(chain) > 0 or _is_punctuated(before.text))
        )
        if not goes_on:
            found += _told(lines, chain)
            chain = []
        else:
            chain.append(index)
    return found + _told(lines, chain)


def _told(lines: Sequence[Line], chain: list[int]) -> list[int]:
    return chain if any("。" in lines[index].text for index in chain) else []


def _is_punctuated(text: str) -> bool:
    return "，" in text or "。" in text or "、" in text


def _verse_and_lists(lines: Sequence[Line]) -> list[int]:
    """Lines in a long run of short lines alike, without the ones that stand alone above such lines as titles do."""
    found: list[int] = []
    run: list[int] = []
    for index in range(len(lines) + 1):
        if index < len(lines) and _is_item(lines[index]):
            run.append(index)
            continue
        if len(run) >= _RUN:
            found += _items(lines, run)
        run = []
    return found


def _is_item(line: Line) -> bool:
    text = line.text
    return (
        not line.wrap_width
        and width(text) <= _WIDEST_ITEM
        and not any(mark in text[:-1] for mark in "。，；")
        and not looks_like_credit_line(text)
    )


def _items(lines: Sequence[Line], run: list[int]) -> list[int]:
    """The lines of a run that are its verse or its items, without those that may be a title or its author."""
    alone = {
        index
        for index in run
        if lines[index].gap != LINE_BREAK and (index + 1 == len(lines) or lines[index + 1].gap == BLANK_LINE)
    }
    items = [index for index in run if index not in alone] if 2 * len(alone) < len(run) else run[1:]
    names = {index for index in items if looks_like_name(lines[index].text)}
    if len(names) * _FEW_NAMES < len(items):  # verse rather than a list of names: an author stands below his title
        items = [index for index in items if index not in names and index + 1 not in names]
    widths = [width(lines[index].text) for index in items]
    return items if len(items) >= _RUN - 1 and max(widths) - min(widths) <= _UNLIKE else []
