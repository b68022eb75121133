"""The one rule by which two strings are the same for search, in every engine and in the browser.

NFKC and case folding, character by character, after the whole text was composed (NFC). Taken
character by character the rule keeps substrings: whatever is a substring of a composed text is,
normalised, a substring of the normalised text, so that no engine can lose it. Every run of white
space is one space. Punctuation counts. What prints nothing (a zero-width space, a soft hyphen, a
byte order mark) counts for nothing: it comes with copied text and nobody can see or type it.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SPACES = re.compile(r"\s+")
# Unicode's Default_Ignorable_Code_Point in the first plane, but for the Hangul fillers.
_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")


@lru_cache(maxsize=65536)
def fold(character: str) -> str:
    """One character as search sees it; may be several (``…`` is three full stops) or none."""
    if _INVISIBLE.match(character):
        return ""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", character).casefold())


class _FoldTable(dict[int, str]):
    """A table for str.translate that is filled as characters are met."""

    def __missing__(self, code: int) -> str:
        folded = self[code] = fold(chr(code))
        return folded


_FOLD = _FoldTable()
_FEW = 50  # kinds of characters that are sooner replaced one by one than looked up each time they stand
# Characters that fold to themselves: most of a Chinese text, so that the others are soon found.
_OTHERS = re.compile("[^ a-z0-9\u00b7\u2014\u2018-\u201d\u3001-\u3003\u3008-\u3011\u4e00-\u9fff]")


def normalise(text: str) -> str:
    """The text as search sees it: ``ＡＢＣ　１２３`` is ``abc 123``. White space at the ends is kept, as one space."""
    folded = unicodedata.normalize("NFC", text)
    others = set(_OTHERS.findall(folded))
    if len(others) > _FEW:
        folded = folded.translate(_FOLD)
    else:  # what a character folds to folds to itself, so that the order does not matter
        for character in others:
            folded = folded.replace(character, fold(character))
    return _SPACES.sub(" ", folded)
