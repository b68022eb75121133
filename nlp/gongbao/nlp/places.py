"""Names of places as they stand in a text: what a short name is worth, and the whether something happens there.

The rules look at what newspapers put before and after a name, never at one district.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from itertools import pairwise

from gongbao.nlp.contexts import Zone
from gongbao.nlp.matching import Found
from gongbao.nlp.place_names import Name

LISTED = 0.2  # a short name in a list, or of a railway station or airport: next to nothing
BESIDE_ANOTHER = 0.7  # 房山、门头沟两区: districts of home side by side
WITH_ITS_WORD = 0.8  # before 总工会 and its like
WHERE = 0.66  # 在密云, where the article speaks of home
IN_TITLE = 0.5
ALONE = 0.35
OFFICE_ONCE_HELD = 0.4  # 原县委书记: what somebody was, not where something happened
HOME_OF_SOMEBODY = 0.4  # 家住大兴的王某, 注册地在顺义: not where something happened
SITE = 0.35
AT_SITE = 0.62  # 在首钢园举行: an event is there
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
_DATELINE_BEFORE = re.compile(r"(?:本报|本刊|本社|工报|午报)(?:北京)?$")
_DATELINE_AFTER = re.compile(r"(?:讯|电|(?:\d{1,2}月)?\d{1,2}日(?:讯|电))")
_JOINED = re.compile(r"(?:、|和|与|及|以及)(?:北京市?)?")
_FORMERLY = re.compile(r"[区县]?原[^则来料本有因]")
_HOME_BEFORE = re.compile(
    r"(?:家住|家在|老家[在是]?|祖籍[是为]?|出生[在于]|生于|户籍[在地是]*|毕业于|注册[地址]*[在于为是]?|总部[设位]?[在于]?|"
    r"产自|产于|嫁到|娘家在|租住在|居住在|住在|(?:原先|原来?|曾经?|以前|从前|此前)在)(?:北京市?|京郊)?的?$"
)
_HOME_AFTER = re.compile(r"(?:区|县|镇)?(?:籍|户口|人(?:，|。|氏|王|张|李)|生产的|出产的|产的|汉子|姑娘|小伙|媳妇)")
_CAME_AFTER = re.compile(r"(?:区|县)?(?:过?来的|赶来的)")
_WRITER_BEFORE = re.compile(r"我们?(?:家|就|是)?在(?:北京市?)?$")  # a letter: where its writer works
_WRITER_AFTER = re.compile(r"[^，。；！？\n]{0,14}(?:上班|工作|打工|居住|生活|当[^，。]{1,6})(?=[，。；！？\n])")
_ARRIVED_BEFORE = re.compile(r"(?:来到|走进|走访|参观|进驻|深入)了?(?:北京市?|位于[^，。]{2,8})?的?$")
_INSIDE_STATION = re.compile(r"站?的?(?:站台|站厅|候车[厅室]|售票[厅处]|进站口|值班站长)")
_ORIGIN_BEFORE = re.compile(r"来自(?:北京市?|京郊)?的?$")
_DONE_AFTER = re.compile(
    r"[^，。；！？\n]{0,14}(?:举办|举行|召开|开展|启动|开幕|开讲|落幕|揭牌|成立|参加|参观|上演|慰问|看望)"
)
_TRAVEL = re.compile(
    r"(?:前往|抵达|到达|飞往|飞抵|开往|驶往|驶向|返回|从|由|经|至|赴)|(?:出发|发车|开往|启程|起飞|降落|至|乘)"
)
_SIGNATURE_OPEN = re.compile(r"\n[（(](?:北京市?)?$")
_SIGNATURE_CLOSE = re.compile(r"[^）)。\n]{0,24}[）)]\s*(?:\n|$)")


def short_name_weight(text: str, match: Found, name: Name, zone: Zone, at_home: bool, beside: bool) -> float:
    """A district's name without 区: trusted before 总工会 and its like, beside another, after 在, and in a title.

    ``at_home``: whether the article speaks of home; ``beside``: whether another district of home stands next to it.
    """
    after = text[match.end : match.end + 6]
    if _STATION.match(after) or (name.kind == "site" and is_stop(name.text)):
        return LISTED
    if _SHORT_NAME_CUE.match(after) or _is_dateline(text, match.start, match.end):
        return WITH_ITS_WORD
    if beside and at_home:
        return BESIDE_ANOTHER
    if after.startswith("、") or text[match.start - 1 : match.start] == "、":
        return LISTED
    if at_home and _WHERE_BEFORE.search(text[max(0, match.start - 8) : match.start]):
        return WHERE * name.weight
    return (IN_TITLE if zone is Zone.TITLE else ALONE) * name.weight


def _is_dateline(text: str, start: int, end: int) -> bool:
    """本报密云讯, 本报记者怀柔8月1日电."""
    return _DATELINE_BEFORE.search(text[max(0, start - 6) : start]) is not None and (
        _DATELINE_AFTER.match(text, end) is not None
    )


def is_station(text: str, end: int) -> bool:
    """Whether the name that ends here is that of a station, an airport or a line."""
    return _STATION.match(text, end, end + 6) is not None


def is_stop(site: str) -> bool:
    """Whether a place is where people get on and off: it is named for where they travel, not for what happens."""
    return site.endswith(("机场", "站", "线"))


def is_event(text: str, start: int) -> bool:
    """Whether the words before a name say that something happens there, or the name begins a clause."""
    return start == 0 or _EVENT_BEFORE.search(text[max(0, start - 8) : start]) is not None


def site_weight(text: str, match: Found, name: Name, at_home: bool) -> float:
    """The weight of a well-known place: more where something is done at it, next to nothing as a way of travel.

    ``at_home``: whether the article speaks of home, and of what has been done.
    """
    before = text[max(0, match.start - 8) : match.start]
    if at_home and _is_done_at(text, match.end, before):
        return AT_SITE * name.weight
    if is_stop(name.text) and _TRAVEL.search(text, max(0, match.start - 8), match.end + 6):
        return LISTED * name.weight
    return SITE * name.weight


def _is_done_at(text: str, end: int, before: str) -> bool:
    if _ARRIVED_BEFORE.search(before) or _INSIDE_STATION.match(text, end):
        return True
    return _WHERE_BEFORE.search(before) is not None and _DONE_AFTER.match(text, end) is not None


def is_scene(text: str, start: int, end: int) -> bool:
    """Whether the name is not only somebody's home or origin."""
    return worth_of_the_person(text, start, end, True) == 1.0


def worth_of_the_person(text: str, start: int, end: int, is_elsewhere: bool) -> float:
    """A factor below 1 where the name only says where somebody comes from: a former office, a letter's sender.

    ``is_elsewhere``: whether the article's event is in another district, so that 来自密云的果农 tells an origin.
    """
    before = text[max(0, start - 8) : start]
    if _HOME_BEFORE.search(before) or _HOME_AFTER.match(text, end):
        return HOME_OF_SOMEBODY
    if _WRITER_BEFORE.search(before) and _WRITER_AFTER.match(text, end):
        return HOME_OF_SOMEBODY
    if is_elsewhere and (_ORIGIN_BEFORE.search(before) or _CAME_AFTER.match(text, end)):
        return HOME_OF_SOMEBODY
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
