"""What each name of a place says about the article's districts: which of them it means, and how much that weighs.

A name alone is not a place: 朝阳 may be the morning sun, 朝阳区 one of Changchun, 八里庄街道 is in two
districts. What was named before it decides, then the other places of the article.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from gongbao.nlp.contexts import Context, Sentences, Zone
from gongbao.nlp.layout import Layout
from gongbao.nlp.matching import Found
from gongbao.nlp.place_names import SHORT_TIER, Name, PlaceNames
from gongbao.nlp.places import (
    is_scene,
    is_station,
    is_stop,
    joined,
    short_name_weight,
    site_weight,
    worth_of_the_person,
)

_NEAR = 120  # characters over which a region named before still speaks for a name that several regions share
_PLANS = frozenset((Context.PLANNED, Context.DEMANDED))
_YET_TO_BE = 0.5  # for a short name where the sentence tells a plan
BY_KIND = {"aliases": 0.9, "street": 0.85, "union": 0.8, "community": 0.6, "bare": 0.45, "hints": 0.35}
_WORDS_FIRST = ("新", "城", "光明", "胜利")  # how streets begin that are in many cities
_NO_WORD = 0.25  # from which weight on a district's short name that is a word as well (大兴) is a place

TOUCHES_ELSEWHERE = "elsewhere touching"


@dataclass(frozen=True, slots=True)
class Judged:
    """A name where it stands, the districts that it means here, and its weight for each of them."""

    match: Found
    name: Name
    districts: tuple[str, ...]
    weight: float
    region: str  # what the region named before says: home or elsewhere, touching or near; empty when nothing

    @property
    def is_abroad(self) -> bool:
        """Whether it is a place outside home: by its name, or by the one right before it."""
        return self.name.kind == "elsewhere" or self.region == TOUCHES_ELSEWHERE

    @property
    def is_place(self) -> bool:
        """Whether the name is a place here, not a word."""
        return self.name.kind != SHORT_TIER or self.name.weight == 1.0 or self.weight >= _NO_WORD


@dataclass(frozen=True, slots=True)
class _Article:
    """What the weight of a name depends on besides the name."""

    layout: Layout
    sentences: Sentences
    at_home: bool
    joined: set[Found]  # names that stand beside another district's
    shared: frozenset[str]
    scenes: frozenset[str]  # districts named elsewhere than as somebody's home


def judge(matches: Sequence[Found], known: PlaceNames, layout: Layout, sentences: Sentences) -> list[Judged]:
    """All names of a text, in the order of ``matches``, which are apart from each other and in reading order."""
    names = [known.names[match.key] for match in matches]
    pairs = list(zip(matches, names, strict=True))
    certain = _certain(pairs, sentences)
    scenes = frozenset(
        place.district
        for match, name in pairs
        if name.kind in ("aliases", "street") and is_scene(layout.text, match.start, match.end)
        for place in name.places
    )
    beside = joined(layout.text, list(matches), known.short)
    article = _Article(layout, sentences, _is_at_home(names, known.shared), beside, known.shared, scenes)
    judged: list[Judged] = []
    region: tuple[Found, Name] | None = None  # the last region named
    for match, name in pairs:
        said = _said_of(match, region, layout.text, sentences) if region else ""
        districts = _districts_of(name, certain)
        weight = _weight(name, match, article, said, districts) / len(districts) if districts else 0.0
        judged.append(Judged(match, name, districts, weight, said))
        if name.kind in ("home", "elsewhere"):
            region = match, name
    return judged


def _certain(pairs: Sequence[tuple[Found, Name]], sentences: Sentences) -> frozenset[str]:
    """The districts that decide for a name which several have: named in full or by the page, else by a street."""
    full: set[str] = set()
    streets: set[str] = set()
    for match, name in pairs:
        is_page = name.kind == SHORT_TIER and sentences.at(match.start).zone is Zone.PAGE
        if name.kind == "aliases" or is_page:
            full.update(place.district for place in name.places)
        elif name.kind == "street" and len({place.district for place in name.places}) == 1:
            streets.update(place.district for place in name.places if not place.namesakes)
    return frozenset(full or streets)


def _is_at_home(names: Sequence[Name], shared: Collection[str]) -> bool:
    """Whether the article speaks of home: names it, names a district only home has, or names no other region."""
    kinds = {name.kind for name in names}
    unshared = any(name.kind == "aliases" and name.text not in shared for name in names)
    return "home" in kinds or unshared or "elsewhere" not in kinds


def _said_of(match: Found, region: tuple[Found, Name], text: str, sentences: Sentences) -> str:
    """What the region named before says of a name: home or elsewhere, touching it or near; empty when nothing."""
    before, name = region
    gap = text[before.end : match.start] if match.start - before.end <= _NEAR else None
    if gap is not None and len(gap) <= 1 and gap in ("", "市", "省", "的", "·", " "):
        return f"{name.kind} touching"
    if gap is not None or sentences.at(before.start) == sentences.at(match.start):
        return f"{name.kind} near"
    return ""


def _districts_of(name: Name, certain: Collection[str]) -> tuple[str, ...]:
    """The districts a name speaks for: those that are certain by another name, or else those where it is exact."""
    every = tuple(dict.fromkeys(place.district for place in name.places))
    exact = tuple(dict.fromkeys(place.district for place in name.places if place.exact))
    return tuple(one for one in every if one in certain) or exact or every


def _weight(name: Name, match: Found, article: _Article, region: str, districts: Sequence[str]) -> float:
    if region == TOUCHES_ELSEWHERE:
        return 0.0
    text, zone = article.layout.text, article.sentences.at(match.start).zone
    shared = name.text in article.shared or any(place.namesakes for place in name.places)
    base = _base(name, match, article, region)
    others = article.scenes.difference(districts)
    person = worth_of_the_person(text, match.start, match.end, bool(others))
    if region == "home touching" and name.kind not in ("hints", "bare") and not _is_station(name, match, text):
        return max(base, 0.9) * person
    if region == "elsewhere near" and (shared or name.kind != "aliases"):
        base *= 0.4
    if not article.at_home:
        base *= 0.4 if shared or name.kind in ("community", "bare", "hints", "site", "union") else 0.75
    return base * person * (0.6 if zone is Zone.PAGE else 1.0)


def _base(name: Name, match: Found, article: _Article, region: str) -> float:
    """The weight by the kind of name, and for short names by what stands around."""
    text, sentence = article.layout.text, article.sentences.at(match.start)
    if name.kind == "hints":
        return site_weight(text, match, name, article.at_home and sentence.context not in _PLANS)
    base = BY_KIND.get(name.kind)
    if base is None:
        beside = match in article.joined and region != "elsewhere near"
        base = short_name_weight(text, match, name, sentence.zone, article.at_home, beside)
        return base * (_YET_TO_BE if sentence.context in _PLANS else 1.0)
    is_word_first = name.kind in ("street", "union") and name.text.startswith(_WORDS_FIRST)
    return base * 0.5 if is_word_first and not article.at_home else base


def _is_station(name: Name, match: Found, text: str) -> bool:
    """Whether a short name, or a site that bears it, is a station, an airport or a line: 丰台站, 大兴国际机场."""
    if name.kind == "site":
        return is_stop(name.text)
    return name.kind == SHORT_TIER and is_station(text, match.end)
