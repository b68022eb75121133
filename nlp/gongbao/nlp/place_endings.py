"""Places that are in no table, by their last word (长虹路, 柳荫公园), and names of places that organisations bear.

Both look at a few words around, as jieba's tags tell them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from gongbao.core.words import Segmenter
from gongbao.nlp.word_lists import alternation, word_list

_AHEAD = 20  # characters in which an organisation's last word follows on a place
_BACK = 14  # characters that are read back from a last word
_LONGEST = 12  # characters of a place's name with its last word
_STOP = re.compile(r"[，。；：！？、“”‘’《》（）()〈〉【】…—\s]")
_ENDING = re.compile(
    r"大街|胡同|广场|公园|社区|小区|园区|产业园|科技园|工业园|开发区|街区|商圈|大厦|体育场|体育馆|文化宫|文化馆|"
    r"博物馆|纪念馆|水库|村|街|路|大桥|桥|站|高速公路|高速|河|江|湖|镇|乡|射击馆|展览馆|科技馆|美术馆"
)
# Characters before and after which such a word ends no name, so that nothing need be tagged: 铁路, 街道, 江苏.
_NEVER_AFTER = {
    "路": "铁公道马思出线网一",
    "站": "车各本",
    "村": "农乡该本各全山",
    "镇": "乡城各本全",
    "乡": "家故返城下",
}
_NEVER_BEFORE = {"路": "线径口上", "站": "在起着岗", "街": "道", "桥": "梁", "江": "苏西", "湖": "北南", "乡": "镇村"}
# After a name only: 京藏高速, 永定河, 长虹路; not 信息高速, 人工湖, 工作站. Of the first
# two characters are a name: 黄河.
_RIVERS = ("河", "江", "湖")
_ONLY_NAMED = (*_RIVERS, "高速公路", "高速", "镇", "乡", "路", "站", "桥")
VENUES = ("馆", "宫")  # organisations and the places where things happen
# jieba's tags of what a name is made of.
_NAME_TAGS = frozenset(("ns", "nr", "nrt", "nrfg", "nz", "n", "ng", "j", "m", "x", "eng", "b", "f", "zg", "s"))
_ORGANISATION_TAGS = _NAME_TAGS | {"nt", "vn", "an", "l"}
_NAMING_TAGS = frozenset(("ns", "nr", "nrt", "nrfg", "nz", "j"))
_WHOLE_TAGS = frozenset(("ns", "nt", "nz"))  # of a word that is a place with its last word: 长安街
# Tags of words that name nothing alone: 东 and 南侧, common nouns, numbers.
_UNNAMING_TAGS = frozenset(("f", "s", "b", "n", "ng", "m", "x", "eng"))
# What counts, not names: 一座双塔桥, 几大车站.
_NUMBER = re.compile(r"第?[一二两三四五六七八九十百千万几多数半\d]+[多余]?[大小]?[个条座处家段遍里层所间片批]?")


@cache
def _generic() -> frozenset[str]:
    return frozenset(
        (*word_list("never_in_organisations"), *word_list("general_organisations"), *word_list("general_before_places"))
    )


@cache
def _organisation_ending() -> re.Pattern[str]:
    return re.compile(alternation("organisation_endings"))


def named_by_ending(text: str, segmenter: Segmenter) -> Iterator[tuple[int, int]]:
    """(start, end) of the names, in reading order and apart from each other."""
    reached = 0
    for ending in _ENDING.finditer(text):
        if ending.start() < reached or _is_common(text, ending):
            continue
        begin = _clause_start(text, max(reached, ending.start() - _BACK), ending.start())
        words = segmenter.tag(text[begin : ending.end() + 2])
        length = _name_length(words, ending.end() - begin)
        if length:
            reached = ending.end()
            yield reached - length, reached


def _is_common(text: str, ending: re.Match[str]) -> bool:
    before, after = text[ending.start() - 1 : ending.start()], text[ending.end() : ending.end() + 1]
    if not before or _STOP.match(before):
        return True
    word = ending[0]
    return before in _NEVER_AFTER.get(word, ()) or (after != "" and after in _NEVER_BEFORE.get(word, ()))


def _clause_start(text: str, start: int, end: int) -> int:
    """Where the clause that holds ``end`` begins, ``start`` at the earliest."""
    last = start
    for stop in _STOP.finditer(text, start, end):
        last = stop.end()
    return last


def _name_length(words: list[tuple[str, str]], end: int) -> int:
    """How many characters before ``end`` (counted from the words' beginning) are the name; 0 for none."""
    before: list[tuple[str, str]] = []
    position = 0
    for word, tag in words:
        before.append((word, tag))
        position += len(word)
        if position >= end:
            break
    if position != end:  # the ending is part of a longer word: 社区工作者, 站岗
        return 0
    last, last_tag = before.pop()
    length, named = len(last), last_tag in _WHOLE_TAGS and (len(last) > len("某村") or last.endswith(_RIVERS))
    if not named and last in _generic() and _ENDING.fullmatch(last) is None:
        return 0
    needed = _NAMING_TAGS if last.endswith(_ONLY_NAMED) else _NAME_TAGS
    for word, tag in reversed(before):
        if tag not in needed or word in _generic() or length + len(word) > _LONGEST or _NUMBER.fullmatch(word):
            break
        length += len(word)
        named = named or tag not in _UNNAMING_TAGS
    return length if named and (length > len("某村") or last.endswith(_RIVERS)) else 0


def goes_on_as_organisation(text: str, start: int, end: int, segmenter: Segmenter) -> bool:
    """Whether the place from ``start`` to ``end`` ends in an organisation's last word, or its name goes on to one."""
    if text[start:end].endswith(word_list("organisation_endings")):
        return not text[start:end].endswith(VENUES)
    stop = _STOP.search(text, end, end + _AHEAD)
    limit = stop.start() if stop else min(len(text), end + _AHEAD)
    ending = _organisation_ending().search(text, end, limit)
    if ending is None:
        return False
    if ending.start() == end:
        return True
    never, verbs = word_list("never_in_organisations"), word_list("verbs_in_organisations")
    *between, last = segmenter.tag(text[end : ending.end()])
    if last[0] in never or any(word in never or (_NUMBER.fullmatch(word) and word[0] != "第") for word, _ in between):
        return False
    return all(tag in _ORGANISATION_TAGS or word in verbs for word, tag in between)
