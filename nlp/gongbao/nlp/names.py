"""Where a person's name ends: told by its surname, its characters, the segmenter's words and what stands after it.

Nothing here knows why a name is looked for at a place: gongbao.nlp.people finds the places.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import accumulate

from gongbao.core.words import Segmenter
from gongbao.nlp.word_lists import alternation, character_set, word_list, word_set

_HAN = re.compile("[\u4e00-\u9fff]+")
# Points for a reading of a name, chosen on made-up sentences (tests/nlp/test_people.py).
_BOTH_TELL = 2.0  # every character of the given name is one that names have
_ONE_TELLS = 1.0  # one of two is
_CUT_HERE = 1.0  # the segmenter cuts where the name ends
_STOPS_HERE = 1.0  # a name's end stands after it: a comma, 说, 的
_SAYS = 2.0  # ... and it is what only people do: 说, 告诉, ，女，
_ONE_WORD = 1.0  # the segmenter has it as one word, or as surname and rest
_LONGER = 0.5  # names of three characters are the more frequent: of two equal readings they win
_CUTS = -1.5  # it takes pieces of words that the dictionary has: 庞大/恒, 于/明说
NEEDED = 2.5  # beside a title or the like
NEEDED_ALONE = 4.5  # without any: everything must fit
_ENDS = frozenset(
    "，。、；：！？”’）》」 　\n（(“的是在和与及等也还都就正从带对把向被则来到又说为跟让给于因将一今再"
    "曾先已没不却两双三五只用想捧写交插手拿接站坐走去进出看听吃喝起每有刚负担获所会能可要最特常"
)
_ASPECTS = "着了过"
_COUNTERS = frozenset("张车石米元间党门幅")
_NUMERALS = frozenset("一二两三四五六七八九十百千万几数多每0123456789")
# Surnames that are rather a preposition, an adverb or a verb before a noun: 向居民, 于企业, 和职工.
_SMALL_WORDS = ("p", "c", "d", "v", "u", "zg", "r", "q", "m")
_NOUNS = ("n", "vn", "v", "an")
_KEPT_TAGS = 1 << 15  # words whose part of speech is remembered
# What in the dictionary is a word and not a name: 高兴, 马上, 白天. Tags of what may be a given name's word are left.
_NO_GIVEN_TAGS = frozenset(("t", "d", "p", "c", "u", "uj", "ul", "uv", "ud", "ug", "uz", "m", "r", "f", "q", "y", "e"))


@cache
def _says() -> re.Pattern[str]:
    """What stands right after a person's name and after little else."""
    ages = r"[，,（(]?\s*(?:今年)?\d{2}岁|[，,]\s*[男女](?=[，,。；])"
    in_brackets = r"[（(](?:[左右前后中][一二三四五六排]?|化名|中间)[）)]"
    return re.compile(rf"{alternation('speech_verbs')}|{ages}|{in_brackets}")


@cache
def _says_first() -> frozenset[str]:
    """What begins with none of these needs no closer look."""
    return frozenset("，,（( 今0123456789０１２３４５６７８９\t\n\u3000").union(
        word[0] for word in word_list("speech_verbs")
    )


@dataclass(frozen=True, slots=True)
class Cut:
    """A text as the segmenter cut it, for asking what word is where."""

    text: str
    segmenter: Segmenter
    ends: tuple[int, ...]  # of the words, ascending
    bounds: frozenset[int] = field(repr=False)  # where words begin or end

    @classmethod
    def of(cls, text: str, words: Iterable[str], segmenter: Segmenter) -> Cut:
        """The cut that these words, which joined are the text, make."""
        ends = tuple(accumulate(map(len, words)))
        return cls(text, segmenter, ends, frozenset((0, *ends)))

    def word_at(self, position: int) -> tuple[int, int]:
        """(start, end) of the word that holds this position; empty at the text's end."""
        number = bisect_right(self.ends, position)
        start = self.ends[number - 1] if number else 0
        return start, self.ends[number] if number < len(self.ends) else len(self.text)

    def may_end(self, position: int) -> bool:
        """Whether nothing known is cut in two here: a word ends, or it is one that no dictionary has."""
        if position in self.bounds:
            return True
        start, end = self.word_at(position)
        return not self.segmenter.has_word(self.text[start:end])


@dataclass(frozen=True, slots=True)
class Reading:
    """A stretch read as a person's name."""

    end: int
    points: float
    says: bool  # what stands after it is said of people only
    cuts: bool  # it begins with a word that the dictionary has: 申请/书


def surname_length(text: str, start: int) -> int:
    """How many characters of the text at ``start`` are a surname; 0 for none. Compound ones first."""
    surnames = word_set("surnames")
    return 2 if text[start : start + 2] in surnames else 1 if text[start : start + 1] in surnames else 0


def is_common_surname(text: str, start: int) -> bool:
    """Whether a surname that is hardly ever something else begins here."""
    common = word_set("common_surnames")
    return text[start : start + 1] in common or text[start : start + 2] in common


def may_begin(text: str, start: int) -> bool:
    """Whether surname and next character allow any name to begin here: a quick no for most places."""
    if text[start : start + 2] in word_set("surnames"):
        return True
    after = text[start + 1 : start + 2]
    if after in character_set("given_characters"):
        return True
    return is_common_surname(text, start) and after not in character_set("never_given")


def best_reading(cut: Cut, start: int) -> Reading | None:
    """The likeliest name that begins here, whatever its points; None where none can begin."""
    surname = surname_length(cut.text, start)
    if not surname:
        return None
    readings = [reading for size in (2, 1) if (reading := _reading(cut, start, surname, start + surname + size))]
    return max(readings, key=lambda one: one.points, default=None)


def _reading(cut: Cut, start: int, surname: int, end: int) -> Reading | None:
    text = cut.text
    given = text[start + surname : end]
    if end > len(text) or _HAN.fullmatch(given) is None or not character_set("never_given").isdisjoint(given):
        return None
    telling = sum(character in character_set("given_characters") for character in given)
    if telling < len(given) and not is_common_surname(text, start):  # 都是, 那家, 连咳嗽 begin with surnames too
        return None
    says = text[end : end + 1] in _says_first() and _says().match(text, end) is not None
    if not says and not cut.may_end(end):
        return None
    if _is_phrase(text[start : start + surname], given, cut.segmenter):
        return None
    if is_other_word(text[start:end], cut.segmenter) or given in word_set("honorifics") or _is_counted(text, start):
        return None
    points = _BOTH_TELL if telling == len(given) else _ONE_TELLS if telling else 0.0
    cuts = _cuts_a_word(cut, start, surname, end)
    points += _CUTS / 3 * (not cut.may_end(end))
    points += _CUTS * (cuts or _no_given(given, cut.segmenter))
    if says:
        points += _SAYS
    elif end == len(text) or text[end] in _ENDS or _does(cut, end):
        points += _STOPS_HERE
    points += _CUT_HERE * _cut_tells(cut, end)
    if (start in cut.bounds and (start, end) == cut.word_at(start)) or (
        start in cut.bounds and (start + surname, end) == cut.word_at(start + surname)
    ):
        points += _ONE_WORD
    if len(given) == 2:
        points += _LONGER
    return Reading(end, points, says, cuts)


def is_other_word(text: str, segmenter: Segmenter) -> bool:
    """Whether this very text is known as something else than a person's name."""
    if text in word_set("never_names"):
        return True
    return segmenter.has_word(text) and not _tag_of(text, segmenter).startswith("nr")


def _is_phrase(surname: str, given: str, segmenter: Segmenter) -> bool:
    """Whether this is a small word and a noun (向居民) rather than surname and given name."""
    return (
        len(given) > 1
        and not is_common_surname(surname, 0)
        and segmenter.has_word(given)
        and _tag_of(given, segmenter) in _NOUNS
        and _tag_of(surname, segmenter) in _SMALL_WORDS
    )


def _cuts_a_word(cut: Cut, start: int, surname: int, end: int) -> bool:
    """Whether the reading takes surname and more from another word, and goes on: 毛病/大, 申请/书."""
    word_end = min(cut.word_at(start)[1], end - 1)
    return start + surname < word_end < end and is_other_word(cut.text[start:word_end], cut.segmenter)


def _cut_tells(cut: Cut, end: int) -> float:
    """What the segmenter's cut says of a name's end: 1 for, 0 nothing.

    Its guesses at unknown words often take a name's last character (毛建/军领/着) or what follows it (阮秀管/着).
    """
    start, word_end = cut.word_at(end)
    word = cut.text[start:word_end]
    is_guess = len(word) > 1 and _HAN.fullmatch(word) is not None and not cut.segmenter.has_word(word)
    if end in cut.bounds:
        return 0.0 if is_guess else 1.0
    return 1.0 if is_guess and (word_end - end == 1 or cut.segmenter.has_word(cut.text[end:word_end])) else 0.0


def _does(cut: Cut, end: int) -> bool:
    """Whether something is done after the name: 推着, 交代了; or 管着, where 阮秀管 was taken for one word."""
    if end not in cut.bounds:
        return cut.text[end + 1 : end + 2] in tuple(_ASPECTS)
    start, word_end = cut.word_at(end)
    word = cut.text[start:word_end]
    done = word[-1:] in tuple(_ASPECTS) if len(word) > 1 else False
    return done or (cut.segmenter.has_word(word) and cut.text[word_end : word_end + 1] in tuple(_ASPECTS))


def _is_counted(text: str, start: int) -> bool:
    """Whether the surname is a measure here: 二十八张/小像."""
    return start > 0 and text[start] in _COUNTERS and text[start - 1] in _NUMERALS


def _no_given(given: str, segmenter: Segmenter) -> bool:
    """Whether the given name is a word that says when, how or how many: 于/日前, 任/一名."""
    return len(given) > 1 and segmenter.has_word(given) and _tag_of(given, segmenter) in _NO_GIVEN_TAGS


def _tag_of(word: str, segmenter: Segmenter) -> str:
    """Part of speech of a word of the dictionary; the same few thousand are asked about again and again."""
    return _remembered_tag(word, segmenter.tag)


@lru_cache(maxsize=_KEPT_TAGS)
def _remembered_tag(word: str, tag: Callable[[str], list[tuple[str, str]]]) -> str:
    return tag(word)[0][1]
