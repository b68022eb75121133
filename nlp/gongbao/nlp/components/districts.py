"""Districts and places: names found on characters, aligned to words, each weighed by what stands around it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from gongbao.core.annotations import Tag
from gongbao.core.words import Segmenter
from gongbao.nlp.contexts import Sentences, Zone
from gongbao.nlp.extensions import layout_of, sentences_of, words_of
from gongbao.nlp.layout import Layout
from gongbao.nlp.place_bylines import UnitWitness, byline_of, unit_witnesses
from gongbao.nlp.place_evidence import Judged, judge
from gongbao.nlp.place_mentions import known_span, place_mentions
from gongbao.nlp.place_names import NamedRow, PlaceNames
from gongbao.nlp.places import is_event
from gongbao.nlp.scoring import MAX_EVIDENCE, Witness, combined, tag_of
from gongbao.nlp.tokenizer import SegmenterTokenizer
from gongbao.nlp.vocabulary_files import TIERS, LabelEntry, load_vocabulary

FACTORIES = ("gongbao_districts",)
THRESHOLD = 0.6
SUGGEST = 0.3
_LONG = 1000  # characters from which on a district that is named once, and not as the place of an event, is in passing
_IN_PASSING = 0.65
_LONG_ENOUGH = 600  # characters from which on one district may be the article's and the others examples
_SURE = 0.8  # score of a district that is the article's
_SEVERAL = 3  # districts that a long article's body names once each: examples of what is done all over the city


class DistrictTagger:
    """Sets the district tags by gazetteer and the project's vocabulary, until another is given to ``use``."""

    def __init__(self, nlp: Language, home: str) -> None:
        self.home = home
        self.vocabulary: tuple[NamedRow, ...] = ()
        self._nlp = nlp

    def use(self, entries: Iterable[LabelEntry]) -> None:
        """Tag by these entries from now on; those of other facets are passed over."""
        rows: list[NamedRow] = []
        for entry in entries:
            if entry.facet == "district":
                rows += [(entry.name, tier, name, entry.weight) for tier in TIERS for name in getattr(entry, tier)]
                rows += [(entry.name, "nothing", name, 1.0) for name in entry.exclusions]
        self._use(rows)

    def _use(self, rows: Sequence[NamedRow]) -> None:
        self.vocabulary = tuple(rows)
        self._known = PlaceNames(self.home, rows)

    def __call__(self, doc: Doc) -> Doc:
        """Add the district tags, and the places to the mentions."""
        if not self.vocabulary:
            self.use(load_vocabulary(None, self.home))
        layout, segmenter = layout_of(doc), self._segmenter()
        matches = self._known.find(layout.text, words_of(doc))
        sentences = sentences_of(doc)
        judged = judge(matches, self._known, layout, sentences) if matches else []
        spans = [span for one in judged if (span := known_span(one)) is not None]
        doc._.gongbao_mentions = (*doc._.gongbao_mentions, *place_mentions(spans, layout, segmenter))
        units = unit_witnesses(byline_of(doc), self._known, segmenter)
        tags = _tags(judged, units, layout, sentences)
        doc._.gongbao_tags = (*doc._.gongbao_tags, *sorted(tags, key=_by_score))
        return doc

    def _segmenter(self) -> Segmenter | None:
        tokenizer = self._nlp.tokenizer
        return tokenizer.segmenter if isinstance(tokenizer, SegmenterTokenizer) else None

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


def _tags(judged: Sequence[Judged], units: Sequence[UnitWitness], layout: Layout, sentences: Sentences) -> list[Tag]:
    witnesses: dict[str, list[Witness]] = defaultdict(list)
    for one in judged:
        rule = "hints" if one.name.kind == "site" else one.name.kind  # a site was entered as a hint
        witness = Witness(one.weight, one.name.text, one.match.start, one.match.end, f"district/{rule}")
        for district in one.districts:
            witnesses[district].append(witness)
    weighed = _without_examples(witnesses, layout, sentences)
    tags = []
    for label in {**weighed, **dict.fromkeys(unit.district for unit in units)}:
        found = weighed.get(label, [])
        own = [unit for unit in units if unit.district == label]
        score = combined([*found, *(unit.witness for unit in own)])
        if score >= SUGGEST:
            tag = tag_of("district", label, score, THRESHOLD, found, layout)
            evidence = (*tag.evidence, *(unit.evidence for unit in own))[:MAX_EVIDENCE]
            tags.append(replace(tag, evidence=evidence))
    return tags


def _without_examples(
    witnesses: Mapping[str, list[Witness]], layout: Layout, sentences: Sentences
) -> dict[str, list[Witness]]:
    """The witnesses; in a long article a district that its body names once is weakened, being in passing.

    It is, beside a district that the titles or the lead name, and as one of several in a report of the whole city;
    alone it is not where it says where something happened.
    """
    if len(layout.text) < _LONG_ENOUGH:
        return dict(witnesses)
    once = {
        label: found[0]
        for label, found in witnesses.items()
        if len(found) == 1 and sentences.at(found[0].start).zone is Zone.BODY
    }
    leading = any(combined(found) >= _SURE for label, found in witnesses.items() if label not in once)
    examples = leading or len(once) >= _SEVERAL
    is_long = len(layout.text) >= _LONG
    return {
        label: [_weakened(found[0])]
        if label in once and (examples or (is_long and not is_event(layout.text, once[label].start)))
        else found
        for label, found in witnesses.items()
    }


def _weakened(witness: Witness) -> Witness:
    """In passing; what was a suggestion stays one."""
    least = min(witness.weight, SUGGEST)
    return witness._replace(weight=max(witness.weight * _IN_PASSING, least))


def _by_score(tag: Tag) -> tuple[float, str]:
    return -tag.score, tag.label


@Language.factory("gongbao_districts", default_config={"place": "北京市"})
def create_districts(nlp: Language, name: str, place: str) -> DistrictTagger:
    """The districts of ``place``."""
    return DistrictTagger(nlp, place)
