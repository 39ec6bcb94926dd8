"""What the decision about learned records loses without a group of its evidence, by cross-validation."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bench.quality.comparison.figures import auc
from bench.quality.fitting import Matrix, logistic
from bench.quality.passages import DECIDE_RIDGE
from bench.quality.studies.folds import FOLDS, Asked
from bench.quality.studies.page import tracked
from nowall.answer.decide.evidence import EVIDENCE, learned_evidence
from nowall.answer.match.candidates import Candidates
from nowall.answer.match.passage_ranker import PassageRanker
from nowall.answer.match.ranker import LinearModel
from nowall.records import Origin

_NAMES = EVIDENCE[Origin.EXTRACTED]
_READERS = "readers"
"""Of these it is known which cannot be answered; of the others the articles with the answer are taken out."""
_GROUPS = {
    "words": ("text", "words", "title", "article", "elsewhere"),
    "names": ("names", "hint", "voice"),
    "wording": ("order", "focus", "close_focus"),
    "place": ("lead_record", "second_record", "late"),
    "kind asked for": ("kind_number", "kind_date", "kind_name", "kind_quote", "unit", "numbers"),
    "meaning": ("semantic_text", "semantic_gap"),
    "score": ("score",),
}


@dataclass(frozen=True, slots=True)
class Judged:
    """The evidence for the best record of a question, whether that is right, and whether any could be."""

    source: str
    fold: int
    evidence: Sequence[float]
    right: bool
    answerable: bool
    telling: bool
    """Whether the decision is learned from it, as in `bench.quality.passages`."""
    share: float


def groups() -> Mapping[str, tuple[str, ...]]:
    """The groups of the evidence that there is; what none of them names is one more."""
    of = {name: group for group, members in _GROUPS.items() for name in members}
    every = [*_GROUPS, "the rest"]
    return {group: tuple(name for name in _NAMES if of.get(name, "the rest") == group) for group in every}


def judged(every: Sequence[Asked], models: Sequence[LinearModel]) -> list[Judged]:
    """The evidence for the best record of each question by its fold's model, as it is and with its articles out."""
    return [one for question in tracked("evidence", every) for one in _judged(question, models[question.fold])]


def _judged(question: Asked, model: LinearModel) -> Iterator[Judged]:
    candidates, sample = question.sample.candidates, question.sample
    ranker = PassageRanker(question.source.answerer.snapshot, lambda _: model)
    holding = {view.passage.article for view in candidates.views if sample.is_right(view)}
    if sample.name == _READERS:
        yield from _best(question, ranker, candidates, answerable=bool(holding), telling=True)
        return
    yield from _best(question, ranker, candidates, answerable=True, telling=False)
    if holding:
        yield from _best(question, ranker, candidates.without(holding), answerable=False, telling=True)


def _best(
    question: Asked, ranker: PassageRanker, candidates: Candidates, *, answerable: bool, telling: bool
) -> Iterator[Judged]:
    ranked = ranker.rank(candidates)
    if ranked:
        best = ranked[0]
        evidence = learned_evidence(candidates.question, best.features, best.score)
        right = question.sample.is_right(best.view)
        yield Judged(question.source.name, question.fold, evidence, right, answerable, telling or right, question.share)


def scores(every: Sequence[Judged], without: Collection[str]) -> Matrix:
    """The log odds of each, by a decision that has learned from other folds without some of the evidence."""
    names = [name for name in _NAMES if name not in without]
    rows = np.array([one.evidence for one in every])[:, [_NAMES.index(name) for name in names]]
    labels, shares = (np.array([float(value) for value in values]) for values in _labels(every))
    folds, telling = np.array([one.fold for one in every]), np.array([one.telling for one in every])
    found = np.zeros(len(every))
    for fold in range(FOLDS):
        learned, left = telling & (folds != fold), folds == fold
        model = logistic(rows[learned], labels[learned], shares[learned], names, DECIDE_RIDGE)
        found[left] = [model.score(row) for row in rows[left].tolist()]
    return found


def _labels(every: Sequence[Judged]) -> tuple[list[bool], list[float]]:
    return [one.right for one in every], [one.share for one in every]


def refusing(every: Sequence[Judged], odds: Matrix, sources: Collection[str]) -> float:
    """The AUC of questions that can be answered against those that cannot, in some of the sources; NaN without both."""
    told = [(one.answerable, float(odd)) for one, odd in zip(every, odds, strict=True) if one.source in sources]
    known, unknown = ([odd for answerable, odd in told if answerable is side] for side in (True, False))
    return auc(known, unknown) if known and unknown else float("nan")
