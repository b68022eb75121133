"""Where Python's folding of a character differs from what a browser can compute by itself."""

from __future__ import annotations

import unicodedata
from functools import cache
from itertools import chain

from gongbao.core.normal import fold

# The rest of Unicode is Han and Hangul, which fold to themselves, or unassigned, private or surrogate;
# going through all of it would take a second at every build.
_WITH_CASE_OR_FORM = (
    range(0x3400),
    range(0xA000, 0xAC00),
    range(0xD7A4, 0xD800),
    range(0xF900, 0x20000),
    range(0x2F800, 0x2FA20),
    range(0xE0000, 0xE1000),
)


@cache
def folding_exceptions() -> dict[str, str]:
    """Characters that case folding changes otherwise than lower case does (``ß``, ``ς``, Cherokee), with their fold.

    A browser computes NFKC, lower case and NFKC of every other character and comes to the same.
    """
    exceptions: dict[str, str] = {}
    for code in chain.from_iterable(_WITH_CASE_OR_FORM):
        character = chr(code)
        composed = unicodedata.normalize("NFKC", character)
        if composed.isascii() or 0xD800 <= code <= 0xDFFF:
            continue
        folded = fold.__wrapped__(character)
        if folded != unicodedata.normalize("NFKC", composed.lower()):
            exceptions[character] = folded
    return exceptions
