"""Organisations by their last word: unions of every level, companies, offices, schools, hospitals.

A name reaches back from its ending over the nouns before it. The short form that follows a full
name in the same article (区总工会 after 怀柔区总工会) is given the full name.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from gongbao.core.annotations import Mention
from gongbao.core.words import Segmenter
from gongbao.nlp.layout import MOST_FOUND, Layout
from gongbao.nlp.matching import Words
from gongbao.nlp.word_lists import alternation, word_list

_LONGEST = 24  # characters of a name
_STOP = re.compile(r"[，。；：！？、“”‘’《》（）()\s]")  # a clause is what stands between two of these
# jieba's tags of what a name is made of: nouns, place and body names, abbreviations, numbers, letters.
_NAME_TAGS = frozenset("n ns nt nz nr nrt nrfg ng j m b eng s x l an vn".split())  # noqa: SIM905 - a list


@cache
def _ending() -> re.Pattern[str]:
    return re.compile(alternation("organisation_endings"))


@cache
def _ending_words() -> Words:
    return Words(word_list("organisation_endings"))


def find_organisations(layout: Layout, segmenter: Segmenter | None) -> tuple[Mention, ...]:
    """Mentions of organisations in reading order, MOST_FOUND at most; none without a segmenter."""
    if segmenter is None:
        return ()
    mentions: list[Mention] = []
    full_names: dict[str, str] = {}  # each shorter end of a name, to the last name that ended so
    for clause, words in _clauses(layout.text):
        for start, end in _names_in(segmenter.tag(words)):
            mention = _mention(layout, clause + start, clause + end, full_names)
            mentions.append(mention)
            full_names.update((mention.name[cut:], mention.name) for cut in range(1, len(mention.name)))
        if len(mentions) >= MOST_FOUND:
            break
    return tuple(mentions[:MOST_FOUND])


def _clauses(text: str) -> Iterator[tuple[int, str]]:
    """(start, words) of the clauses in which an ending stands."""
    endings = _ending_words().starts(text)
    stops = [-1, *(found.start() for found in _STOP.finditer(text)), len(text)] if endings else []
    reached = 0
    for ending in endings:
        if ending >= reached:
            number = bisect_right(stops, ending)
            start, reached = stops[number - 1] + 1, stops[number]
            yield start, text[start:reached]


def _names_in(words: Sequence[tuple[str, str]]) -> list[tuple[int, int]]:
    """(start, end) of the names in a clause of tagged words; the longest of those that begin together."""
    never = frozenset(word_list("never_in_organisations"))
    endings, general = word_list("organisation_endings"), frozenset(word_list("general_organisations"))
    found: list[tuple[int, int]] = []
    run: list[str] = []
    position = 0
    for word, tag in words:
        position += len(word)
        is_ending = word.endswith(endings)
        if not is_ending and (tag not in _NAME_TAGS or word in never):
            run = []
            continue
        run = [*run[-_LONGEST:], word]
        if is_ending:
            name = "".join(run)[-_LONGEST:]
            stem = _ending().sub("", name)
            if len(name) > 2 and name not in general and stem not in general and (stem or len(name) > 3):
                start = position - len(name)
                if found and found[-1][0] == start:
                    found.pop()
                found.append((start, position))
    return found


def _mention(layout: Layout, start: int, end: int, full_names: Mapping[str, str]) -> Mention:
    place = layout.field_at(start)
    text = layout.text[start:end]
    return Mention(
        "organisation",
        text,
        full_names.get(text, text),
        place.field,
        place.index,
        start - place.start,
        end - place.start,
    )
