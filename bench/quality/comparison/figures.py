"""The figures of a comparison: shares with their intervals, refusing at a kept share, AUC, percentiles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

GIVEN_UP = 0.15
"""The share of the answerable questions that may be refused for the sake of refusing the others."""
_RESAMPLED = 2000
_SEED = 20

Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval (percentile bootstrap, Efron 1979), and of how many questions it is."""

    value: float
    low: float
    high: float
    count: int


def share(right: Sequence[bool]) -> Estimate | None:
    """The share that is right; None where nothing was asked."""
    return mean(np.asarray(right, dtype=float))


def mean(values: Numbers) -> Estimate | None:
    """The mean; of differences between two systems on the same questions, this is the paired bootstrap."""
    return _estimate(lambda sample: float(sample.mean()), values)


def refused(answerable: Sequence[float], unanswerable: Sequence[float]) -> Estimate | None:
    """The share of the unanswerable whose score is below what keeps 0.85 of the answerable."""
    return _estimate(_refused, np.asarray(answerable, dtype=float), np.asarray(unanswerable, dtype=float))


def auc(answerable: Sequence[float], unanswerable: Sequence[float]) -> float:
    """How probably the score of an answerable question is above that of an unanswerable one; ties are half."""
    others = np.sort(np.asarray(unanswerable, dtype=float))
    below, up_to = (np.searchsorted(others, answerable, side) for side in ("left", "right"))
    return float(np.mean(below + up_to) / 2 / len(others))


def percentile(values: Sequence[float], part: float) -> float:
    """The value that so large a part of them does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(part * len(ordered)))]


def _refused(answerable: Numbers, unanswerable: Numbers) -> float:
    threshold = np.sort(answerable)[int(GIVEN_UP * len(answerable))]
    return float(np.mean(unanswerable < threshold))


def _estimate(of: Callable[..., float], *samples: Numbers) -> Estimate | None:
    if not all(map(len, samples)):
        return None
    random = np.random.default_rng(_SEED)
    found = [of(*(random.choice(sample, len(sample)) for sample in samples)) for _ in range(_RESAMPLED)]
    low, high = np.quantile(found, (0.025, 0.975))
    return Estimate(of(*samples), float(low), float(high), len(samples[0]))
