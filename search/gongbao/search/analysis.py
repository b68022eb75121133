"""The one analysis behind every engine: a text as overlapping pairs of characters, and as words.

Pairs with positions find whatever was printed; words rank. Both are handed to an engine as plain
text with a space between tokens, so that any engine that splits on white space agrees with any other.

The pairs of ``工会`` are ``B工 工会 会B``; each single character is kept once beside them, without a
position, for queries of one character. The tokens use upper-case letters as stand-ins, which folded
text never holds: B is the border of a value, S a space. A string that a query looks for holds no B,
so that no match can run across a border.
"""

from __future__ import annotations

import re
import sys
from array import array
from collections.abc import Iterable, Sequence

from gongbao.core.words import Segmenter

_BORDER = "B"
_SPACE = "S"
_LETTER_OR_DIGIT = re.compile(r"[^\W_]")
LONGEST_WORD = 100  # characters; engines have limits of their own, and a longer one is no word
_ENDLESS = re.compile(rf"(\S{{{LONGEST_WORD}}})\S+")
_UTF32 = "utf-32-le" if sys.byteorder == "little" else "utf-32-be"
_CODE_POINTS = "I"  # array's type code for four bytes


def pair_tokens(values: Sequence[str]) -> str:
    """What the index of strings is given of one field: its values, already normalised."""
    if not values:
        return ""
    stream = _BORDER + _BORDER.join(values).replace(" ", _SPACE) + _BORDER
    # "abc" is written as "ab bc" by whole arrays: a step of Python for each character would cost more than all the rest
    characters = array(_CODE_POINTS, stream.encode(_UTF32))
    pairs = array(_CODE_POINTS, [ord(" ")]) * (3 * (len(characters) - 1))
    pairs[0::3] = characters[:-1]
    pairs[1::3] = characters[1:]
    return pairs.tobytes().decode(_UTF32)


def character_tokens(values: Sequence[str]) -> str:
    """What the index of single characters is given of one field."""
    return " ".join(dict.fromkeys("".join(values).replace(" ", _SPACE)))


def character_token(character: str) -> str:
    """The token of one normalised character."""
    return character.replace(" ", _SPACE)


def pair_phrase(text: str, *, whole: bool = False) -> list[tuple[int, str]]:
    """The (position, token) that stand in a field's pairs exactly where it holds the normalised text.

    Every second pair and the last one. ``whole`` asks for a value that is this text and nothing more;
    otherwise the text has two characters at least.
    """
    stream = text.replace(" ", _SPACE)
    if whole:
        stream = _BORDER + stream + _BORDER
    last = len(stream) - 2
    starts = [*range(0, last, 2), last]
    return [(start, stream[start : start + 2]) for start in starts]


def pair_run(text: str, *, whole: bool = False) -> list[str]:
    """All the pairs of a normalised text one after another, for engines that ask for phrases as running text."""
    stream = text.replace(" ", _SPACE)
    if whole:
        stream = _BORDER + stream + _BORDER
    return [stream[start : start + 2] for start in range(len(stream) - 1)]


def word_tokens(values: Sequence[str], segmenter: Segmenter) -> str:
    """What the word index of one field is given: long words and the shorter ones inside them.

    Punctuation stays among them; no query asks for it, and taking it out costs more than keeping it.
    """
    tokens = " ".join(segmenter.cut_for_search("\n".join(values)))
    return _ENDLESS.sub(r"\1", tokens) if _ENDLESS.search(tokens) else tokens


def words_of(text: str, segmenter: Segmenter) -> tuple[str, ...]:
    """The words that an article must hold to answer a normalised term without holding it as a string."""
    return _distinct(segmenter.cut(text))


def scoring_words(text: str, segmenter: Segmenter) -> tuple[str, ...]:
    """The words of a normalised text by which articles that match are ranked."""
    return _distinct(segmenter.cut_for_search(text))


def _counts(word: str) -> bool:
    return word.isalnum() or _LETTER_OR_DIGIT.search(word) is not None


def _distinct(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part[:LONGEST_WORD] for word in words if _counts(word) for part in word.split()))
