"""Fits that know what each feature means: one that speaks for a record is never learned to speak against it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from nowall.answer.match.ranker import LinearModel

Matrix = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]

AGAINST = frozenset(
    {
        "unknown",
        "elsewhere",
        "name_missing",
        "voice_other",
        "attribute_off",
        "attribute_hard_off",
        "number_missing",
        "late",
    }
)
EITHER = frozenset(
    {
        "length",
        "nameless",
        "source_cover",
        "attribute_near",
        "lead_record",
        "second_record",
        "article_records",
        "answer_entropy",
    }
)


@dataclass(frozen=True)
class Choice:
    """The candidates of one question, and which of them are right; ``share`` is how much the question counts."""

    rows: Matrix
    right: Marks
    share: float = 1.0

    @property
    def usable(self) -> bool:
        """Whether there is something to choose."""
        return bool(self.right.any() and not self.right.all())


def _bounds(names: Sequence[str]) -> list[tuple[float | None, float | None]]:
    return [(None, 0.0) if n in AGAINST else (None, None) if n in EITHER else (0.0, None) for n in names]


def _fit(
    loss: Callable[[Matrix], tuple[float, Matrix]],
    size: int,
    bounds: list[tuple[float | None, float | None]] | None,
) -> Matrix:
    found: Matrix = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", bounds=bounds).x
    return found


def best_weights(choices: Sequence[Choice], ridge: float, names: Sequence[str] | None = None) -> Matrix:
    """Weights under which the right rows have the greatest share of exp(score) (McFadden 1974, with several right).

    With ``names``, a weight keeps the sign that its feature's meaning asks for.
    """
    usable = [choice for choice in choices if choice.usable]
    total = sum(choice.share for choice in usable)
    size = usable[0].rows.shape[1]

    def loss(weights: Matrix) -> tuple[float, Matrix]:
        lost, gradient = 0.0, np.zeros(size)
        for choice in usable:
            scores = choice.rows @ weights
            shares = np.exp(scores - scores.max())
            shares /= shares.sum()
            right = shares * choice.right
            sure = right.sum() + 1e-12
            lost -= choice.share * float(np.log(sure))
            gradient += choice.share * ((shares - right / sure) @ choice.rows)
        return lost / total + ridge * float(weights @ weights), gradient / total + 2 * ridge * weights

    return _fit(loss, size, _bounds(names) if names is not None else None)


def conditional_logit(choices: Sequence[Choice], names: Sequence[str], ridge: float) -> LinearModel:
    """A ranker from choices; see `best_weights`."""
    return LinearModel(tuple(names), tuple(map(float, best_weights(choices, ridge, names))), 0.0)


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
