"""How good a tagger is: its tags beside those that people gave, counted by label, facet and score. Pure functions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from gongbao.core.annotations import FACETS, SHOWN, Annotations, Status, Tag
from gongbao.nlp.evaluation_gold import GoldArticle

GIVEN = (*SHOWN, Status.SUGGESTED)  # what an editor is shown
BANDS = 10  # of equal width in a calibration table, as in most of the literature on calibration
WORST = 10  # articles that are listed with their mistakes
NOTHING = ""  # stands in a confusion for "no label"

Key = tuple[str, str]  # facet, label


@dataclass(frozen=True, slots=True)
class Count:
    """Decisions on a label: right, wrongly given, missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float | None:
        """The share of the given labels that are right; None when none was given."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else None

    @property
    def recall(self) -> float | None:
        """The share of the right labels that were given; None when there was none to give."""
        return self.right / (self.right + self.missed) if self.right + self.missed else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall; None when there was nothing to decide."""
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else None


@dataclass(frozen=True, slots=True)
class Band:
    """The tags whose score is from ``low`` up to ``high``, and how many of them are right."""

    low: float
    high: float
    tags: int
    right: int
    score_sum: float

    @property
    def share_right(self) -> float | None:
        """The share of the band's tags that are right; None when it is empty."""
        return self.right / self.tags if self.tags else None

    @property
    def mean_score(self) -> float | None:
        """What the scores promise; equal to ``share_right`` when they are calibrated."""
        return self.score_sum / self.tags if self.tags else None


@dataclass(frozen=True, slots=True)
class Mistakes:
    """What is wrong with one article's tags."""

    id: str
    headline: str
    wrong: tuple[Tag, ...]  # set and not right
    missed: tuple[tuple[Key, Tag | None], ...]  # right and not set; the suggestion when there was one

    @property
    def count(self) -> int:
        """How many."""
        return len(self.wrong) + len(self.missed)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The whole judgement. ``shown`` counts set tags only, ``given`` suggestions too."""

    articles: int
    faultless: int  # articles without any mistake in a set tag
    shown: dict[Key, Count]
    given: dict[Key, Count]
    confusions: dict[tuple[str, str, str], int]  # (facet, right label, set label): articles; NOTHING for no label
    bands: tuple[Band, ...]
    worst: tuple[Mistakes, ...] = field(default=())

    def facet(self, facet: str, *, suggested: bool = False) -> Count:
        """The decisions of one facet together (micro-averaged)."""
        counts = self.given if suggested else self.shown
        return sum((count for (of, _), count in counts.items() if of == facet), Count())

    def total(self, *, suggested: bool = False) -> Count:
        """The decisions of all facets together (micro-averaged)."""
        return sum((self.given if suggested else self.shown).values(), Count())

    @property
    def calibration_error(self) -> float | None:
        """See calibration_error."""
        return calibration_error(self.bands)


def calibration_error(bands: Sequence[Band]) -> float | None:
    """Expected calibration error: |share right - mean score| of the bands, weighted by their tags; None without any."""
    tags = sum(band.tags for band in bands)
    return sum(abs(band.right - band.score_sum) for band in bands) / tags if tags else None


def evaluate(pairs: Iterable[tuple[GoldArticle, Annotations]]) -> Evaluation:
    """Judge the annotations of labelled articles; facets that nobody judged in an article do not count."""
    shown: Counter[tuple[Key, str]] = Counter()
    given: Counter[tuple[Key, str]] = Counter()
    confusions: Counter[tuple[str, str, str]] = Counter()
    scored: list[tuple[float, bool]] = []
    mistakes: list[Mistakes] = []
    for gold, found in pairs:
        tags = [tag for tag in found.tags if tag.facet in gold.labels]
        for counter, statuses in ((shown, SHOWN), (given, GIVEN)):
            counter.update(_decisions(gold, [tag for tag in tags if tag.status in statuses]))
        confusions.update(_confusions(gold, tags))
        scored += [(tag.score, tag.label in gold.labels[tag.facet]) for tag in tags if tag.status in GIVEN]
        mistakes.append(_mistakes(gold, tags))
    faulty = sorted((one for one in mistakes if one.count), key=lambda one: (-one.count, one.id))
    return Evaluation(
        articles=len(mistakes),
        faultless=len(mistakes) - len(faulty),
        shown=_counts(shown),
        given=_counts(given),
        confusions=dict(sorted(confusions.items(), key=lambda item: (-item[1], item[0]))),
        bands=calibration_bands(scored),
        worst=tuple(faulty[:WORST]),
    )


def calibration_bands(scored: Iterable[tuple[float, bool]]) -> tuple[Band, ...]:
    """BANDS bands over (score from 0 to 1, whether right); the last one includes the score 1."""
    tags, right, sums = [0] * BANDS, [0] * BANDS, [0.0] * BANDS
    for score, is_right in scored:
        number = min(BANDS - 1, max(0, int(score * BANDS)))
        tags[number] += 1
        right[number] += is_right
        sums[number] += score
    return tuple(Band(n / BANDS, (n + 1) / BANDS, tags[n], right[n], sums[n]) for n in range(BANDS))


def _decisions(gold: GoldArticle, tags: Sequence[Tag]) -> list[tuple[Key, str]]:
    given = {(tag.facet, tag.label) for tag in tags}
    wanted = {(facet, label) for facet, labels in gold.labels.items() for label in labels}
    return [
        *((key, "right") for key in given & wanted),
        *((key, "wrong") for key in given - wanted),
        *((key, "missed") for key in wanted - given),
    ]


def _counts(counter: Counter[tuple[Key, str]]) -> dict[Key, Count]:
    keys = sorted({key for key, _ in counter}, key=lambda key: (FACETS.index(key[0]), key[1]))
    return {key: Count(counter[key, "right"], counter[key, "wrong"], counter[key, "missed"]) for key in keys}


def _confusions(gold: GoldArticle, tags: Sequence[Tag]) -> list[tuple[str, str, str]]:
    """Each missed label with each label that was set wrongly in its facet; NOTHING where one side is empty."""
    found: list[tuple[str, str, str]] = []
    for facet, wanted in gold.labels.items():
        given = {tag.label for tag in tags if tag.facet == facet and tag.status in SHOWN}
        missed, wrong = wanted - given, given - wanted
        if missed or wrong:
            found += [(facet, right, set_) for right in missed or {NOTHING} for set_ in wrong or {NOTHING}]
    return found


def _mistakes(gold: GoldArticle, tags: Sequence[Tag]) -> Mistakes:
    shown = {(tag.facet, tag.label) for tag in tags if tag.status in SHOWN}
    suggested = {(tag.facet, tag.label): tag for tag in tags if tag.status not in SHOWN}
    wrong = tuple(tag for tag in tags if tag.status in SHOWN and tag.label not in gold.labels[tag.facet])
    wanted = [(facet, label) for facet in FACETS for label in sorted(gold.labels.get(facet, ()))]
    missed = tuple((key, suggested.get(key)) for key in wanted if key not in shown)
    return Mistakes(gold.id, gold.article.headline, wrong, missed)
