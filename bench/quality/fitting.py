"""Fits that know what each feature means: one that speaks for a fact is never learned to speak against it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from nowall.answer.match.ranker import LinearModel

Matrix = npt.NDArray[np.float64]

AGAINST = frozenset(
    {
        "unknown",
        "elsewhere",
        "name_missing",
        "voice_other",
        "attribute_off",
        "attribute_hard_off",
        "number_missing",
    }
)
EITHER = frozenset({"words", "nameless", "source_cover", "attribute_near"})


def _bounds(names: Sequence[str]) -> list[tuple[float | None, float | None]]:
    return [(None, 0.0) if n in AGAINST else (None, None) if n in EITHER else (0.0, None) for n in names]


def _fit(
    loss: Callable[[Matrix], tuple[float, Matrix]], size: int, bounds: list[tuple[float | None, float | None]]
) -> Matrix:
    found: Matrix = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", bounds=bounds).x
    return found


def conditional_logit(groups: Sequence[Matrix], names: Sequence[str], ridge: float) -> LinearModel:
    """Weights under which row 0 of each group has the greatest share of exp(score) (McFadden 1974)."""

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        total, gradient = 0.0, np.zeros(len(names))
        for rows in groups:
            scores = rows @ weights
            shares = np.exp(scores - scores.max())
            shares /= shares.sum()
            total -= float(np.log(shares[0] + 1e-12))
            gradient += shares @ rows - rows[0]
        n = len(groups)
        return total / n + ridge * float(weights @ weights), gradient / n + 2 * ridge * weights

    weights = _fit(loss, len(names), _bounds(names))
    return LinearModel(tuple(names), tuple(map(float, weights)), 0.0)


def logistic(rows: Matrix, labels: Matrix, shares: Matrix, names: Sequence[str], ridge: float) -> LinearModel:
    """A logistic regression of weighted rows; ``shares`` sum to what all rows count together."""
    design = np.hstack([rows, np.ones((len(rows), 1))])
    shares = shares / shares.sum()

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        odds = 1 / (1 + np.exp(-design @ weights))
        likelihood = labels * np.log(odds + 1e-9) + (1 - labels) * np.log(1 - odds + 1e-9)
        gradient = design.T @ (shares * (odds - labels))
        gradient[:-1] += 2 * ridge * weights[:-1]
        return -float(shares @ likelihood) + ridge * float(weights[:-1] @ weights[:-1]), gradient

    weights = _fit(loss, design.shape[1], [*_bounds(names), (None, None)])
    return LinearModel(tuple(names), tuple(map(float, weights[:-1])), float(weights[-1]))
