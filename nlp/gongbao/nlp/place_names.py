"""All names of places that are known, and where they stand in a text.

Some 7,000 communities, and the unions of 349 streets, are looked up from their last word (社区, 村, 工会): as first
pieces of the matcher they would be read at every start.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from gongbao.nlp.gazetteer_files import Gazetteer, Place, load_gazetteer
from gongbao.nlp.matching import Found, Matcher, longest, word_starts
from gongbao.nlp.place_tables import NATIONAL, NO_PLACE, sites_of, unions_of

NamedRow = tuple[str, str, str, float]  # label, tier or "nothing", name, weight
SHORT_TIER = "patterns"  # of the vocabulary: short names of districts

_COMMUNITY = re.compile("社区|村")
_SHORTEST_COMMUNITY, _LONGEST_COMMUNITY = 2, 16  # characters
_NEEDS_SUPPORT = 3  # characters up to which a community's name is a word first: 李村, 东风村
_LONG_SITE = 5  # characters from which on a site is no part of other words; 北京大学 is, of 北京大学生
_OF_THE_NATION = 0.3  # what happens in 人民大会堂 is not the district's
_COMMITTEE = re.compile("村?(?:民?委员?会|党支部|党总支)")
_UNION = re.compile("(?:联合|总)?工会")
_ROW_END = re.compile("等(?:[0-9一二两三四五六七八九十多几]+个?)?(?:街道|镇|乡|地区|街乡|乡镇)")
_ROW_MARKS = ("、", "和", "及", "与")
_LONGEST_ROW = 20  # streets that are read back from 等街道
_SHORTEST_STEM, _LONGEST_STEM = 2, 8  # characters of a street's name without its kind
_STREET_KIND = re.compile("(?:街道|地区|镇|乡)$")


class Name(NamedTuple):
    """What a name stands for; a tuple, because 12,000 are made at each start.

    ``kind``: home, elsewhere, nothing (大兴调查研究), or the tier or level of a home place; ``weight``: below 1
    for a district whose short name is a word as well; ``official``: the one name under which a place is kept.
    """

    text: str
    kind: str
    places: tuple[Place, ...] = ()
    weight: float = 1.0
    official: str = ""


class PlaceNames:
    """The names of a home's places, of elsewhere, and of a vocabulary's districts; found together in one pass."""

    def __init__(self, home: str, rows: Sequence[NamedRow]) -> None:
        """``rows`` are the vocabulary's districts; a name there goes before the tables'."""
        gazetteer = load_gazetteer(home)
        self.shared = gazetteer.shared
        stems = _stems(gazetteer)
        known = _from_tables(home, gazetteer, stems) | _from_vocabulary(rows, home)
        self.names = tuple(known.values())
        keys = {name: key for key, name in enumerate(known)}
        self.short = frozenset(keys[name] for name in known if known[name].kind in ("aliases", SHORT_TIER))
        self._communities = {name: key for name, key in keys.items() if known[name].kind == "community"}
        self._streets = {stem: keys[f"{stem}工会"] for stem in stems}
        looked_up = self._communities.keys() | {
            f"{stem}工会" for stem in self._streets if known[f"{stem}工会"].kind == "union"
        }
        self._matcher = Matcher((name, key) for name, key in keys.items() if name not in looked_up)

    def find(self, text: str, words: Iterable[str]) -> list[Found]:
        """The names in reading order, of overlapping ones the longest; ``words`` are the text's."""
        found = [*self._matcher.find(text), *self._find_streets(text)]
        communities = list(self._find_communities(text))
        if not found and not communities:
            return []
        starts = word_starts(words)
        abroad = {match.start: match.end for match in found if self.names[match.key].kind == "elsewhere"}
        pairs = {start for start, end in abroad.items() if start in starts and abroad.get(end) in starts}
        pairs |= {abroad[start] for start in pairs}  # 吉林长春 may be one word
        whole = [
            match
            for match in found
            if self._is_whole(match, text, starts)
            or (match.start in pairs and self.names[match.key].kind == "elsewhere")
        ]
        ends = {match.end for match in whole if self.names[match.key].places}
        whole += [match for match in communities if self._is_supported(match, text, ends)]
        return longest(whole)

    def _find_communities(self, text: str) -> Iterator[Found]:
        """The longest community that ends at each 社区 or 村."""
        for ending in _COMMUNITY.finditer(text):
            for size in range(_LONGEST_COMMUNITY, _SHORTEST_COMMUNITY - 1, -1):
                start = ending.end() - size
                key = self._communities.get(text[start : ending.end()]) if start >= 0 else None
                if key is not None:
                    yield Found(key, start, ending.end())
                    break

    def _find_streets(self, text: str) -> Iterator[Found]:
        """Streets and towns without their kind: before 工会 (窦店总工会) and in a row (椿树、白纸坊等街道)."""
        for ending in _UNION.finditer(text):
            found = self._stem_before(text, ending.start())
            if found is not None:
                yield found._replace(end=ending.end())
        for ending in _ROW_END.finditer(text):
            end = ending.start()
            for _ in range(_LONGEST_ROW):
                found = self._stem_before(text, end)
                if found is None:
                    break
                yield found
                end = found.start - 1
                if text[end : found.start] not in _ROW_MARKS:
                    break

    def _stem_before(self, text: str, end: int) -> Found | None:
        """The longest name of a street without its kind that ends here."""
        for size in range(_LONGEST_STEM, _SHORTEST_STEM - 1, -1):
            key = self._streets.get(text[end - size : end]) if end >= size else None
            if key is not None:
                return Found(key, end - size, end)
        return None

    def _is_supported(self, match: Found, text: str, ends: set[int]) -> bool:
        """A community of three characters counts after its street or district, or with its committee only."""
        if match.end - match.start > _NEEDS_SUPPORT:
            return True
        return match.start in ends or _COMMITTEE.match(text, match.end) is not None

    def _is_whole(self, match: Found, text: str, starts: frozenset[int]) -> bool:
        """Short and ambiguous kinds of names must not cut a word in two; full names may, jieba knows few of them."""
        kind = self.names[match.key].kind
        if kind == "nothing" or (kind == "street" and match.end - match.start >= 4):
            return True
        if kind in ("aliases", "union"):  # 东西/城区 is not 西城区, but 北京市朝阳区 may be one word
            return match.start in starts or text[match.start - 1] in "市京省区镇"
        if kind in ("site", "hints") and match.end - match.start >= _LONG_SITE:
            return match.start in starts or match.end in starts
        return match.start in starts and match.end in starts


def _from_tables(home: str, gazetteer: Gazetteer, stems: Mapping[str, tuple[Place, ...]]) -> dict[str, Name]:
    known = {name: Name(name, "elsewhere", official=full) for name, full in gazetteer.elsewhere.items()}
    known |= {name: Name(name, "home") for name in gazetteer.home_words}
    for name, places in gazetteer.places.items():
        known[name] = Name(name, places[0].level, places, official=places[0].name)
    for site in sites_of(home):
        places = tuple(Place(site.names[0], district, "site", 0) for district in site.districts)
        official = "" if site.kind in NO_PLACE else site.names[0]
        weight = _OF_THE_NATION if site.kind in NATIONAL else 1.0
        known |= {name: Name(name, "hints", places, weight, official) for name in site.names}
    for stem, places in stems.items():
        known[f"{stem}工会"] = Name(f"{stem}工会", "union", places, official=places[0].name)
    for name, district in unions_of(home).items():
        place = (Place(district, district, "union", 0),) if district else ()
        known[name] = Name(name, "union" if district else "nothing", place)
    return known


def _from_vocabulary(rows: Sequence[NamedRow], home: str) -> dict[str, Name]:
    official = {name: site.names[0] for site in sites_of(home) for name in site.names}
    short = {(label, name) for label, tier, name, _ in rows if tier == SHORT_TIER}
    known = {}
    for label, tier, name, weight in rows:
        if tier == "nothing":
            known[name] = Name(name, tier)
        elif tier == "hints":
            # 怀柔科学城 bears the short name of its district, and is read as that is.
            kind = "site" if any(name.startswith(one) for own, one in short if own == label) else tier
            known[name] = Name(name, kind, (Place(name, label, tier, 0),), 1.0, official.get(name, name))
        else:
            known[name] = Name(name, tier, (Place(label, label, tier, 0),), weight, label)
    return known


def _stems(gazetteer: Gazetteer) -> Mapping[str, tuple[Place, ...]]:
    """Streets and towns by their names without the kind."""
    stems: dict[str, dict[Place, None]] = defaultdict(dict)
    for places in gazetteer.places.values():
        for place in places if places[0].level != "community" else ():
            if place.level == "street" and place.exact and place.district != gazetteer.home:
                stems[_STREET_KIND.sub("", place.name)][place] = None
    return {stem: tuple(places) for stem, places in stems.items() if len(stem) >= _SHORTEST_STEM}
