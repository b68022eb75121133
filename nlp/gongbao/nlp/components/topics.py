"""Campaigns and activities: the vocabulary's patterns, weighed by where and how they are said."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from gongbao.core.annotations import Tag
from gongbao.core.dates import IssueDate
from gongbao.nlp.contexts import CONTEXT_WEIGHTS, Sentences, Zone
from gongbao.nlp.extensions import date_of, layout_of, sentences_of
from gongbao.nlp.layout import Layout
from gongbao.nlp.matching import Found, Matcher
from gongbao.nlp.scoring import Witness, combined, strength, tag_of
from gongbao.nlp.vocabulary_files import TIERS, LabelEntry, load_vocabulary

FACTORIES = ("gongbao_campaigns", "gongbao_activities")
_EXCLUSION, _REQUIREMENT = len(TIERS), len(TIERS) + 1
_KINDS = (*TIERS, "exclusions", "requires")
_WORKERS = re.compile(
    "工会|职工|工人|员工|劳动者|农民工|劳模|劳动模范|工匠|工友|班组|矿工|下岗|女工|党支部|支部|党员|车间|师傅|建设者|驾驶员|司机|"
    "环卫|快递|外卖|骑手|护士|医护|医务|厂|矿|项目部|参建|电工|焊工|钳工|木工|机关|公司|集团|团委"
)


@dataclass(frozen=True, slots=True)
class Weights:
    """What one facet's matches are worth; the figures were chosen on the seen part of the labelled sets."""

    by_tier: dict[str, dict[Zone, float]]
    acted: float  # an act that is said to have been done (举行了座谈), at least this when it stands in the body
    named: float  # a name in quotation marks or before 活动, at least this when it stands in the body
    threshold: float  # from here on a tag is set
    suggest: float  # from here on it is suggested
    share: float  # of the best label's strength that a further label must have to be set
    most: int  # labels that are set at most, the strongest; further ones are suggestions
    strangers: float  # factor for body and lead where nobody who works is spoken of
    crowd: int  # a sentence that names so many labels enumerates


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of the article while its matches are weighed."""

    layout: Layout
    sentences: Sentences
    crowded: frozenset[int]  # where sentences begin that name so many labels that they tell of none
    strangers: float  # see Weights


CAMPAIGN_WEIGHTS = Weights(
    by_tier={
        "aliases": {Zone.TITLE: 0.92, Zone.LEAD: 0.8, Zone.CORE: 0.66, Zone.BODY: 0.5},
        "patterns": {Zone.TITLE: 0.65, Zone.LEAD: 0.62, Zone.CORE: 0.45, Zone.BODY: 0.3},
        "hints": {Zone.TITLE: 0.3, Zone.LEAD: 0.2, Zone.CORE: 0.14, Zone.BODY: 0.08},
    },
    acted=0.0,
    named=0.72,
    threshold=0.6,
    suggest=0.3,
    share=0.0,
    most=6,
    strangers=0.8,
    crowd=5,
)
ACTIVITY_WEIGHTS = Weights(
    by_tier={
        "aliases": {Zone.TITLE: 0.9, Zone.LEAD: 0.75, Zone.CORE: 0.6, Zone.BODY: 0.36},
        "patterns": {Zone.TITLE: 0.58, Zone.LEAD: 0.38, Zone.CORE: 0.34, Zone.BODY: 0.16},
        "hints": {Zone.TITLE: 0.3, Zone.LEAD: 0.15, Zone.CORE: 0.1, Zone.BODY: 0.05},
    },
    acted=0.7,
    named=0.0,
    threshold=0.6,
    suggest=0.35,
    share=0.5,
    most=3,
    strangers=0.5,
    crowd=5,
)
_BEFORE_ITS_TIME = 0.2  # 扶贫 of 1998 is not 乡村振兴: before a campaign began, its words mean something else
_AFTER_ITS_TIME = 0.6  # it is looked back on
_IN_ITS_TIME = 1.15
_IN_A_CROWD = 0.5  # of what a match is worth in a sentence that enumerates
_ACTED_LATE = 0.8  # of what an act is worth that is told far from the top
_SUREST = 0.97  # no single match is surer
_NEVER = 2.0  # a threshold that no score reaches
MOST_WEIGHED = 1000  # matches of one label in one tier; a word said more often than that is said often enough
EARLY = 500  # characters from the top in which a newspaper says what happened
_ACTED_BEFORE = re.compile(
    r"(?:进行|开展|举行|举办|召开|组织)了?[^，。；、]{0,12}$|(?:接受|参加|完成|实施)了[^，。；、]{0,8}$"
)
_ACTED_WITHIN = re.compile(
    "(?:进行|开展|举行|举办|召开|组织)|.[了出上去到来回起成]"
)  # the verb may be part of the wording itself
_NAMED_BEFORE = re.compile(r"(?:作为|列为|列入|纳入|按照|结合|响应)[^，。；、]{0,10}$|[既也正就这]是$")
_NAMED_AFTER = re.compile(
    r"[”’》」』]{0,2}[^，。；]{0,6}?(?:活动|行动|工程|主题教育|实践|系列|专项|品牌|计划|竞赛|的(?:一项|一课|一次|一部分|组成|又一))"
)


class TopicTagger:
    """Sets the tags of one facet by the project's vocabulary, until another is given to ``use``."""

    def __init__(self, facet: str, weights: Weights) -> None:
        self.facet = facet
        self.weights = weights
        self.entries: tuple[LabelEntry, ...] = ()

    def use(self, entries: Iterable[LabelEntry]) -> None:
        """Tag by these entries from now on; those of other facets are passed over."""
        self.entries = tuple(entry for entry in entries if entry.facet == self.facet)
        patterns: list[tuple[str, int]] = []
        for number, entry in enumerate(self.entries):
            for kind, name in enumerate(_KINDS):
                patterns += [(written, number * len(_KINDS) + kind) for written in getattr(entry, name)]
        self._matcher = Matcher(patterns)

    def __call__(self, doc: Doc) -> Doc:
        """Add the facet's tags."""
        if not self.entries:
            self.use(load_vocabulary(None))
        found: dict[int, dict[int, list[Found]]] = defaultdict(lambda: defaultdict(list))
        for match in self._matcher.find(layout_of(doc).text):
            found[match.key // len(_KINDS)][match.key % len(_KINDS)].append(match)
        if found:
            date = date_of(doc)
            kept = [
                (self.entries[number], _counting(self.entries[number], found[number], date)) for number in sorted(found)
            ]
            reading = self._reading(doc, kept)
            scored = []
            for entry, matches in kept:
                time = _of_its_time(entry, date)
                witnesses = [self._weigh(match, tier, entry, reading, time) for tier, match in matches]
                witnesses = [one for one in witnesses if one.weight > 0]
                scored.append((combined(witnesses), entry, witnesses))
            doc._.gongbao_tags = (*doc._.gongbao_tags, *self._tags(scored, reading.layout))
        return doc

    def _reading(self, doc: Doc, kept: Iterable[tuple[LabelEntry, list[tuple[str, Found]]]]) -> Reading:
        layout, sentences = layout_of(doc), sentences_of(doc)
        named: dict[int, set[str]] = defaultdict(set)
        for entry, matches in kept:
            for tier, match in matches:
                if tier != "hints":
                    named[sentences.at(match.start).start].add(entry.name)
        crowded = frozenset(start for start, names in named.items() if len(names) >= self.weights.crowd)
        strangers = 1.0 if _WORKERS.search(layout.text) else self.weights.strangers
        return Reading(layout, sentences, crowded, strangers)

    def _weigh(self, match: Found, tier: str, entry: LabelEntry, reading: Reading, time: float) -> Witness:
        sentence = reading.sentences.at(match.start)
        zone, text = sentence.zone, reading.layout.text
        weight = 0.0
        if zone is not Zone.PAGE:
            context = reading.sentences.context_of(match.start, match.end)
            weight = self.weights.by_tier[tier][zone]
            if tier == "aliases":
                weight = max(weight, self._said_outright(match, zone, text))
            weight *= entry.weight * CONTEXT_WEIGHTS[context]
            weight *= {Zone.TITLE: 1.0, Zone.LEAD: reading.strangers**0.5}.get(zone, reading.strangers)
            if zone is not Zone.TITLE and sentence.start in reading.crowded:
                weight *= _IN_A_CROWD
            weight = min(weight * time, _SUREST)
        return Witness(weight, text[match.start : match.end], match.start, match.end, f"{self.facet}/{tier}")

    def _said_outright(self, match: Found, zone: Zone, text: str) -> float:
        """What a name is worth at least because it is called by it, or an act because it is said to have been done."""
        weight = self.weights.named if self.weights.named and _is_named(text, match) else 0.0
        if self.weights.acted and zone in (Zone.CORE, Zone.BODY) and _is_acted(text, match):
            weight = max(weight, self.weights.acted if match.start < EARLY else self.weights.acted * _ACTED_LATE)
        return weight

    def _tags(self, scored: Sequence[tuple[float, LabelEntry, list[Witness]]], layout: Layout) -> list[Tag]:
        scored = sorted(scored, key=lambda one: (-one[0], one[1].name))
        best = strength(scored[0][0]) if scored else 0.0
        tags = []
        for rank, (score, entry, witnesses) in enumerate(scored):
            if score >= self.weights.suggest:
                is_weak = strength(score) < best * self.weights.share or rank >= self.weights.most
                threshold = _NEVER if is_weak else self.weights.threshold
                tags.append(tag_of(self.facet, entry.name, score, threshold, witnesses, layout))
        return sorted(tags, key=lambda tag: (-tag.score, tag.label))

    def to_disk(self, path: Path | str, **_: Any) -> None:
        """Write the vocabulary in use as JSON."""
        rows = [{**asdict(entry), "since": str(entry.since), "until": str(entry.until)} for entry in self.entries]
        Path(path).write_text(json.dumps(rows, ensure_ascii=False, indent=1), encoding="utf-8")

    def from_disk(self, path: Path | str, **_: Any) -> TopicTagger:
        """Read what to_disk wrote."""
        rows = json.loads(Path(path).read_text(encoding="utf-8"))
        self.use(_entry_from(row) for row in rows)
        return self


def _entry_from(row: dict[str, Any]) -> LabelEntry:
    lists = {name: tuple(value) for name, value in row.items() if isinstance(value, list)}
    dates = {name: IssueDate.parse(row[name]) for name in ("since", "until")}
    return LabelEntry(**{**row, **lists, **dates})


def _of_its_time(entry: LabelEntry, date: IssueDate) -> float:
    """What the issue's date says of a campaign that ran from ``since`` to ``until``; 1 when either is not known."""
    first, last = date.first_day, date.last_day
    begins, ends = entry.since.first_day, entry.until.last_day
    if first is None or last is None:
        return 1.0
    if begins is not None and last < begins:
        return _BEFORE_ITS_TIME
    if ends is not None and first > ends:
        return _AFTER_ITS_TIME
    return _IN_ITS_TIME if begins is not None and ends is not None else 1.0


def _counting(entry: LabelEntry, found: dict[int, list[Found]], date: IssueDate) -> list[tuple[str, Found]]:
    """The matches that count: not excluded, requirements met, the longest of those that overlap within a tier."""
    wanted = bool(entry.requires or entry.months)
    met = not wanted or bool(found.get(_REQUIREMENT)) or date.month in entry.months
    if not met:
        return []
    # A mark for each character that is taken: comparing matches with each other would take time by the square.
    taken = bytearray(max(match.end for matches in found.values() for match in matches))
    for match in found.get(_EXCLUSION, []):
        taken[match.start : match.end] = b"\1" * (match.end - match.start)
    kept: list[tuple[str, Found]] = []
    for kind, tier in enumerate(TIERS):
        count = len(kept)
        for match in sorted(found.get(kind, []), key=lambda one: (one.start - one.end, one.start)):
            if taken.find(1, match.start, match.end) < 0:
                taken[match.start : match.end] = b"\1" * (match.end - match.start)
                kept.append((tier, match))
                if len(kept) - count >= MOST_WEIGHED:
                    break
    return kept


def _is_acted(text: str, match: Found) -> bool:
    """Whether a light verb before the match says that it was done."""
    if _ACTED_WITHIN.match(text, match.start):
        return True
    return _ACTED_BEFORE.search(text[max(0, match.start - 16) : match.start]) is not None


def _is_named(text: str, match: Found) -> bool:
    """Whether a match stands in quotation marks or is called an activity."""
    before = text[max(0, match.start - 12) : match.start]
    opened = max(before.rfind(mark) for mark in "“‘《「『")
    closed = max(before.rfind(mark) for mark in "”’》」』")
    return opened > closed or bool(_NAMED_BEFORE.search(before)) or _NAMED_AFTER.match(text, match.end) is not None


@Language.factory("gongbao_campaigns")
def create_campaigns(nlp: Language, name: str) -> TopicTagger:
    """Campaigns."""
    return TopicTagger("campaign", CAMPAIGN_WEIGHTS)


@Language.factory("gongbao_activities")
def create_activities(nlp: Language, name: str) -> TopicTagger:
    """Activities."""
    return TopicTagger("activity", ACTIVITY_WEIGHTS)
