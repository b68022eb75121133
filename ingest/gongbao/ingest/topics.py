"""Whether a text's subject changes at a line, by the pairs of characters that come back or do not.

Windows have a fixed size, so that the cost does not grow with the length of a paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from gongbao.ingest.shapes import Shape
from gongbao.ingest.surnames import split_names

_WINDOW = 240  # characters before and behind a line that are compared with it
_REACH = 4  # lines
_HEAD = 40  # characters in which a brief tells its day
_TAIL = 24
# Marks and the most common characters part the text: pairs with them tell nothing of its subject.
_PAIR = re.compile(r"(?=([^的一是在了和有为这个上我他中大以会到说，。、：；“”！？（）《》　·—…\n ]{2}))")
_OWN_DATE = re.compile(r"[\d０-９一二三四五六七八九十]日(?!报)|日前|近日|最近|目前|去年|前不久")
_SENTENCE_STOP = re.compile(r"[。！？]")
_CLOSING_NAME = re.compile(r"[（(]([^（()）]{1,20})[）)]$")


def title_evidence(shapes: Sequence[Shape], index: int) -> list[str]:
    """Whether a bare line's words come back behind it, and how far the text behind it is the text before."""
    words = _pairs(shapes[index].text)
    if not words:
        return ["says nothing"]
    before = _gather(shapes, range(index - 1, max(-1, index - 1 - _REACH), -1))
    behind = _gather(shapes, range(index + 1, min(len(shapes), index + 1 + _REACH)))
    found = [
        f"words that come back behind: {_share(_count_in(behind, words), len(words))}",
        f"words that stood before: {_share(_count_in(before, words), len(words))}",
    ]
    if before and behind:
        subject, subject_behind = _pairs(before), _pairs(behind)
        if subject and subject_behind:
            percent = 100 * len(subject & subject_behind) // min(len(subject), len(subject_behind))
            found.append(f"text behind shares with text before: {min(10, percent)}")
    return found


def topic_evidence(before: str, text: str) -> list[str]:
    """Whether a paragraph opens something new: its first words were not in the paragraph before, it has its own day."""
    head = text[:_HEAD]
    shared = _count_in(before[:_WINDOW], _pairs(head))
    found = [f"pairs shared with the paragraph before: {min(shared, 4)}"]
    if _OWN_DATE.search(head):
        found.append("long, tells its own day")
        if not shared:
            found.append("long, tells its own day, shares nothing with the paragraph before")
    if not _SENTENCE_STOP.search(text[:-1]):
        found.append("one long sentence")
    if closing := _CLOSING_NAME.search(text[-_TAIL:]):
        found.append("closes with a name in brackets" if split_names(closing[1]) else "closes with brackets")
    if _CLOSING_NAME.search(before[-_TAIL:]):
        found.append("long, before: closes with brackets")
    return found


def _gather(shapes: Sequence[Shape], places: range) -> str:
    text = ""
    for place in places:
        if not shapes[place].is_bare:
            text += shapes[place].text[: _WINDOW - len(text)] + " "
        if len(text) >= _WINDOW:
            break
    return text


@lru_cache(maxsize=64)  # neighbouring title lines look at the same text
def _pairs(text: str) -> frozenset[str]:
    """Overlapping pairs of characters, without those that hold a mark or a very common character."""
    return frozenset(_PAIR.findall(text))


def _count_in(text: str, pairs: frozenset[str]) -> int:
    """How many of the pairs stand in the text; quicker for a few pairs than the text's own pairs would be."""
    return sum(map(text.__contains__, pairs))


def _share(part: int, whole: int) -> str:
    share = part / whole
    return "none" if part == 0 else "a few" if share < 0.2 else "some" if share < 0.45 else "most"
