"""Questions over learned records with the features of their candidates, for trainings that leave some of them out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bench.quality.extracted import Sample
from bench.quality.fitting import Marks, Matrix
from bench.quality.studies.page import tracked
from nowall.answer.answerer import Answerer

FOLDS = 5


@dataclass(frozen=True)
class Source:
    """The questions of one source that training may see; ``share``: how much all of them count."""

    name: str
    answerer: Answerer
    samples: Sequence[Sample]
    share: float


@dataclass(frozen=True)
class Asked:
    """A question with the features of its candidates."""

    source: Source
    sample: Sample
    fold: int
    """By which it is judged; it is learned from in all others."""
    rows: Matrix
    right: Marks

    @property
    def share(self) -> float:
        """How much it counts."""
        return self.source.share / len(self.source.samples)


def asked(sources: Sequence[Source]) -> list[Asked]:
    """All questions of the sources."""
    return [
        _asked(source, sample, place % FOLDS)
        for source in sources
        for place, sample in enumerate(tracked(f"{source.name}: features", source.samples))
    ]


def _asked(source: Source, sample: Sample, fold: int) -> Asked:
    views = sample.candidates.views
    rows = np.array(source.answerer.matcher.passages.features.of(sample.candidates) if views else [])
    return Asked(source, sample, fold, rows, np.array([sample.is_right(view) for view in views], dtype=bool))
