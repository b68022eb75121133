"""Where Python's folding of a character differs from what a browser can compute by itself."""

from __future__ import annotations

import sys
import unicodedata
from functools import cache

from gongbao.core.normal import fold


@cache
def folding_exceptions() -> dict[str, str]:
    """Characters that case folding changes otherwise than lower case does (``ß``, ``ς``, Cherokee), with their fold.

    A browser computes NFKC, lower case and NFKC of every other character and comes to the same.
    """
    exceptions: dict[str, str] = {}
    for code in range(sys.maxunicode + 1):
        character = chr(code)
        composed = unicodedata.normalize("NFKC", character)
        if composed.isascii() or 0xD800 <= code <= 0xDFFF:
            continue
        folded = fold.__wrapped__(character)
        if folded != unicodedata.normalize("NFKC", composed.lower()):
            exceptions[character] = folded
    return exceptions
