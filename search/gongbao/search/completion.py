"""What a few typed characters may be meant for: labels, people and words, by their writing or their sound.

Every article brings the keys of its labels, people and headline words into the index. A key is
``spelling TAB kind TAB value``; the spellings of 送清凉 are the characters themselves, ``songqingliang``
and ``slq``. All that begins with what was typed, and all that sounds like it, is then one look into an
engine's list of terms, counted by articles.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache

from gongbao.core.annotations import FACETS
from gongbao.core.normal import TextRule
from gongbao.core.words import Segmenter
from gongbao.search.results import Completion

# Labels that complete, in the order in which equals are shown.
COMPLETED = ("campaign", "activity", "district", "street", "person", "column")
WORD = "word"  # the kind of a headline's word: it completes nothing and corrects what sounds like it
_SEPARATOR = "\t"
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]{2,}")
_LONGEST_VALUE = 40  # characters; a longer column's name is not typed
_LONGEST_INITIALS = 12


def completion_keys(
    labels: Mapping[str, Sequence[str]], headlines: Sequence[str], segmenter: Segmenter, rule: TextRule
) -> tuple[str, ...]:
    """The keys of one article."""
    keys: dict[str, None] = {}
    for kind in COMPLETED:
        for value in labels[kind]:
            spelled = rule.normalise(value.rpartition("/")[2])
            inside = _endings(spelled) if kind in FACETS else ()
            for spelling in (*_spellings(spelled), *inside):
                keys[_SEPARATOR.join((spelling, kind, " ".join(value.split())))] = None
    for word in (word for headline in headlines for word in segmenter.cut(headline)):
        if _HAN.fullmatch(word):
            keys[_SEPARATOR.join((sound(word), WORD, word))] = None
    return tuple(keys)


def read_keys(counted: Iterable[tuple[str, int]]) -> Iterator[tuple[str, Completion]]:
    """(spelling, completion) of keys with their number of articles."""
    for key, count in counted:
        spelling, kind, value = key.split(_SEPARATOR, 2)
        yield spelling, Completion(value, kind, count)


def key_prefix(typed: str) -> str:
    """What the keys begin with that what was typed, normalised, may be the beginning of."""
    return typed.replace(_SEPARATOR, " ").replace(" ", "") if typed.isascii() else typed.replace(_SEPARATOR, " ")


def sound_prefix(word: str) -> str:
    """What the keys begin with that sound exactly like the word."""
    return sound(word) + _SEPARATOR


@lru_cache(maxsize=65536)
def sound(word: str) -> str:
    """The pinyin of a word without tones and spaces; characters that have none stay as they are."""
    return "".join(_syllables(word))


def _syllables(word: str) -> list[str]:
    from pypinyin import lazy_pinyin

    return list(lazy_pinyin(word, v_to_u=False))


@lru_cache(maxsize=4096)
def _endings(value: str) -> tuple[str, ...]:
    """The vocabulary's labels are found by their later words too: 清凉 is in 送清凉."""
    return tuple(value[start:] for start in range(1, len(value) - 1))


@lru_cache(maxsize=65536)
def _spellings(value: str) -> tuple[str, ...]:
    if not value or len(value) > _LONGEST_VALUE:
        return ()
    syllables = _syllables(value)
    initials = "".join(syllable[:1] for syllable in syllables[:_LONGEST_INITIALS])
    return tuple(dict.fromkeys((value, "".join(syllables), initials)))
