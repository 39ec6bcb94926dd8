"""The tables of what is lost without a feature, and without a group of evidence."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bench.quality.comparison.figures import mean
from bench.quality.fitting import Marks
from bench.quality.studies.page import interval, table
from nowall.answer.match.passage_features import PASSAGE

POOLED = "pooled"


@dataclass(frozen=True)
class Study:
    """What came of one layer. Questions are in the same order everywhere."""

    layer: str
    sources: Sequence[str]
    """Where each question is from."""
    public: Sequence[str]
    """The sources that are pooled."""
    right: Marks
    """Whether the best record of each question is right."""
    without: Mapping[str, Marks]
    """The same, without a feature."""
    refusing: Mapping[str, float]
    """The AUC of the decision, by source and pooled."""
    refusing_without: Mapping[str, Mapping[str, float]]
    """The same, without a group of evidence."""

    def of(self, source: str) -> Marks:
        """Which questions are of a source, or pooled."""
        wanted = self.public if source == POOLED else (source,)
        return np.array([one in wanted for one in self.sources], dtype=bool)


def tables(studies: Sequence[Study]) -> str:
    """Both tables, what costs most first."""
    sources = [POOLED, *dict.fromkeys(source for study in studies for source in study.sources)]
    features = table(["without", "layer", *sources], _sorted(row for s in studies for row in _features(s, sources)))
    evidence = table(["without", "layer", *sources], _sorted(row for s in studies for row in _evidence(s, sources)))
    return "\n\n".join([
        "### Ranking", *(_ranked(study, sources) for study in studies),
        "Points of A@1 that are lost, pooled with the 95 % interval:", features,
        "### Deciding", *(_decided(study, sources) for study in studies), "Hundredths of AUC that are lost:", evidence,
    ])  # fmt: skip


_Row = tuple[float, list[str]]


def _sorted(rows: Iterator[_Row]) -> list[list[str]]:
    return [cells for _, cells in sorted(rows, key=lambda row: -row[0])]


def _ranked(study: Study, sources: Sequence[str]) -> str:
    figures = []
    for source in sources:
        of = study.of(source)
        if of.any():
            figures.append(f"{source} {np.mean(study.right[of]):.3f} ({np.sum(of)})")
    return f"With all features, {study.layer}: A@1 {', '.join(figures)}."


def _decided(study: Study, sources: Sequence[str]) -> str:
    figures = [f"{s} {study.refusing[s]:.3f}" for s in sources if not math.isnan(study.refusing.get(s, math.nan))]
    return f"With all evidence, {study.layer}: AUC {', '.join(figures)}."


def _features(study: Study, sources: Sequence[str]) -> Iterator[_Row]:
    for name, right in study.without.items():
        lost = study.right.astype(float) - right
        pooled = mean(lost[study.of(POOLED)])
        cells = [_points(lost[study.of(source)]) for source in sources if source != POOLED]
        named = f"`{name}`" if name in PASSAGE else name
        yield pooled.value if pooled else 0.0, [named, study.layer, interval(pooled, points=True), *cells]


def _points(lost: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> str:
    return f"{100 * lost.mean():+.1f}" if len(lost) else ""


def _evidence(study: Study, sources: Sequence[str]) -> Iterator[_Row]:
    for name, aucs in study.refusing_without.items():
        lost = {source: study.refusing[source] - aucs[source] for source in aucs}
        told = [lost.get(source, math.nan) for source in sources]
        yield lost[POOLED], [name, study.layer, *("" if math.isnan(one) else f"{100 * one:+.2f}" for one in told)]
