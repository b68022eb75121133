"""Districts: names of places on characters, aligned to words, each weighed by what stands around it.

A name alone is not a place: 朝阳 may be the morning sun, 朝阳区 one of Changchun, 八里庄街道 is in two
districts. The longest reading wins, then what was named before it decides, then the other places of the article.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from gongbao.core.records import Tag
from gongbao.nlp.contexts import Sentences, Zone
from gongbao.nlp.extensions import layout_of, sentences_of, words_of
from gongbao.nlp.gazetteer_files import Place, load_gazetteer
from gongbao.nlp.layout import Layout
from gongbao.nlp.matching import Found, Matcher, longest, word_starts
from gongbao.nlp.scoring import Witness, combined, tag_of
from gongbao.nlp.vocabulary_files import TIERS, LabelEntry, load_vocabulary

FACTORIES = ("gongbao_districts",)
THRESHOLD = 0.6
SUGGEST = 0.3
LISTED = 0.2  # a short name in a list, or of a railway station or airport: next to nothing
_NEAR = 120  # characters over which a region named before still speaks for a name that several regions share
# Words after a district's short name that make it the district: 房山各级工会, 丰台法院.
_SHORT_NAME_CUE = re.compile(
    r"(?:区总|总工会|工会|各级|各界|全区|法院|检察院|公安|分局|消防|供电|环卫|园林|医院|教委|教育|卫生|税务|邮政|街道|地区|职工|企业|"
    r"农民|居民|群众|警方|交通|支队|大队|公司|新城|城区|城管|团委|妇联|区|县|开发区|园区|基地|工地|项目|体育|文化馆|图书馆)"
)

_COMMUNITY = re.compile("社区|村")
_SHORTEST_COMMUNITY, _LONGEST_COMMUNITY = 4, 16  # characters
_STATION = re.compile("(?:东|西|南|北)?站|至|(?:等|国际)?机场|航线|航班")


@dataclass(frozen=True, slots=True)
class Name:
    """What a name in the automaton stands for. ``kind``: home, elsewhere, or the tier or level of a home place."""

    text: str
    kind: str
    places: tuple[Place, ...] = ()


class DistrictTagger:
    """Sets the district tags by gazetteer and the project's vocabulary, until another is given to ``use``."""

    def __init__(self, home: str) -> None:
        self.home = home
        self.vocabulary: tuple[tuple[str, str, str], ...] = ()  # (label, tier, name)

    def use(self, entries: Iterable[LabelEntry]) -> None:
        """Tag by these entries from now on; those of other facets are passed over."""
        entries = [entry for entry in entries if entry.facet == "district"]
        self._use([(entry.name, tier, name) for entry in entries for tier in TIERS for name in getattr(entry, tier)])

    def _use(self, names: Sequence[tuple[str, str, str]]) -> None:
        self.vocabulary = tuple(names)
        gazetteer = load_gazetteer(self.home)
        self._shared = gazetteer.shared
        known: dict[str, Name] = {name: Name(name, "elsewhere") for name in gazetteer.elsewhere}
        known |= {name: Name(name, "home") for name in gazetteer.home_words}
        known |= {name: Name(name, places[0].level, places) for name, places in gazetteer.places.items()}
        for label, tier, name in names:
            here = (Place(name, label, tier, 0),)
            known[name] = Name(name, tier, here)
        self._names = tuple(known.values())
        self._communities = {name: key for key, name in enumerate(known) if known[name].kind == "community"}
        self._matcher = Matcher((name, key) for key, name in enumerate(known) if name not in self._communities)

    def __call__(self, doc: Doc) -> Doc:
        """Add the district tags."""
        if not self.vocabulary:
            self.use(load_vocabulary(None, self.home))
        layout = layout_of(doc)
        matches = [*self._matcher.find(layout.text), *self._find_communities(layout.text)]
        if not any(self._names[match.key].places for match in matches):
            return doc
        starts = word_starts(words_of(doc))
        matches = longest(match for match in matches if self._is_whole(match, layout.text, starts))
        witnesses = self._witnesses(matches, layout, sentences_of(doc))
        tags = [
            tag_of("district", label, score, THRESHOLD, found, layout)
            for label, found in witnesses.items()
            if (score := combined(found)) >= SUGGEST
        ]
        doc._.gongbao_tags = (*doc._.gongbao_tags, *sorted(tags, key=_by_score))
        return doc

    def _find_communities(self, text: str) -> Iterator[Found]:
        """The longest community that ends at each 社区 or 村: an automaton of 7,000 more would start slowly."""
        for ending in _COMMUNITY.finditer(text):
            for size in range(_LONGEST_COMMUNITY, _SHORTEST_COMMUNITY - 1, -1):
                start = ending.end() - size
                key = self._communities.get(text[start : ending.end()]) if start >= 0 else None
                if key is not None:
                    yield Found(key, start, ending.end())
                    break

    def _is_whole(self, match: Found, text: str, starts: frozenset[int]) -> bool:
        """Short and ambiguous kinds of names must not cut a word in two; full names may, jieba knows few of them."""
        kind = self._names[match.key].kind
        if kind in ("street", "community") and match.end - match.start >= 4:
            return True
        if kind == "aliases":  # 东西/城区 is not 西城区, but 北京市朝阳区 may be one word
            return match.start in starts or text[match.start - 1] in "市京省"
        return match.start in starts and match.end in starts

    def _witnesses(self, matches: list[Found], layout: Layout, sentences: Sentences) -> dict[str, list[Witness]]:
        at_home = self._is_at_home(matches)
        certain = {place.district for match in matches for place in self._certain(match)}
        witnesses: dict[str, list[Witness]] = defaultdict(list)
        region: Found | None = None  # the last region named
        for match in matches:
            name = self._names[match.key]
            if name.kind in ("home", "elsewhere"):
                region = match
                continue
            abroad = self._region_speaks(region, match, layout.text, sentences)
            districts = _districts_of(name, certain)
            weight = self._weight(name, match, layout.text, sentences, at_home, abroad)
            weight /= 1 if len(districts) == 1 else 2
            witness = Witness(weight, name.text, match.start, match.end, f"district/{name.kind}")
            for district in districts:
                witnesses[district].append(witness)
        return dict(witnesses)

    def _certain(self, match: Found) -> tuple[Place, ...]:
        name = self._names[match.key]
        return name.places if name.kind == "aliases" else ()

    def _is_at_home(self, matches: list[Found]) -> bool:
        """Whether the article speaks of home: names it, names a district only home has, or names no other region."""
        kinds = {self._names[match.key].kind for match in matches}
        unshared = any(
            name.kind == "aliases" and name.text not in self._shared
            for name in (self._names[match.key] for match in matches)
        )
        return "home" in kinds or unshared or "elsewhere" not in kinds

    def _region_speaks(self, region: Found | None, match: Found, text: str, sentences: Sentences) -> str:
        """What the region named before says of a name: home or elsewhere, touching it or near; empty when nothing."""
        if region is None:
            return ""
        kind = self._names[region.key].kind
        gap = text[region.end : match.start]
        if len(gap) <= 1 and gap in ("", "市", "省", "的", "·", " "):
            return f"{kind} touching"
        if sentences.at(region.start) == sentences.at(match.start) or len(gap) <= _NEAR:
            return f"{kind} near"
        return ""

    def _weight(self, name: Name, match: Found, text: str, sentences: Sentences, at_home: bool, region: str) -> float:
        if region == "elsewhere touching":
            return 0.0
        namesakes = name.text in self._shared or any(place.namesakes for place in name.places)
        base = {"aliases": 0.9, "street": 0.85, "community": 0.6, "bare": 0.45, "hints": 0.35}.get(name.kind)
        if base is None:
            base = self._short_name(match, text, sentences, region)
        if name.kind == "street" and name.text.startswith(("新", "城", "光明", "胜利")) and not at_home:
            base *= 0.5
        if region == "home touching" and name.kind not in ("hints", "bare") and base > LISTED:
            return max(base, 0.9)
        if region == "elsewhere near" and (namesakes or name.kind != "aliases"):
            base *= 0.4
        if not at_home:
            base *= 0.4 if namesakes or name.kind in ("community", "bare", "hints") else 0.75
        return base * (0.6 if sentences.at(match.start).zone is Zone.PAGE else 1.0)

    def _short_name(self, match: Found, text: str, sentences: Sentences, region: str) -> float:
        """A district's name without 区: trusted before 总工会 and its like, and in a title."""
        after = text[match.end : match.end + 6]
        if _STATION.match(after):
            return LISTED
        if _SHORT_NAME_CUE.match(after):
            return 0.8
        if after.startswith("、") or text[match.start - 1 : match.start] == "、":
            return LISTED
        return 0.5 if sentences.at(match.start).zone is Zone.TITLE else 0.35

    def to_disk(self, path: Path | str, **_: Any) -> None:
        """Write the district vocabulary as JSON; the gazetteer is part of the program."""
        content = {"home": self.home, "names": [list(row) for row in self.vocabulary]}
        Path(path).write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")

    def from_disk(self, path: Path | str, **_: Any) -> DistrictTagger:
        """Read what to_disk wrote."""
        content = json.loads(Path(path).read_text(encoding="utf-8"))
        self.home = content["home"]
        self._use([(label, tier, name) for label, tier, name in content["names"]])
        return self


def _districts_of(name: Name, certain: Collection[str]) -> tuple[str, ...]:
    """The districts a name speaks for: those that are certain by another name, or else those where it is exact."""
    every = tuple(dict.fromkeys(place.district for place in name.places))
    exact = tuple(dict.fromkeys(place.district for place in name.places if place.exact))
    return tuple(one for one in every if one in certain) or exact or every


def _by_score(tag: Tag) -> tuple[float, str]:
    return -tag.score, tag.label


@Language.factory("gongbao_districts", default_config={"place": "北京市"})
def create_districts(nlp: Language, name: str, place: str) -> DistrictTagger:
    """The districts of ``place``."""
    return DistrictTagger(place)
