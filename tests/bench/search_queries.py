"""A mix of queries such as an editor asks, out of the articles themselves and the same at every call."""

from __future__ import annotations

import random
from collections.abc import Sequence

from tests.bench.prepared_corpus import LABELS, Piece

FACETS = ("district", "campaign", "activity", "year")
_SHARES = {  # of a hundred
    "string": 35,
    "word": 25,
    "two words": 15,
    "word and district": 8,
    "word and dates": 7,
    "either or not": 5,
    "one character": 3,
    "filters only": 2,
}


def query_mix(stock: Sequence[Piece], count: int) -> list[str]:
    """So many queries."""
    chance = random.Random(7)
    kinds = chance.choices(list(_SHARES), weights=list(_SHARES.values()), k=count)
    return [_query(kind, stock, chance) for kind in kinds]


def _query(kind: str, stock: Sequence[Piece], chance: random.Random) -> str:
    district = f'区:"district{chance.randrange(LABELS["district"][0])}"'
    match kind:
        case "string":
            return f'"{_string(stock, chance, chance.randint(2, 8))}"'
        case "two words":
            return f"{_word(stock, chance)} {_word(stock, chance)}"
        case "word and district":
            return f"{_word(stock, chance)} {district}"
        case "word and dates":
            year = chance.randint(2009, 2016)
            return f"{_word(stock, chance)} 日期:{year}..{year + chance.randint(0, 3)}"
        case "either or not":
            return f"({_word(stock, chance)} 或 {_word(stock, chance)}) -{_word(stock, chance)}"
        case "one character":
            return f'"{_string(stock, chance, 1)}"'
        case "filters only":
            return f"{district} 日期:{chance.randint(2009, 2016)}"
        case _:
            return _word(stock, chance)


def _string(stock: Sequence[Piece], chance: random.Random, length: int) -> str:
    """A stretch of a paragraph without quotation marks, which would end the string."""
    while True:
        paragraphs = chance.choice(stock).paragraphs
        if not paragraphs:
            continue
        text = chance.choice(paragraphs).text
        start = chance.randrange(max(1, len(text) - length))
        string = text[start : start + length]
        if string.strip() and not set(string) & set('"“”„‟「」『』'):
            return string


def _word(stock: Sequence[Piece], chance: random.Random) -> str:
    """A word of two to four Han characters as it is found, frequent words more often."""
    while True:
        paragraphs = chance.choice(stock).paragraphs
        words = chance.choice(paragraphs).words.split(" ") if paragraphs else []
        long = [word for word in words if 2 <= len(word) <= 4 and "\u4e00" <= word[0] <= "\u9fff"]
        if long:
            return chance.choice(long)
