"""Logistic regression in numpy: over texts by their likeness (many labels at once), and over a few measures (Platt).

Deterministic: no random start, a fixed number of steps.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

PENALTY = 0.1  # of the squared weights: scikit-learn's C = 10, usual for texts as vectors of length one
BIAS = 1.0  # product that every text has with every other beside their words, so that a label has a base rate
_STEPS = 300  # of accelerated gradient descent; weights move by less than 1e-3 after some 200 on 50 to 500 texts
_POWER_STEPS = 50  # of the power iteration that finds the largest eigenvalue, hence the step's length
_NEWTON_STEPS = 30
_PLATT_PENALTY = 0.01  # so that what separates the labels without a fault has no endless weight
_STEEPEST = 30.0  # log-odds beyond which a probability is 0 or 1 for a double


def sigmoid(log_odds: Matrix) -> Matrix:
    """Probabilities from log-odds."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(log_odds, -_STEEPEST, _STEEPEST))), dtype=np.float64)


def fit_texts(likeness: Matrix, right: Matrix, counts: Matrix) -> Matrix:
    """Dual weights (texts, labels) of one logistic regression a label.

    ``likeness`` is (texts, texts); ``right`` 0 or 1 and ``counts`` 0 (not known) or a weight, both (texts, labels).
    The log-odds of a further text are (its likenesses to the texts + BIAS) @ weights.
    """
    products = likeness + BIAS
    step = 1.0 / (_largest_eigenvalue(products) / 4.0 * max(1.0, float(counts.max(initial=1.0))) + PENALTY)
    weights = np.zeros_like(right)
    ahead, momentum = weights, 1.0
    for _ in range(_STEPS):
        slope = counts * (sigmoid(products @ ahead) - right) + PENALTY * ahead
        moved = ahead - step * slope
        next_momentum = (1.0 + np.sqrt(1.0 + 4.0 * momentum * momentum)) / 2.0
        ahead = moved + (momentum - 1.0) / next_momentum * (moved - weights)
        weights, momentum = moved, next_momentum
    return weights


def fit_measures(measures: Matrix, right: Matrix) -> Matrix:
    """Weights (measures + 1,) of a logistic regression over a few measures, (cases, measures); the last is the base.

    With one measure this is Platt's scaling; with two scores of two taggers it is their weighted mean as well.
    """
    design = np.column_stack([measures, np.ones(len(measures))])
    weights = np.zeros(design.shape[1])
    for _ in range(_NEWTON_STEPS):
        probable = sigmoid(design @ weights)
        slope = design.T @ (probable - right) + _PLATT_PENALTY * weights
        bend = (design * (probable * (1.0 - probable))[:, None]).T @ design
        change = np.linalg.solve(bend + _PLATT_PENALTY * np.eye(len(weights)), slope)
        weights = weights - np.clip(change, -2.0, 2.0)  # a whole step overshoots where nearly all is certain
    return weights


def probabilities(measures: Matrix, weights: Matrix) -> Matrix:
    """What ``fit_measures`` learnt, for other cases."""
    return sigmoid(measures @ weights[:-1] + weights[-1])


def _largest_eigenvalue(products: Matrix) -> float:
    vector = np.ones(len(products))
    value = 1.0
    for _ in range(_POWER_STEPS):
        moved = products @ vector
        value = float(np.linalg.norm(moved))
        if not value:
            return 1.0
        vector = moved / value
    return value * 1.01  # the iteration comes from below
