"""Organisations by their last word: unions of every level, companies, offices, schools, hospitals, teams.

A name reaches back from its ending over the nouns before it, to the place or the proper word that it begins with.
The short form that follows a full name in the same article (区总工会 after 怀柔区总工会) is given the full name; what
says a kind and none of that kind (快递公司, 区总工会 alone) is no name.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate, zip_longest
from typing import NamedTuple

from gongbao.core.annotations import Mention
from gongbao.core.words import Segmenter
from gongbao.nlp.layout import MOST_FOUND, Layout
from gongbao.nlp.matching import Words
from gongbao.nlp.word_lists import word_list, word_set

_LONGEST = 30  # characters of a name
_SHORTEST = 3
_BRACKETED = "（(?:集团|北京|中国|控股|天津|上海)）"
# A clause is what stands between two of these.
_STOP = re.compile(rf"{_BRACKETED}|[，。；：！？、“”‘’《》（）()\[\]【】|/\s]")
# jieba's tags of what a name is made of: nouns, place and body names, abbreviations, numbers, letters.
_NAME_TAGS = frozenset("n ns nt nz nr nrt nrfg ng j m b eng s x l an vn".split())  # noqa: SIM905 - a list
_PROPER_TAGS = frozenset("ns nt nz nr nrt nrfg x eng".split())  # noqa: SIM905 - a list
_REGION = re.compile(r".{2,4}[省市区县镇乡]|.{2,4}街道|.{2,3}地区|.{2,3}[路街]|.{2,5}(?:基地|园区|开发区|新区)")
_COUNTERS = "家所名个座支间位"
_COUNTED = re.compile(rf"[一二两三四五六七八九十几数百千多半0-9]+余?多?[{_COUNTERS}]|[这那某哪有]家|家")  # 一家物业公司
_HAN = re.compile("[\u4e00-\u9fff]+")
# Kinds that common words name well enough: 阳光小学, 希望集团. 果品厂 is a kind.
_OWN_NAMES = ("有限公司", "小学", "中学", "医院", "大学", "学院", "集团", "幼儿园", "银行")
_LEVELS = frozenset("市区县")
_BEFORE_NAMES = frozenset("据由在对向与和经被为从让请给把将")  # taken into a word that no dictionary has: 据区/总工会
_NO_NAME = frozenset(("各", "各级", "各类", "各个", "全体", "有关", "相关", "所属", "下属"))
_NUMBER = re.compile(r"第?[一二三四五六七八九十百0-9０-９]+")


class Body(NamedTuple):
    """An organisation in the laid-out text; ``is_name`` is False for a kind of organisation (区总工会)."""

    start: int
    end: int
    is_name: bool


class _Word(NamedTuple):
    text: str
    tag: str
    start: int


@cache
def _ending_words() -> Words:
    return Words(word_list("organisation_endings"))


@cache
def _trade_words() -> Words:
    return Words(word_list("trade_endings"))


@cache
def _whole_words() -> Words:
    return Words((*word_list("joined_bodies"), *word_list("named_organisations")))


def find_bodies(text: str, segmenter: Segmenter | None) -> tuple[Body, ...]:
    """The organisations of a text and the kinds of organisations, ascending; none without a segmenter."""
    if segmenter is None:
        return ()
    endings = list(_ending_words().find(text))
    wholes = {start: start + len(word) for start, word in sorted(_whole_words().find(text))}
    marks = sorted({*(start for start, _ in endings), *wholes, *_trade_words().starts(text)})
    ends = frozenset(start + len(ending) for start, ending in endings)
    found: list[Body] = []
    names = 0
    for start, clause in _clauses(text, marks):
        bodies = _bodies_in(_joined(text, start, segmenter.tag(clause), wholes), ends, segmenter)
        found += bodies
        names += sum(body.is_name for body in bodies)
        if names >= MOST_FOUND:
            break
    return tuple(found)


def find_organisations(layout: Layout, bodies: Iterable[Body]) -> tuple[Mention, ...]:
    """Mentions of organisations in reading order, MOST_FOUND at most, each under the fullest name given before."""
    mentions: list[Mention] = []
    full_names: dict[str, str] = {}  # each shorter end of a name, to the last name that ended so
    for body in bodies:
        text = layout.text[body.start : body.end]
        name = full_names.get(text, text)
        if not body.is_name and name == text:
            continue
        mentions.append(_mention(layout, body, name))
        if body.is_name:
            full_names.update((name[cut:], name) for cut in range(1, len(name)))
        if len(mentions) >= MOST_FOUND:
            break
    return tuple(mentions)


def _mention(layout: Layout, body: Body, name: str) -> Mention:
    place = layout.field_at(body.start)
    text = layout.text[body.start : body.end]
    start, end = body.start - place.start, body.end - place.start
    return Mention("organisation", text, name, place.field, place.index, start, end)


def _clauses(text: str, endings: Sequence[int]) -> Iterator[tuple[int, str]]:
    """(start, words) of the clauses in which an ending stands."""
    stops = [-1, *(found.start() for found in _STOP.finditer(text) if len(found[0]) == 1), len(text)] if endings else []
    reached = 0
    for ending in endings:
        if ending >= reached:
            number = bisect_right(stops, ending)
            start, reached = stops[number - 1] + 1, stops[number]
            yield start, text[start:reached]


def _joined(text: str, clause: int, tagged: Iterable[tuple[str, str]], wholes: Mapping[int, int]) -> list[_Word]:
    """A clause's words with their places in the text; what is known as a whole (人力资源和社会保障局) is one."""
    words = list(tagged)
    bounds = frozenset(accumulate((len(word) for word, _ in words), initial=clause))
    joined: list[_Word] = []
    position = reached = clause
    for word, tag in words:
        if position >= reached:
            whole = wholes.get(position, -1)
            reached = whole if whole in bounds else position
            joined.append(
                _Word(text[position:reached], "nt", position) if whole in bounds else _Word(word, tag, position)
            )
        position += len(word)
    return joined


def _bodies_in(words: Sequence[_Word], ends: frozenset[int], segmenter: Segmenter) -> list[Body]:
    """The bodies in a clause of tagged words, of those that overlap the longest; ``ends``: where endings end."""
    never, bureaus, trades = word_set("never_in_organisations"), ("局", "中心"), word_set("trade_endings")
    found: list[Body] = []
    run: list[_Word] = []
    counted = False  # 一家 stood before the run
    for word, following in zip_longest(words, words[1:]):
        end = word.start + len(word.text)
        if word.text == "联合" and found and found[-1].end == word.start:
            run = []
            continue
        is_ending = word.tag == "nt" or (end in ends and word.text not in never)
        if run and not is_ending:
            is_ending = (word.text.endswith(bureaus) and _is_bureau(run, word)) or (
                word.text in trades and _is_firm(run, word, segmenter)
            )
        is_count = word.text[-1] in _COUNTERS and _COUNTED.fullmatch(word.text) is not None
        if is_count or (not is_ending and (word.text in never or not _may_hold(word, following, segmenter))):
            counted = is_count or (counted and word.tag == "uj")
            run = []
            continue
        run = [*run[-_LONGEST:], word]
        if is_ending:
            body = _body(run, counted, segmenter)
            while body is not None and found and found[-1].end > body.start >= 0:
                if found[-1].start < body.start:
                    body = body._replace(start=found[-1].start)
                found.pop()
            if body is not None:
                found.append(body)
    return found


def _is_bureau(run: Sequence[_Word], word: _Word) -> bool:
    """Whether a word in 局 or 中心 follows a place: 邯郸县地税局."""
    return word.text not in word_set("never_bureaus") and any(_is_region(before) for before in run)


def _may_hold(word: _Word, following: _Word | None, segmenter: Segmenter) -> bool:
    """Whether an organisation's name may hold this word; before a trade one that no dictionary has (诚大劳务) too."""
    if word.tag in _NAME_TAGS or word.text in word_set("general_organisations") or _is_region(word):
        return True
    if following is None or following.text not in word_set("trades") or len(word.text) == 1:
        return False
    return word.tag == "a" or (_HAN.fullmatch(word.text) is not None and not segmenter.has_word(word.text))


def _is_firm(run: Sequence[_Word], word: _Word, segmenter: Segmenter) -> bool:
    """Whether a trade follows a word that no dictionary has: 沃德机械."""
    before = run[-1].text
    if run[-1].start + len(before) != word.start:
        return False
    return len(before) > 1 and _HAN.fullmatch(before) is not None and not segmenter.has_word(before)


def _body(run: Sequence[_Word], counted: bool, segmenter: Segmenter) -> Body | None:
    """The body that ends with the run's last word."""
    end = run[-1].start + len(run[-1].text)
    kept = _from_its_beginning([word for word in run if end - word.start <= _LONGEST], segmenter)
    if not kept or end - kept[0].start < _SHORTEST:
        return None
    kept = (_without_preposition(kept[0], segmenter), *kept[1:])
    if any(word.text in _NO_NAME for word in kept):
        return Body(kept[0].start, end, False)  # 房山区各级工会
    return Body(kept[0].start, end, not counted and _is_name(kept, segmenter))


def _without_preposition(word: _Word, segmenter: Segmenter) -> _Word:
    if len(word.text) > 1 and word.text[0] in _BEFORE_NAMES and not segmenter.has_word(word.text):
        return _Word(word.text[1:], word.tag, word.start + 1)
    return word


def _from_its_beginning(run: Sequence[_Word], segmenter: Segmenter) -> Sequence[_Word]:
    """The run from where the name begins: its first place name or proper word, else its first that is not general."""
    if not run or run[0].text in _LEVELS:
        return run  # 区城市管理委员会
    for number, word in enumerate(run):
        if _is_region(word) or _is_proper(word, segmenter):
            return run[number:]
    general, start = word_set("general_organisations"), 0
    while start < len(run) - 1 and run[start].text in general and run[start].tag != "nt":
        start += 1
    return run[max(0, start - 1) :] if start == len(run) - 1 else run[start:]


def _is_region(word: _Word) -> bool:
    return word.tag == "ns" or word.text in word_set("regions") or _REGION.fullmatch(word.text) is not None


def _is_proper(word: _Word, segmenter: Segmenter) -> bool:
    """Whether a word can tell one of a kind from another."""
    if word.text in word_set("general_organisations"):
        return False
    if word.tag in _PROPER_TAGS:
        return True
    return not segmenter.has_word(word.text) and len(word.text) > 1 and not _NUMBER.fullmatch(word.text)


def _is_name(run: Sequence[_Word], segmenter: Segmenter) -> bool:
    """Whether the run names one organisation: something in it is neither general nor its ending."""
    text = "".join(word.text for word in run)
    if text in word_set("named_organisations"):
        return True
    if text[:-2] in word_set("regions") and text.endswith("工会"):
        return False  # 丰台工会: said loosely
    if run[0].text in _LEVELS and len(run) > 1 and "工会" not in text:
        return True
    if len(run) == 1 and run[0].tag == "n":
        return False  # 炼油厂
    if not text.endswith(_OWN_NAMES) and not any(_is_region(word) or _is_proper(word, segmenter) for word in run):
        return False
    if len(run) > 1 and any(word.tag == "nt" for word in run[:-1]):
        return True
    endings, general = word_list("organisation_endings"), word_set("general_organisations")
    stem = len(text) - _ending_length(text)
    position = 0
    for word in run:
        if position + len(word.text) <= stem or position == 0:
            own = word.text[:stem] if position == 0 else word.text
            if len(own) > 1 and own not in general and not _NUMBER.fullmatch(own) and not own.endswith(endings):
                return True
        position += len(word.text)
    return False


def _ending_length(text: str) -> int:
    """How many characters of the text's end are the longest ending that it has; 0 for none."""
    endings = word_set("organisation_endings")
    longest = len(word_list("organisation_endings")[0])
    return next((size for size in range(min(longest, len(text)), 0, -1) if text[-size:] in endings), 0)
