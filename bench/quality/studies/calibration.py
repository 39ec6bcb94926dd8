"""How near a stated confidence is to what comes true."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import binomtest

from bench.quality.comparison.figures import Estimate

BINS = 10


@dataclass(frozen=True, slots=True)
class Said:
    """The confidence of one answer, and whether it was right."""

    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Bin:
    """The answers with a confidence from ``low`` on: their mean confidence, and the share that is right."""

    low: float
    confidence: float
    right: Estimate

    @property
    def count(self) -> int:
        """How many answers there are."""
        return self.right.count


def bins(said: Sequence[Said]) -> list[Bin]:
    """Ten bins of equal width, without those that are empty; a confidence of 1 is in the last."""
    held: dict[int, list[Said]] = {}
    for one in said:
        held.setdefault(min(int(one.confidence * BINS), BINS - 1), []).append(one)
    found = []
    for place, some in sorted(held.items()):
        mean = float(np.mean([one.confidence for one in some]))
        found.append(Bin(place / BINS, mean, _share(sum(one.right for one in some), len(some))))
    return found


def _share(right: int, count: int) -> Estimate:
    """With the interval of Wilson (1927), which also of few answers that are all right says how little that tells."""
    low, high = binomtest(right, count).proportion_ci(method="wilson")
    return Estimate(right / count, float(low), float(high), count)


def calibration_error(said: Sequence[Said]) -> float:
    """The expected calibration error (Naeini et al. 2015): the mean gap of the bins, each by its number of answers."""
    return sum(b.count * abs(b.confidence - b.right.value) for b in bins(said)) / len(said)


def brier(said: Sequence[Said]) -> float:
    """The mean squared error of the confidence (Brier 1950)."""
    return float(np.mean([(one.confidence - one.right) ** 2 for one in said]))


def brier_of_the_share(said: Sequence[Said]) -> float:
    """The Brier score of who says of each answer how many are right: what any confidence has to beat."""
    right = float(np.mean([one.right for one in said]))
    return right * (1 - right)
