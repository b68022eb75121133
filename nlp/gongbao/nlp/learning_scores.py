"""Making the rules' scores mean probabilities: Platt's scaling a facet, learnt from decided tags, cross-validated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from gongbao.core.annotations import FACETS, Status
from gongbao.nlp.calibration import Matrix, fit_measures, probabilities
from gongbao.nlp.evaluation import calibration_bands, calibration_error
from gongbao.nlp.models import Scale, rule_log_odds

if TYPE_CHECKING:
    from gongbao.nlp.learning import Example

FEWEST_TAGS = 50  # of a facet that someone decided on; a share of right ones is then known to some 14 points
FEWEST_EACH = 5  # right and wrong ones among them: one a fold


@dataclass(frozen=True, slots=True)
class ScaleResult:
    """A facet's cross-validated trial: the rules' own scores and the scaled ones on the same tags."""

    facet: str
    tags: int
    brier_rules: float  # mean squared distance of score and truth: lower is better
    brier_scaled: float
    error_rules: float  # expected calibration error
    error_scaled: float
    scale: Scale

    @property
    def promoted(self) -> bool:
        """Whether the scaled scores tell more truly how sure a tag is."""
        return self.brier_scaled < self.brier_rules and self.error_scaled < self.error_rules


def learn_scales(examples: Sequence[Example], folds: int) -> tuple[ScaleResult, ...]:
    """The trials of the facets that have enough decided tags; every ``folds``-th example is of one fold."""
    results = (_result(facet, examples, folds) for facet in FACETS)
    return tuple(result for result in results if result is not None)


def promoted_scales(results: Sequence[ScaleResult]) -> Mapping[str, Scale]:
    """{facet: scale} of those that are better."""
    return {result.facet: result.scale for result in results if result.promoted}


def _result(facet: str, examples: Sequence[Example], folds: int) -> ScaleResult | None:
    cases = [
        (number % folds, tag.score, tag.status is Status.SET, key in one.right)
        for number, one in enumerate(examples)
        for key, tag in sorted(one.by_rules.items())
        if key[0] == facet and one.knows(key)
    ]
    right = np.array([float(case[3]) for case in cases])
    if len(cases) < FEWEST_TAGS or min(right.sum(), len(right) - right.sum()) < FEWEST_EACH:
        return None
    fold = np.array([case[0] for case in cases])
    raw = np.array([case[1] for case in cases])
    measures = np.array([[rule_log_odds(score), float(is_set)] for _, score, is_set, _ in cases])
    scaled = _scaled_apart(measures, right, fold, folds)
    weights = fit_measures(measures, right)
    return ScaleResult(
        facet=facet,
        tags=len(cases),
        brier_rules=float(np.mean((raw - right) ** 2)),
        brier_scaled=float(np.mean((scaled - right) ** 2)),
        error_rules=_error(raw, right),
        error_scaled=_error(scaled, right),
        scale=Scale(*(round(float(weight), 6) for weight in weights)),
    )


def _scaled_apart(measures: Matrix, right: Matrix, fold: NDArray[np.int64], folds: int) -> Matrix:
    """Probabilities, those of each fold by what the other folds teach."""
    scaled = np.zeros(len(right))
    for number in range(folds):
        out = fold == number
        scaled[out] = probabilities(measures[out], fit_measures(measures[~out], right[~out]))
    return scaled


def _error(scores: Matrix, right: Matrix) -> float:
    bands = calibration_bands(zip(scores.tolist(), (right > 0).tolist(), strict=True))
    return calibration_error(bands) or 0.0
