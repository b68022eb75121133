"""The one analysis behind every engine: a text as overlapping pairs of characters, and as words.

Pairs with positions find whatever was printed; words rank. Both are handed to an engine as plain
text with a space between tokens, so that any engine that splits on white space agrees with any other.

The pairs of ``工会`` are ``B工 工会 会B``, followed by each single character once. The tokens use
upper-case letters as stand-ins, which folded text never holds: B is the border of a value, S a
space, U half of a broken surrogate pair. A string that a query looks for holds no B, so that no
match can run across a border.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Iterable, Sequence

from gongbao.core.normal import normalise
from gongbao.core.words import Segmenter

BORDER = "B"
# Lone surrogates cannot be stored as UTF-8; a query that holds one is refused, so they need no telling apart.
_STAND_INS = {ord(" "): "S", **dict.fromkeys(range(0xD800, 0xE000), "U")}
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")


def exact_tokens(values: Iterable[str]) -> str:
    """What the string index of one field is given: its values as printed, already normalised."""
    stream = BORDER + BORDER.join(values).translate(_STAND_INS) + BORDER
    if len(stream) == 2:
        return ""
    pairs = " ".join(map(operator.add, stream, stream[1:]))
    return f"{pairs} {' '.join(dict.fromkeys(stream))}"


def exact_phrase(text: str, *, whole: bool = False) -> list[tuple[int, str]]:
    """The (position, token) that stand in a field's string index exactly where it holds the normalised text.

    One token for one or two characters, else every second pair and the last one. ``whole`` asks for
    a value that is this text and nothing more. The text must not be empty.
    """
    stream = text.translate(_STAND_INS)
    if whole:
        stream = BORDER + stream + BORDER
    if len(stream) == 1:
        return [(0, stream)]
    last = len(stream) - 2
    starts = [*range(0, last, 2), last]
    return [(start, stream[start : start + 2]) for start in starts]


def word_tokens(values: Iterable[str], segmenter: Segmenter) -> str:
    """What the word index of one field is given: long words and the shorter ones inside them."""
    return " ".join(word for value in values for word in segmenter.cut_for_search(value) if _counts(word))


def words_of(text: str, segmenter: Segmenter) -> tuple[str, ...]:
    """The words that an article must hold to answer a normalised term without holding it as a string."""
    return _distinct(segmenter.cut(text))


def scoring_words(text: str, segmenter: Segmenter) -> tuple[str, ...]:
    """The words of a normalised text by which articles that match are ranked."""
    return _distinct(segmenter.cut_for_search(text))


def normalised(values: Sequence[str]) -> list[str]:
    """Values as search sees them."""
    return [normalise(value) for value in values]


def _counts(word: str) -> bool:
    return word.isalnum() or _LETTER_OR_DIGIT.search(word) is not None


def _distinct(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for word in words if _counts(word) for part in word.split()))
