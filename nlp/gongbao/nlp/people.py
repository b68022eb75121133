"""People: names beside a title or a reporter's role, told from other words by surname and the segmenter's tags.

A name that stands without either is not looked for: on its own a surname and a character are
more often something else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from gongbao.core.annotations import Mention
from gongbao.core.words import Segmenter
from gongbao.nlp.layout import MOST_FOUND, Layout
from gongbao.nlp.matching import Words, matches_at
from gongbao.nlp.word_lists import alternation, word_list

_HAN = "\u4e00-\u9fff"
_MOST_NAMES = 31  # after one cue
_BETWEEN = re.compile(r"([、 　])")
_NAME_TAGS = frozenset(("nr", "nrt", "nrfg", "nz", "x", "n"))


@cache
def _cue() -> re.Pattern[str]:
    """A title or role and the characters after it that may be names."""
    return re.compile(
        rf"(?:(?P<press>{alternation('press_roles')})|(?P<title>{alternation('titles')}))[ 　:：/／]?"
        rf"(?P<names>[{_HAN}·]{{2,12}}(?:[、 　][{_HAN}·]{{2,8}}){{0,{_MOST_NAMES - 1}}})"
    )


@cache
def _cue_words() -> Words:
    return Words((*word_list("press_roles"), *word_list("titles")))


def find_people(layout: Layout, segmenter: Segmenter | None) -> tuple[Mention, ...]:
    """Mentions of people in reading order, MOST_FOUND at most.

    Without a segmenter only reporters are told from other words.
    """
    mentions: dict[int, Mention] = {}
    for start, end, role in _candidates(layout.text, segmenter):
        place = layout.field_at(start)
        if len(mentions) >= MOST_FOUND:
            break
        if start not in mentions and end <= place.end:
            name = layout.text[start:end]
            begin = start - place.start
            mentions[start] = Mention("person", name, name, place.field, place.index, begin, end - place.start, role)
    return tuple(mentions[start] for start in sorted(mentions))


def _candidates(text: str, segmenter: Segmenter | None) -> Iterator[tuple[int, int, str]]:
    """(start, end, role) of the names after each cue; the row of names ends at the first that is none."""
    for cue in matches_at(_cue(), text, _cue_words().starts(text)):
        position = cue.start("names")
        press = cue["press"] is not None
        for part in _BETWEEN.split(cue["names"]):
            if _BETWEEN.fullmatch(part) is None:
                length = name_length(part, segmenter, press)
                if length:
                    yield position, position + length, cue["press"] or cue["title"]
                if length < len(part):
                    break
            position += len(part)


def name_length(text: str, segmenter: Segmenter | None, press: bool) -> int:
    """How many characters at the start of the text are a person's name; 0 for none.

    ``press``: the text stands in a byline, where whatever begins with a surname and is short is a name.
    """
    surname = _surname_length(text)
    if not surname:
        return 0
    if press and surname < len(text) <= surname + 2:
        return len(text)
    if segmenter is None:
        return 0
    (word, tag), *rest = segmenter.tag(text[:8])
    if tag.startswith("nr") and surname < len(word) <= surname + 2:
        return len(word)
    # jieba often leaves a name in two pieces: 闫 长禄.
    if len(word) == surname and rest and len(rest[0][0]) <= 2 and rest[0][1] in _NAME_TAGS:
        return surname + len(rest[0][0])
    return 0


def _surname_length(text: str) -> int:
    surnames = _surnames()
    return 2 if text[:2] in surnames else 1 if text[:1] in surnames else 0


@cache
def _surnames() -> frozenset[str]:
    return frozenset(word_list("surnames"))
