"""What the ranking of learned records loses without some of its features, by cross-validation."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from bench.quality.fitting import Choice, Marks, Matrix, best_weights
from bench.quality.passages import _RIDGE as RIDGE
from bench.quality.studies.folds import FOLDS, Asked
from nowall.answer.match.passage_features import PASSAGE
from nowall.answer.match.passage_ranker import LOOKED_AT, SECOND, PassageModels
from nowall.answer.match.ranker import LinearModel
from nowall.answer.span.finder import SpanModel


@dataclass(frozen=True)
class _Looked:
    """The best candidates of a question at the first look, with the features of both looks."""

    asked: Asked
    rows: Matrix
    right: Marks


class Trained:
    """Both looks, trained without some features and without the questions of one fold."""

    def __init__(
        self, every: Sequence[Asked], fold: int, without: Collection[str], first: Matrix | None = None
    ) -> None:
        """``first``: the weights of the first look, where they are known."""
        self._every = every
        self._fold = fold
        self._kept = np.array([name not in without for name in SECOND], dtype=float)
        self.first = self._first() if first is None else first

    def _first(self) -> Matrix:
        kept = self._kept[: len(PASSAGE)]
        learned = (one for one in self._every if one.fold != self._fold and len(one.rows))
        return best_weights([Choice(one.rows * kept, one.right, one.share) for one in learned], RIDGE, PASSAGE)

    @cached_property
    def _looked(self) -> list[_Looked]:
        return [self._look(one) for one in self._every]

    def _look(self, one: Asked) -> _Looked:
        if not len(one.rows):
            return _Looked(one, np.zeros((0, len(SECOND))), one.right)
        best = np.argsort(-(one.rows @ self.first), kind="stable")[:LOOKED_AT]
        rows = np.hstack([one.rows[best], one.look(best.tolist())]) * self._kept
        return _Looked(one, rows, one.right[best])

    @cached_property
    def second(self) -> Matrix:
        """The weights of the second look."""
        learned = (one for one in self._looked if one.asked.fold != self._fold)
        return best_weights([Choice(one.rows, one.right, one.asked.share) for one in learned], RIDGE, SECOND)

    def right(self) -> dict[int, bool]:
        """Whether the best record is right, of each question of the fold, by its place among all."""
        judged = ((place, one) for place, one in enumerate(self._looked) if one.asked.fold == self._fold)
        return {place: bool(len(one.rows) and one.right[np.argmax(one.rows @ self.second)]) for place, one in judged}

    def models(self, spans: SpanModel) -> PassageModels:
        """The same for the engine's own ranker."""
        return PassageModels(_model(PASSAGE, self.first), _model(SECOND, self.second), spans)


def _model(names: tuple[str, ...], weights: Matrix) -> LinearModel:
    return LinearModel(names, tuple(weights.tolist()), 0.0)


def trained(every: Sequence[Asked]) -> list[Trained]:
    """The whole model, for each fold."""
    return [Trained(every, fold, ()) for fold in range(FOLDS)]


def right(every: Sequence[Asked], whole: Sequence[Trained], without: Collection[str]) -> Marks:
    """Whether the best record of each question is right, without some features; ``whole`` was trained with all."""
    found: dict[int, bool] = {}
    for fold, model in enumerate(whole):
        known = model.first if set(without).isdisjoint(PASSAGE) else None
        found |= (Trained(every, fold, without, known) if without else model).right()
    return np.array([found[place] for place in range(len(every))], dtype=bool)
