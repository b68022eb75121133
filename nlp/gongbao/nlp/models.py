"""What was learnt from an archive's decided tags, and how it judges an article together with the rules.

A model knows some labels, those for which it was better than the rules alone (gongbao.nlp.learning). For them it
gives a probability out of the rules' score and the text's words; all other labels stay as the rules gave them.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from gongbao.core.annotations import FACETS, Evidence, Origin, Status, Tag
from gongbao.nlp.layout import Layout
from gongbao.nlp.learning_words import Rarities, Vector
from gongbao.nlp.scoring import MAX_EVIDENCE

FORMAT = 1  # raised whenever what stands in a model's file means something else
# A label is set from this probability on: one that is set wrongly costs half as much again as one that is missed,
# for a missed one is mostly suggested, and a click away.
SET = 0.6
SUGGEST = 0.2  # probability from which a label is suggested: one in five is worth a look
WORDS_SHOWN = 5  # of the words that spoke for a label: as many as a person would look at
LARGEST = 1e6  # of any weight in a file: far above all that is learnt, and sums of these stay finite
LEAST, MOST = 0.02, 0.98  # a rule's score is never taken for certainty; none at all is LEAST

Key = tuple[str, str]  # facet, label


class ModelError(Exception):
    """What is no model, or one of another format; the text says what is wrong, as the end of a Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Blend:
    """How the rules' tag and the words make a probability in one facet: weights of log-odds."""

    rule: float  # weight of the log-odds of the rules' score
    is_set: float  # what a tag that the rules set has beside its score
    words: float  # weight of the words' log-odds
    base: float


@dataclass(frozen=True, slots=True)
class Scale:
    """How the rules' score becomes a probability in one facet (Platt): weights of log-odds."""

    rule: float
    is_set: float
    base: float


@dataclass(frozen=True, slots=True)
class LabelModel:
    """The words that speak for a label, and against it (below 0)."""

    facet: str
    label: str
    base: float
    words: Mapping[str, float]

    def log_odds(self, vector: Vector) -> float:
        """How the words speak for the label."""
        return self.base + math.fsum(self.words.get(word, 0.0) * value for word, value in vector.items())


@dataclass(frozen=True, slots=True)
class Model:
    """All that was learnt; ``name`` tells it from others in evidence."""

    name: str
    rarities: Rarities
    blends: Mapping[str, Blend]  # by facet
    labels: tuple[LabelModel, ...]
    scales: Mapping[str, Scale]  # by facet: for the scores of the labels that stay with the rules

    def among(self, keys: Collection[Key]) -> Model:
        """What was learnt of these labels: one that was taken out of the vocabulary is not set by a model either."""
        return replace(self, labels=tuple(one for one in self.labels if (one.facet, one.label) in keys))

    def plain(self) -> dict[str, Any]:
        """As JSON values."""
        return {
            "format": FORMAT,
            "name": self.name,
            "rarities": dict(self.rarities.weights),
            "blends": {facet: asdict(blend) for facet, blend in self.blends.items()},
            "scales": {facet: asdict(scale) for facet, scale in self.scales.items()},
            "labels": [
                {"facet": one.facet, "label": one.label, "base": one.base, "words": dict(one.words)}
                for one in self.labels
            ],
        }


def model_from(plain: Any) -> Model:
    """A model from what ``Model.plain`` gave. Raises ModelError."""
    if not isinstance(plain, dict) or not isinstance(plain.get("format"), int):
        raise ModelError("不是模型文件")
    if plain["format"] != FORMAT:
        raise ModelError(f"是另一个版本的（格式 {plain['format']}，这里要 {FORMAT}）")
    try:
        labels = [
            LabelModel(str(one["facet"]), str(one["label"]), _number(one["base"]), _numbers(one["words"]))
            for one in plain["labels"]
        ]
        blends = {str(facet): Blend(**_numbers(values)) for facet, values in plain["blends"].items()}
        scales = {str(facet): Scale(**_numbers(values)) for facet, values in plain["scales"].items()}
        rarities = Rarities(_numbers(plain["rarities"]))
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise ModelError("内容不完整") from error
    keys = {(one.facet, one.label) for one in labels}
    sound = all(facet in FACETS and facet in blends and label for facet, label in keys)
    if not sound or len(keys) < len(labels):
        raise ModelError("内容不完整")
    return Model(str(plain.get("name", "")), rarities, blends, tuple(labels), scales)


def _numbers(values: Mapping[str, Any]) -> dict[str, float]:
    return {str(name): _number(value) for name, value in values.items()}


def _number(value: Any) -> float:
    number = float(value)
    if not abs(number) <= LARGEST:  # not a number is refused too
        raise ValueError("out of range")
    return number


def rule_log_odds(score: float) -> float:
    """The log-odds of a rule's score, 0 where the rules found nothing."""
    bounded = min(MOST, max(LEAST, score))
    return math.log(bounded / (1.0 - bounded))


def blended(blend: Blend, tag: Tag | None, words: float) -> float:
    """The probability of a label from the rules' tag (None: nothing found) and the words' log-odds."""
    rule = rule_log_odds(tag.score if tag else 0.0)
    is_set = 1.0 if tag is not None and tag.status is Status.SET else 0.0
    return _probability(blend.rule * rule + blend.is_set * is_set + blend.words * words + blend.base)


def scaled(scale: Scale, tag: Tag) -> Tag:
    """A rules' tag whose score is a probability; whether it is set stays."""
    log_odds = scale.rule * rule_log_odds(tag.score) + scale.is_set * (tag.status is Status.SET) + scale.base
    return replace(tag, score=round(_probability(log_odds), 3))


def _probability(log_odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, log_odds))))  # beyond 30 it is 0 or 1 for a double


def judged(model: Model, tags: Sequence[Tag], vector: Vector, layout: Layout, words: Sequence[str]) -> tuple[Tag, ...]:
    """The rules' tags, with the model's in place of them for the labels that it knows; facets in the rules' order."""
    by_rules = {(tag.facet, tag.label): tag for tag in tags}
    known = {(one.facet, one.label) for one in model.labels}
    ruled = [tag for key, tag in by_rules.items() if key not in known]
    judged = [scaled(model.scales[tag.facet], tag) if tag.facet in model.scales else tag for tag in ruled]
    for one in model.labels:
        found, blend = by_rules.get((one.facet, one.label)), model.blends[one.facet]
        score = blended(blend, found, one.log_odds(vector))
        if score < SUGGEST and found is None:  # what the rules found stays one click away, however improbable
            continue
        by_rule = found.evidence[: MAX_EVIDENCE - WORDS_SHOWN] if found else ()
        evidence = (*by_rule, *_words_for(one, model.name, vector, layout, words))
        if evidence:
            status = Status.SET if score >= SET else Status.SUGGESTED
            judged.append(Tag(one.facet, one.label, round(score, 3), status, Origin.MODEL, evidence))
    order = {facet: number for number, facet in enumerate(dict.fromkeys(tag.facet for tag in judged))}
    return tuple(sorted(judged, key=lambda tag: (order[tag.facet], -tag.score, tag.label)))


def _words_for(
    one: LabelModel, name: str, vector: Vector, layout: Layout, words: Sequence[str]
) -> tuple[Evidence, ...]:
    """The first places of the words that spoke most for the label."""
    speaking = {word: one.words.get(word, 0.0) * value for word, value in vector.items()}
    chosen = sorted((w for w, value in speaking.items() if value > 0), key=lambda w: (-speaking[w], w))[:WORDS_SHOWN]
    places: dict[str, int] = {}
    position = 0
    for word in words:
        if word in speaking and layout.field_at(position).field not in ("page", "dateline"):
            places.setdefault(word, position)
        position += len(word)
    rule = f"{one.facet}/{name}"
    return tuple(layout.evidence(places[w], places[w] + len(w), rule) for w in chosen if w in places)
