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

from gongbao.core.annotations import Tag
from gongbao.nlp.contexts import Context, Sentences, Zone
from gongbao.nlp.extensions import layout_of, sentences_of, words_of
from gongbao.nlp.gazetteer_files import Place, load_gazetteer
from gongbao.nlp.layout import Layout
from gongbao.nlp.matching import Found, Matcher, longest, word_starts
from gongbao.nlp.places import (
    Name,
    is_event,
    is_station,
    is_stop,
    joined,
    outside_mentions,
    short_name_weight,
    worth_of_the_person,
)
from gongbao.nlp.scoring import Witness, combined, tag_of
from gongbao.nlp.vocabulary_files import TIERS, LabelEntry, load_vocabulary

FACTORIES = ("gongbao_districts",)
THRESHOLD = 0.6
SUGGEST = 0.3
_NEAR = 120  # characters over which a region named before still speaks for a name that several regions share
_COMMUNITY = re.compile("社区|村")
_SHORTEST_COMMUNITY, _LONGEST_COMMUNITY = 4, 16  # characters
_LONG = 1000  # characters from which on a district that is named once, and not as the place of an event, is in passing
_IN_PASSING = 0.65
_PLANS = frozenset((Context.PLANNED, Context.DEMANDED))
_YET_TO_BE = 0.5  # for a short name where the sentence tells a plan


Row = tuple[str, str, str, float]  # label, tier or "nothing", name, weight
_BY_KIND = {"aliases": 0.9, "street": 0.85, "community": 0.6, "bare": 0.45, "hints": 0.35}


@dataclass(frozen=True, slots=True)
class _Article:
    """What the weight of a name depends on besides the name."""

    layout: Layout
    sentences: Sentences
    at_home: bool
    joined: set[Found]  # names that stand beside another district's


class DistrictTagger:
    """Sets the district tags by gazetteer and the project's vocabulary, until another is given to ``use``."""

    def __init__(self, home: str) -> None:
        self.home = home
        self.vocabulary: tuple[Row, ...] = ()

    def use(self, entries: Iterable[LabelEntry]) -> None:
        """Tag by these entries from now on; those of other facets are passed over."""
        rows: list[Row] = []
        for entry in entries:
            if entry.facet == "district":
                rows += [(entry.name, tier, name, entry.weight) for tier in TIERS for name in getattr(entry, tier)]
                rows += [(entry.name, "nothing", name, 1.0) for name in entry.exclusions]
        self._use(rows)

    def _use(self, names: Sequence[Row]) -> None:
        self.vocabulary = tuple(names)
        gazetteer = load_gazetteer(self.home)
        self._shared = gazetteer.shared
        known: dict[str, Name] = {name: Name(name, "elsewhere") for name in gazetteer.elsewhere}
        known |= {name: Name(name, "home") for name in gazetteer.home_words}
        known |= {name: Name(name, places[0].level, places) for name, places in gazetteer.places.items()}
        short = {(label, name) for label, tier, name, _ in names if tier == "patterns"}
        for label, tier, name, weight in names:
            if tier == "nothing":
                known[name] = Name(name, tier)
                continue
            bears_its_name = tier == "hints" and any(name.startswith(one) for own, one in short if own == label)
            kind = "site" if bears_its_name else tier  # 怀柔科学城
            known[name] = Name(name, kind, (Place(name, label, tier, 0),), weight)
        self._names = tuple(known.values())
        self._short = frozenset(key for key, name in enumerate(self._names) if name.kind in ("aliases", "patterns"))
        self._communities = {name: key for key, name in enumerate(known) if known[name].kind == "community"}
        self._matcher = Matcher((name, key) for key, name in enumerate(known) if name not in self._communities)

    def __call__(self, doc: Doc) -> Doc:
        """Add the district tags, and the places outside home to the mentions."""
        if not self.vocabulary:
            self.use(load_vocabulary(None, self.home))
        layout = layout_of(doc)
        found = [*self._matcher.find(layout.text), *self._find_communities(layout.text)]
        if not found:
            return doc
        starts = word_starts(words_of(doc))
        matches = longest(match for match in found if self._is_whole(match, layout.text, starts))
        doc._.gongbao_mentions = (*doc._.gongbao_mentions, *outside_mentions(matches, self._names, layout))
        if any(self._names[match.key].places for match in matches):
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
        if kind == "nothing" or (kind in ("street", "community") and match.end - match.start >= 4):
            return True
        if kind == "aliases":  # 东西/城区 is not 西城区, but 北京市朝阳区 may be one word
            return match.start in starts or text[match.start - 1] in "市京省"
        return match.start in starts and match.end in starts

    def _witnesses(self, matches: list[Found], layout: Layout, sentences: Sentences) -> dict[str, list[Witness]]:
        article = _Article(layout, sentences, self._is_at_home(matches), joined(layout.text, matches, self._short))
        certain = self._certain(matches, sentences)
        witnesses: dict[str, list[Witness]] = defaultdict(list)
        region: Found | None = None  # the last region named
        for match in matches:
            name = self._names[match.key]
            if name.kind in ("home", "elsewhere"):
                region = match
                continue
            districts = _districts_of(name, certain)
            if districts:
                abroad = self._region_speaks(region, match, layout.text, sentences)
                weight = self._weight(name, match, article, abroad) / len(districts)
                witness = Witness(weight, name.text, match.start, match.end, f"district/{_rule(name)}")
                for district in districts:
                    witnesses[district].append(witness)
        return {label: _unless_in_passing(found, article) for label, found in witnesses.items()}

    def _certain(self, matches: list[Found], sentences: Sentences) -> frozenset[str]:
        """The districts that decide for a name which several have: named in full or by the page, else by a street."""
        full: set[str] = set()
        streets: set[str] = set()
        for match in matches:
            name = self._names[match.key]
            is_page = name.kind == "patterns" and sentences.at(match.start).zone is Zone.PAGE
            if name.kind == "aliases" or is_page:
                full.update(place.district for place in name.places)
            elif name.kind == "street" and len({place.district for place in name.places}) == 1:
                streets.update(place.district for place in name.places if not place.namesakes)
        return frozenset(full or streets)

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

    def _weight(self, name: Name, match: Found, article: _Article, region: str) -> float:
        if region == "elsewhere touching":
            return 0.0
        text, zone = article.layout.text, article.sentences.at(match.start).zone
        namesakes = name.text in self._shared or any(place.namesakes for place in name.places)
        base = _BY_KIND.get(name.kind)
        if base is None:
            beside = match in article.joined and region != "elsewhere near"
            base = short_name_weight(text, match, name, zone, article.at_home, beside)
            base *= _YET_TO_BE if article.sentences.at(match.start).context in _PLANS else 1.0
        if name.kind == "street" and name.text.startswith(("新", "城", "光明", "胜利")) and not article.at_home:
            base *= 0.5
        if region == "home touching" and name.kind not in ("hints", "bare") and not self._is_station(name, match, text):
            return max(base, 0.9) * worth_of_the_person(text, match.start, match.end)
        if region == "elsewhere near" and (namesakes or name.kind != "aliases"):
            base *= 0.4
        if not article.at_home:
            base *= 0.4 if namesakes or name.kind in ("community", "bare", "hints", "site") else 0.75
        base *= worth_of_the_person(text, match.start, match.end)
        return base * (0.6 if zone is Zone.PAGE else 1.0)

    def _is_station(self, name: Name, match: Found, text: str) -> bool:
        """Whether a short name, or a site that bears it, is a station, an airport or a line: 丰台站, 大兴国际机场."""
        if name.kind == "site":
            return is_stop(name.text)
        return name.kind == "patterns" and is_station(text, match.end)

    def to_disk(self, path: Path | str, **_: Any) -> None:
        """Write the district vocabulary as JSON; the gazetteer is part of the program."""
        content = {"home": self.home, "names": [list(row) for row in self.vocabulary]}
        Path(path).write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")

    def from_disk(self, path: Path | str, **_: Any) -> DistrictTagger:
        """Read what to_disk wrote."""
        content = json.loads(Path(path).read_text(encoding="utf-8"))
        self.home = content["home"]
        self._use([(label, tier, name, weight) for label, tier, name, weight in content["names"]])
        return self


def _rule(name: Name) -> str:
    """The rule as evidence names it; a site was entered as a hint."""
    return "hints" if name.kind == "site" else name.kind


def _unless_in_passing(witnesses: list[Witness], article: _Article) -> list[Witness]:
    """The witnesses, the only one of a long article weakened unless it says where something happened."""
    if len(witnesses) > 1 or len(article.layout.text) < _LONG:
        return witnesses
    (only,) = witnesses
    if article.sentences.at(only.start).zone is not Zone.BODY or is_event(article.layout.text, only.start):
        return witnesses
    return [only._replace(weight=only.weight * _IN_PASSING)]


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
