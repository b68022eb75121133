"""Names of places as they stand in a text: what a short name is worth, and the places outside home as mentions.

The rules look at what newspapers put before and after a name, never at one district.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import pairwise

from gongbao.core.annotations import Mention
from gongbao.nlp.contexts import Zone
from gongbao.nlp.gazetteer_files import Place
from gongbao.nlp.layout import MOST_FOUND, Layout
from gongbao.nlp.matching import Found

LISTED = 0.2  # a short name in a list, or of a railway station or airport: next to nothing
BESIDE_ANOTHER = 0.7  # 房山、门头沟两区: districts of home side by side
WITH_ITS_WORD = 0.8  # before 总工会 and its like
WHERE = 0.66  # 在密云, where the article speaks of home
IN_TITLE = 0.5
ALONE = 0.35
OFFICE_ONCE_HELD = 0.4  # 原县委书记: what somebody was, not where something happened
SIGNED = 0.4  # （北京市西城区 王某）: a letter's sender
# Words after a district's short name that make it the district: 房山各级工会, 丰台法院.
_SHORT_NAME_CUE = re.compile(
    r"(?:区总|总工会|工会|各级|各界|全区|法院|检察院|公安|分局|消防|供电|环卫|园林|医院|教委|教育|卫生|税务|邮政|街道|地区|职工|企业|"
    r"农民|居民|群众|警方|交通|支队|大队|公司|新城|城区|城管|团委|妇联|区|县|开发区|园区|基地|工地|项目|体育|文化馆|图书馆)"
)
# 丰台站, 怀柔至大兴, 大兴飞往, 房山线: a station, an airport or a line, wherever what happened may be.
_STATION = re.compile(r"(?:东|西|南|北)?站|至|线|段|飞|(?:等|国际|两大)?机场|(?:等|部分)?(?:航线|航班)|水库")
_WHERE_BEFORE = re.compile(r"(?:在|位于|来到|走进|走访|赴|前往|去往|落户|落地|深入|于|到)(?:北京市?|京郊)?的?$")
_EVENT_BEFORE = re.compile(
    r"(?:(?<!送)[在到于赴去从]|位于|来到|走进|前往|落户|落地|深入|[，。、；：！？“”（）\s　])(?:北京市?|本市|京郊)?的?$"
)
_JOINED = re.compile(r"(?:、|和|与|及|以及)(?:北京市?)?")
_FORMERLY = re.compile(r"[区县]?原[^则来料本有因]")
_SIGNATURE_OPEN = re.compile(r"\n[（(](?:北京市?)?$")
_SIGNATURE_CLOSE = re.compile(r"[^）)。\n]{0,24}[）)]\s*(?:\n|$)")


@dataclass(frozen=True, slots=True)
class Name:
    """What a name in the automaton stands for.

    ``kind``: home, elsewhere, nothing (大兴调查研究), or the tier or level of a home place; ``weight``: below 1
    for a district whose short name is a word as well.
    """

    text: str
    kind: str
    places: tuple[Place, ...] = ()
    weight: float = 1.0


def short_name_weight(text: str, match: Found, name: Name, zone: Zone, at_home: bool, beside: bool) -> float:
    """A district's name without 区: trusted before 总工会 and its like, beside another, after 在, and in a title.

    ``at_home``: whether the article speaks of home; ``beside``: whether another district of home stands next to it.
    """
    after = text[match.end : match.end + 6]
    if _STATION.match(after) or (name.kind == "site" and is_stop(name.text)):
        return LISTED
    if _SHORT_NAME_CUE.match(after):
        return WITH_ITS_WORD
    if beside and at_home:
        return BESIDE_ANOTHER
    if after.startswith("、") or text[match.start - 1 : match.start] == "、":
        return LISTED
    if at_home and _WHERE_BEFORE.search(text[max(0, match.start - 8) : match.start]):
        return WHERE * name.weight
    return (IN_TITLE if zone is Zone.TITLE else ALONE) * name.weight


def is_station(text: str, end: int) -> bool:
    """Whether the name that ends here is that of a station, an airport or a line."""
    return _STATION.match(text, end, end + 6) is not None


def is_stop(site: str) -> bool:
    """Whether a place is where people get on and off: it is named for where they travel, not for what happens."""
    return site.endswith(("机场", "站", "线"))


def is_event(text: str, start: int) -> bool:
    """Whether the words before a name say that something happens there, or the name begins a clause."""
    return start == 0 or _EVENT_BEFORE.search(text[max(0, start - 8) : start]) is not None


def worth_of_the_person(text: str, start: int, end: int) -> float:
    """A factor below 1 where the name only says where somebody comes from: a former office, a letter's sender."""
    if _FORMERLY.match(text, end):
        return OFFICE_ONCE_HELD
    if _SIGNATURE_OPEN.search(text[max(0, start - 6) : start]) and _SIGNATURE_CLOSE.match(text, end):
        return SIGNED
    return 1.0


def joined(text: str, matches: list[Found], keys: Collection[int]) -> set[Found]:
    """Of the matches in reading order those that stand beside another of these keys: 房山、门头沟和昌平."""
    together: set[Found] = set()
    for left, right in pairwise(matches):
        if left.key in keys and right.key in keys and left.key != right.key:
            between = text[left.end : right.start]
            if len(between) <= len("以及北京市") and _JOINED.fullmatch(between):
                together |= {left, right}
    return together


def outside_mentions(matches: Iterable[Found], names: tuple[Name, ...], layout: Layout) -> tuple[Mention, ...]:
    """The provinces, cities and counties outside home, in reading order, MOST_FOUND at most, under their own names."""
    mentions = []
    for match in matches:
        name = names[match.key]
        if name.kind != "elsewhere":
            continue
        field = layout.field_at(match.start)
        start, end = match.start - field.start, match.end - field.start
        mentions.append(Mention("place", name.text, name.text, field.field, field.index, start, end))
        if len(mentions) >= MOST_FOUND:
            break
    return tuple(mentions)
