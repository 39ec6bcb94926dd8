"""Finds the words of a record that answer a question, with how likely they are the answer."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from nowall.answer.span.features import BEGIN, BY_KIND, END, SPAN, Spans, spans
from nowall.answer.span.texts import NamedText, Offsets, together
from nowall.answer.span.tokens import Table
from nowall.answer.span.wanted import KINDS, Wanted

_PARTS = {"begin": BEGIN, "end": END, "span": SPAN}


@dataclass(frozen=True, slots=True)
class FoundSpan:
    """The best span of one record, as characters of its text. Scores are log odds against the record's other spans."""

    start: int
    end: int
    score: float
    mass: float
    """The score of all its spans together: how much speaks for any answer being in the record."""
    probability: float
    """The share of the best span among all of the record's."""
    entropy: float
    """How undecided it is between them, in nats."""


NOTHING = FoundSpan(0, 0, 0.0, 0.0, 0.0, 0.0)


class SpanModel:
    """Weights of the features of a span, some of them for each kind of question alone."""

    def __init__(self, weights: Mapping[str, Mapping[str, float]]) -> None:
        self._weights = {part: _vector(weights[part], names) for part, names in _PARTS.items()}
        self._kinds = [_vector(weights.get(kind, {}), BY_KIND) for kind in KINDS]

    def scores(self, found: Spans, kinds: Sequence[bool]) -> Table:
        """The score of each span for a question of these kinds."""
        whole = self._weights["span"].copy()
        for applies, extra in zip(kinds, self._kinds, strict=True):
            if applies:
                whole[: len(BY_KIND)] += extra
        begin, end = found.begin @ self._weights["begin"], found.end @ self._weights["end"]
        scored: Table = begin[found.first] + end[found.last] + found.span @ whole
        return scored


def _vector(weights: Mapping[str, float], names: Sequence[str]) -> Table:
    return np.array([weights.get(name, 0.0) for name in names], dtype=np.float32)


@cache
def span_model() -> SpanModel:
    """The model that training wrote."""
    text = files(__package__ or __name__).joinpath("weights.toml").read_text(encoding="utf-8")
    return SpanModel(tomllib.loads(text))


def find_spans(asked: Wanted, texts: Sequence[NamedText], model: SpanModel) -> list[FoundSpan]:
    """The best span of each text."""
    laid = together(texts)
    if not laid.tokens:
        return [NOTHING for _ in texts]
    found = spans(asked, laid)
    scores = model.scores(found, asked.kinds)
    return [
        _best(found.owner == i, scores, laid.starts[found.first] - first, laid.ends[found.last] - first)
        for i, first in enumerate(laid.firsts.tolist())
    ]


def _best(own: Offsets, scores: Table, starts: Offsets, ends: Offsets) -> FoundSpan:
    if not own.any():
        return NOTHING
    mine = scores[own].astype(np.float64)
    best = int(mine.argmax())
    shares = np.exp(mine - mine[best])
    total = float(shares.sum())
    shares /= total
    entropy = float(-(shares * np.log(np.maximum(shares, 1e-12))).sum())
    place = np.flatnonzero(own)[best]
    top = float(mine[best])
    return FoundSpan(int(starts[place]), int(ends[place]), top, top + float(np.log(total)), 1 / total, entropy)
