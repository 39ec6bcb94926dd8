"""What the ranking of learned records loses without some of its features, by cross-validation."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from bench.quality.fitting import Choice, Marks, conditional_logit
from bench.quality.passages import RIDGE
from bench.quality.studies.folds import FOLDS, Asked
from nowall.answer.match.passage_features import PASSAGE
from nowall.answer.match.ranker import LinearModel


def trained(every: Sequence[Asked], without: Collection[str] = ()) -> list[LinearModel]:
    """For each fold the model that has learned from the others, without some features."""
    kept = np.array([name not in without for name in PASSAGE], dtype=float)
    choices = [(one.fold, Choice(one.rows * kept, one.right, one.share)) for one in every if len(one.rows)]
    folds = ([choice for fold, choice in choices if fold != left] for left in range(FOLDS))
    return [conditional_logit(learned, PASSAGE, RIDGE) for learned in folds]


def right(every: Sequence[Asked], models: Sequence[LinearModel]) -> Marks:
    """Whether the best record of each question is right, by the model of its fold."""
    weights = [np.array(model.weights) for model in models]
    return np.array(
        [bool(len(one.rows) and one.right[np.argmax(one.rows @ weights[one.fold])]) for one in every], dtype=bool
    )
