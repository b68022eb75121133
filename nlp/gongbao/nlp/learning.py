"""Learning from decided tags: one logistic regression a label over words, blended with the rules, cross-validated.

Only what was better than the present tagger on articles it had not learnt from comes into the model. Campaigns and
activities are learnt; a district is a fact about places, which words beside the place's name do not tell.
Deterministic: folds by a digest of the articles' numbers, no random start.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from gongbao.core.annotations import SHOWN, Annotations, Status, Tag
from gongbao.core.records import TaggedArticle
from gongbao.nlp.calibration import BIAS, Matrix, fit_measures, fit_texts, probabilities
from gongbao.nlp.evaluation import Count
from gongbao.nlp.learning_scores import ScaleResult, learn_scales, promoted_scales
from gongbao.nlp.learning_words import Bag, Rarities, Vector, likenesses, rarities_of
from gongbao.nlp.models import SET, Blend, Key, LabelModel, Model, rule_log_odds

LEARNT_FACETS = ("campaign", "activity")
FEWEST_ARTICLES = 50  # with a confirmed tag: below it most labels have too few articles to learn and to judge by
MOST_ARTICLES = 4000  # the latest ones: time and memory grow by their square; 82 s and 700 MB for so many, one core
FEWEST_EACH = 5  # articles that a label is right for, and that it is wrong for: one a fold
FOLDS = 5  # the usual number
# A label is taken over when so many gains over losses would come by chance one time in eight at most (sign test):
# three gains without a loss, or five with one.
CHANCE = 0.125
_DECIMALS = 4  # of a word's weight: below it nothing moves a probability

Flags = NDArray[np.bool_]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Example:
    """An article with what is known of its labels."""

    id: str
    bag: Bag
    by_rules: Mapping[Key, Tag]  # what the rules find in it
    present: frozenset[Key]  # what the present tagger would set, had it not learnt from this article
    right: frozenset[Key]
    open: frozenset[Key]  # labels of which nobody knows whether they are right
    judged: frozenset[str]  # the facets in which someone decided anything; the others are open altogether

    def knows(self, key: Key) -> bool:
        """Whether it is known if the label is right."""
        return key[0] in self.judged and key not in self.open


@dataclass(frozen=True, slots=True)
class LabelResult:
    """A label's cross-validated trial: the present tagger and the new one on the same articles."""

    facet: str
    label: str
    articles: int  # for which it is right
    present: Count
    learnt: Count
    gains: int  # articles in which only the new one is right
    losses: int
    promoted: bool


@dataclass(frozen=True, slots=True)
class Lesson:
    """What came out: the model holds only what is better; None when nothing is."""

    examples: int
    too_few: int  # labels with decisions, but with fewer than FEWEST_EACH articles either way
    results: tuple[LabelResult, ...]
    scales: tuple[ScaleResult, ...]
    model: Model | None

    @property
    def promoted(self) -> tuple[LabelResult, ...]:
        """The labels that the model judges."""
        return tuple(one for one in self.results if one.promoted)


def example_of(tagged: TaggedArticle, bag: Bag, by_rules: Annotations, present: Annotations) -> Example:
    """An article of the archive with its persons' decisions.

    In a facet in which a person decided, a label that is neither decided nor proposed is wrong: the editor saw what
    was proposed and added nothing. A proposal that nobody decided on is open.
    """
    tags = tagged.annotations.tags
    decided = {(t.facet, t.label): t.status is not Status.REJECTED for t in tags if t.is_decided}
    return Example(
        id=tagged.article.id,
        bag=bag,
        by_rules={(tag.facet, tag.label): tag for tag in by_rules.tags},
        present=frozenset((tag.facet, tag.label) for tag in present.tags if tag.status in SHOWN),
        right=frozenset(key for key, is_right in decided.items() if is_right),
        open=frozenset((tag.facet, tag.label) for tag in tags) - decided.keys(),
        judged=frozenset(facet for facet, _ in decided),
    )


def count_confirmed(examples: Iterable[Example]) -> int:
    """How many articles have a right label of the facets that are learnt."""
    return sum(any(facet in LEARNT_FACETS for facet, _ in one.right) for one in examples)


def training_digest(examples: Sequence[Example]) -> str:
    """SHA-256 over the articles and what is known of their labels, in any order."""
    lines = sorted(f"{one.id}\0{sorted(one.right)}\0{sorted(one.open)}\0{sorted(one.judged)}" for one in examples)
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


def learn(examples: Sequence[Example], labels: Iterable[Key], name: str) -> Lesson:
    """Learn what these examples teach about these labels; ``name`` is what the model is called in evidence."""
    examples = sorted(examples, key=lambda one: hashlib.sha256(one.id.encode("utf-8", "surrogatepass")).digest())
    wanted = sorted(key for key in set(labels) if key[0] in LEARNT_FACETS)
    keys = [key for key in wanted if _is_enough(examples, key)]
    touched = {key for one in examples for key in one.right}
    too_few = sum(key in touched and key not in keys for key in wanted)
    scales = learn_scales(examples, FOLDS)
    results, model = _learn_labels(examples, keys, name) if keys else ((), Model(name, Rarities({}), {}, (), {}))
    model = replace(model, scales=promoted_scales(scales))
    is_better_somewhere = model.labels or model.scales
    return Lesson(len(examples), too_few, results, scales, model if is_better_somewhere else None)


def _learn_labels(examples: Sequence[Example], keys: Sequence[Key], name: str) -> tuple[tuple[LabelResult, ...], Model]:
    """The labels' trials, and the model of those that are better."""
    rarities = rarities_of([one.bag for one in examples])
    vectors = [rarities.vector(one.bag) for one in examples]
    trial = _Trial(examples, keys, likenesses(vectors))
    results = trial.results()
    chosen = [number for number, result in enumerate(results) if result.promoted]
    if not chosen:
        return tuple(results), Model(name, Rarities({}), {}, (), {})
    blends = {facet: trial.blend(facet) for facet in LEARNT_FACETS if any(keys[n][0] == facet for n in chosen)}
    return tuple(results), Model(name, rarities, blends, _label_models(trial, vectors, chosen), {})


class _Trial:
    """The cross-validation: every number about an article comes from a fold that it is not in."""

    def __init__(self, examples: Sequence[Example], keys: Sequence[Key], likeness: Matrix) -> None:
        self.examples, self.keys, self.likeness = examples, keys, likeness
        self.right = np.array([[float(key in one.right) for key in keys] for one in examples])
        self.known = np.array([[float(one.knows(key)) for key in keys] for one in examples])
        self.folds = np.arange(len(examples)) % FOLDS
        self.measures = self._measures(self._words_apart())
        self.score = self._blended_apart()

    def _words_apart(self) -> Matrix:
        """Log-odds by the words, (examples, labels)."""
        log_odds = np.zeros_like(self.right)
        for fold in range(FOLDS):
            out, rest = np.flatnonzero(self.folds == fold), np.flatnonzero(self.folds != fold)
            weights = fit_texts(self.likeness[np.ix_(rest, rest)], self.right[rest], self.known[rest])
            log_odds[out] = (self.likeness[np.ix_(out, rest)] + BIAS) @ weights
        return log_odds

    def _measures(self, words: Matrix) -> Matrix:
        """(examples, labels, 3): log-odds of the rules' score, whether they set it, log-odds by the words."""
        measures = np.zeros((*words.shape, 3))
        measures[..., 0] = rule_log_odds(0.0)
        measures[..., 2] = words
        for row, one in enumerate(self.examples):
            for column, key in enumerate(self.keys):
                tag = one.by_rules.get(key)
                if tag is not None:
                    measures[row, column, 0] = rule_log_odds(tag.score)
                    measures[row, column, 1] = float(tag.status is Status.SET)
        return measures

    def _blended_apart(self) -> Matrix:
        """Probabilities, (examples, labels); the blend of each fold comes from the other folds."""
        score = np.zeros_like(self.right)
        for facet in LEARNT_FACETS:
            columns = self._columns(facet)
            for fold in range(FOLDS) if len(columns) else ():
                weights = self._fit(columns, self.folds != fold)
                out = np.ix_(np.flatnonzero(self.folds == fold), columns)
                score[out] = probabilities(self.measures[out], weights)
        return score

    def _columns(self, facet: str) -> Numbers:
        return np.array([number for number, key in enumerate(self.keys) if key[0] == facet], dtype=np.int64)

    def _fit(self, columns: Numbers, rows: Flags) -> Matrix:
        chosen = np.ix_(np.flatnonzero(rows), columns)
        known = self.known[chosen] > 0
        return fit_measures(self.measures[chosen][known], self.right[chosen][known])

    def blend(self, facet: str) -> Blend:
        """How rules and words are weighed in a facet, from all articles."""
        every = np.ones(len(self.examples), dtype=bool)
        return Blend(*(round(float(value), 6) for value in self._fit(self._columns(facet), every)))

    def results(self) -> list[LabelResult]:
        """Each label's trial, in the order of the keys."""
        return [self._result(number, key) for number, key in enumerate(self.keys)]

    def _result(self, column: int, key: Key) -> LabelResult:
        known = np.flatnonzero(self.known[:, column])
        right = self.right[known, column] > 0
        present = np.array([key in self.examples[row].present for row in known.tolist()])
        learnt = self.score[known, column] >= SET
        gains = int(np.sum((learnt == right) & (present != right)))
        losses = int(np.sum((learnt != right) & (present == right)))
        return LabelResult(
            *key,
            articles=int(right.sum()),
            present=_count(present, right),
            learnt=_count(learnt, right),
            gains=gains,
            losses=losses,
            promoted=is_better(gains, losses),
        )


def is_better(gains: int, losses: int) -> bool:
    """Whether so many gains would come by chance one time in eight at most, were both taggers equally good."""
    differing = gains + losses
    as_many = sum(math.comb(differing, number) for number in range(gains, differing + 1))
    return gains > losses and as_many / 2**differing <= CHANCE


def _count(given: Flags, right: Flags) -> Count:
    return Count(int(np.sum(given & right)), int(np.sum(given & ~right)), int(np.sum(~given & right)))


def _is_enough(examples: Sequence[Example], key: Key) -> bool:
    known = [key in one.right for one in examples if one.knows(key)]
    return min(sum(known), len(known) - sum(known)) >= FEWEST_EACH


def _label_models(trial: _Trial, vectors: Sequence[Vector], chosen: Sequence[int]) -> tuple[LabelModel, ...]:
    """The chosen labels' words, learnt from all articles."""
    dual = fit_texts(trial.likeness, trial.right[:, chosen], trial.known[:, chosen])
    models = []
    for column, number in enumerate(chosen):
        words: dict[str, float] = {}
        for weight, vector in zip(dual[:, column].tolist(), vectors, strict=True):
            for word, value in vector.items():
                words[word] = words.get(word, 0.0) + weight * value
        rounded = {word: round(value, _DECIMALS) for word, value in sorted(words.items())}
        kept = {word: value for word, value in rounded.items() if value}
        models.append(LabelModel(*trial.keys[number], round(BIAS * float(dual[:, column].sum()), 6), kept))
    return tuple(models)
