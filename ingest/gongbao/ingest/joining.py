"""Whether a line goes on with the paragraph before it, and how the two parts are joined.

Columns are cut anywhere, often inside a word. What speaks for joining: no sentence ends before the
cut, a mark is left open, a word or a number lies across; what speaks against: a sentence ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from gongbao.core.words import Segmenter
from gongbao.ingest.shapes import CANNOT_OPEN, Shape

_WINDOW = 12  # characters on each side of a cut that are segmented together
_LETTER = re.compile(r"[A-Za-zÀ-ɏ]")
_LATIN_STOP = ",.;:!?"
_COUNTED = "年月日时分点％%万亿元"  # what a number cut off goes on with


def cut_evidence(left: Shape, right: Shape, segmenter: Segmenter) -> list[str]:
    """What speaks for and against two lines being one paragraph; names begin with ``cut:``."""
    found = []
    if left.ends_sentence:
        found.append("cut: behind a sentence")
        if left.open_marks > 0:
            found.append("cut: behind a sentence, inside a quotation or bracket")
        return found
    size = "long" if len(left.text) > 24 else "short" if len(left.text) > 9 else "very short"
    found.append(f"cut: {left.end}, {size} line before")
    if left.open_marks > 0:
        found.append("cut: quotation or bracket left open")
        if right.open_marks < 0:
            found.append("cut: quotation or bracket closed behind")
    if right.opening == CANNOT_OPEN:
        found.append("cut: punctuation that cannot open")
    elif left.end in ("none", "digit or letter"):
        crossing = _crossing(left.text[-_WINDOW:], right.text[:_WINDOW], segmenter)
        comma = "with" if "，" in left.text else "without"
        found += [crossing, f"{crossing}, {size} line before, {comma} comma"]
    if right.ends_sentence:
        found.append("cut: second part ends a sentence")
    return found


def _crossing(left: str, right: str, segmenter: Segmenter) -> str:
    """Whether a word, a name or a number lies across the cut when the two ends are segmented as one text."""
    if left[-1].isdigit() and (right[0].isdigit() or right[0] in _COUNTED):
        return "cut: number across"
    place = 0
    for word in segmenter.cut(left + right):
        if place < len(left) < place + len(word):
            known = segmenter.has_word(word)
            return f"cut: word of {min(len(word), 4)} across" if known else "cut: new word across"
        place += len(word)
    return "cut: between words"


def join_parts(parts: Iterable[str]) -> str:
    """Parts of one paragraph as one text: nothing between Han characters or digits, a space between Latin words."""
    joined: list[str] = []
    last = ""
    for part in parts:
        if not part:
            continue
        if _parts_words(last, part[0]):
            joined.append(" ")
        joined.append(part)
        last = part[-1]
    return "".join(joined)


def _parts_words(last: str, first: str) -> bool:
    """Whether a line end between two characters stood for a space."""
    if not last:
        return False
    if _LETTER.match(last):
        return bool(_LETTER.match(first)) or (first.isascii() and first.isdigit())
    return bool(_LETTER.match(first)) and (last in _LATIN_STOP or (last.isascii() and last.isdigit()))
