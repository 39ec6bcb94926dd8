"""One layer of the models for learned records: first look, answering words, second look, decision, calibration."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bench.quality import spans
from bench.quality.extracted import Sample, letters
from bench.quality.fitting import Choice, Matrix, conditional_logit, logistic
from nowall.answer.answerer import Answerer
from nowall.answer.decide.evidence import EVIDENCE, WORDS, learned_evidence, words_evidence
from nowall.answer.match.candidates import Candidates
from nowall.answer.match.passage_features import PASSAGE
from nowall.answer.match.passage_ranker import (
    LOOK,
    LOOKED_AT,
    SECOND,
    PassageModels,
    PassageRanker,
    RankedPassage,
    answering_words,
)
from nowall.answer.match.ranker import LinearModel
from nowall.answer.span.finder import SpanModel
from nowall.records import Origin

_RIDGE = 0.0005
_DECIDE_RIDGE = 0.01
_RECORDS = 2
"""Right records of a question that the answering words are learned from."""

SpanWeights = dict[str, dict[str, float]]


@dataclass(frozen=True)
class Fold:
    """Questions of one source: those that are learned from, and those that only judge."""

    answerer: Answerer
    seen: Sequence[Sample]
    unseen: Sequence[Sample]
    share: float
    """How much all of the source counts."""


@dataclass(frozen=True)
class _Judged:
    """What came of one question: the evidence for its best candidate, and whether that is right."""

    evidence: list[float]
    right: bool
    hidden: bool
    share: float


def train_layer(
    layer: str, folds: Sequence[Fold], span_weights: SpanWeights | None
) -> tuple[dict[str, LinearModel], SpanWeights]:
    """The models of a layer by their names, and the weights of the answering words (learned where None is given)."""
    crossed = _crossed_spans(folds)
    span_weights = span_weights or spans.fit_spans(_span_choices(folds, None))
    first = conditional_logit([c for fold in folds for c in _choices(fold)], PASSAGE, _RIDGE)
    start = LinearModel(SECOND, (*first.weights, *(0.0 for _ in LOOK)), 0.0)
    choices = []
    for fold in folds:
        for i, sample in enumerate(fold.seen):
            ranked = _rank(fold, PassageModels(first, start, crossed[i % 2]), sample.candidates)[:LOOKED_AT]
            right = np.array([sample.is_right(one.view) for one in ranked], dtype=bool)
            choices.append(Choice(np.array([one.features for one in ranked]), right, fold.share / len(fold.seen)))
    second = conditional_logit(choices, SECOND, _RIDGE)
    judged = [
        one
        for fold in folds
        for i, sample in enumerate(fold.seen)
        for one in _judge(fold, PassageModels(first, second, crossed[i % 2]), sample, fold.share / len(fold.seen))
    ]
    decider, calibration = _decider(judged)
    scale = _scale(folds, first, second, crossed)
    words = _words(folds, [PassageModels(first, second, model) for model in crossed], decider, calibration)
    final = PassageModels(first, second, SpanModel(span_weights))
    _report(layer, folds, final)
    named = {"rank": first, "look": second, "scale": scale, "decide": decider, "calibrate": calibration, "words": words}
    return {f"{part}_extracted_{layer}": trained for part, trained in named.items()}, span_weights


def _choices(fold: Fold) -> list[Choice]:
    features = fold.answerer.matcher.passages.features
    found = []
    for sample in fold.seen:
        if sample.candidates.views:
            right = np.array([sample.is_right(view) for view in sample.candidates.views], dtype=bool)
            found.append(Choice(np.array(features.of(sample.candidates)), right, fold.share / len(fold.seen)))
    return found


def _crossed_spans(folds: Sequence[Fold]) -> list[SpanModel]:
    """Two models of the answering words, each learned from the questions that it is not used for."""
    return [spans.model(spans.fit_spans(_span_choices(folds, 1 - half))) for half in (0, 1)]


def _span_choices(folds: Sequence[Fold], half: int | None) -> list[Choice]:
    found = []
    for fold in folds:
        for i, sample in enumerate(fold.seen):
            if sample.answers and (half is None or i % 2 == half):
                found += _choices_of_spans(fold, sample)
    return found


def _choices_of_spans(fold: Fold, sample: Sample) -> list[Choice]:
    right = [view for view in sample.candidates.views if sample.is_right(view)][:_RECORDS]
    texts = fold.answerer.matcher.passages.views.named_texts(right)
    found = (spans.span_choice(sample.candidates.asked, text, sample.answers) for text in texts)
    return [choice for choice in found if choice]


def _rank(fold: Fold, models: PassageModels, candidates: Candidates) -> list[RankedPassage]:
    return PassageRanker(fold.answerer.snapshot, lambda _: models).rank(candidates)


def _judge(fold: Fold, models: PassageModels, sample: Sample, share: float) -> list[_Judged]:
    """The question as it is, and as if no article with its answer had been learned."""
    candidates = sample.candidates
    holding = {view.passage.article for view in candidates.views if sample.is_right(view)}
    judged = _judge_best(fold, models, sample, candidates, share, hidden=False)
    if holding and sample.name != "readers":
        judged += _judge_best(fold, models, sample, candidates.without(holding), share, hidden=True)
    return judged


def _judge_best(
    fold: Fold, models: PassageModels, sample: Sample, candidates: Candidates, share: float, *, hidden: bool
) -> list[_Judged]:
    ranked = _rank(fold, models, candidates)
    if not ranked:
        return []
    best = ranked[0]
    evidence = learned_evidence(candidates.question, best.features, best.score)
    return [_Judged(evidence, sample.is_right(best.view), hidden or sample.name == "readers", share)]


def _decider(judged: Sequence[_Judged]) -> tuple[LinearModel, LinearModel]:
    telling = [one for one in judged if one.right or one.hidden]
    names = EVIDENCE[Origin.EXTRACTED]
    decider = logistic(*_table(telling), names, _DECIDE_RIDGE)
    rows, labels, shares = _table(judged)
    odds = np.array([[decider.score(row.tolist())] for row in rows])
    return decider, logistic(odds, labels, shares, ("log_odds",), 0.0)


def _table(judged: Sequence[_Judged]) -> tuple[Matrix, Matrix, Matrix]:
    rows = np.array([one.evidence for one in judged])
    return rows, np.array([float(one.right) for one in judged]), np.array([one.share for one in judged])


def _scale(folds: Sequence[Fold], first: LinearModel, second: LinearModel, crossed: Sequence[SpanModel]) -> LinearModel:
    """The log odds of the best candidate being right, from its score alone; from what readers ask."""
    scores, labels = [], []
    for fold in folds:
        for i, sample in enumerate(fold.seen if fold.seen and fold.seen[0].name == "readers" else ()):
            ranked = _rank(fold, PassageModels(first, second, crossed[i % 2]), sample.candidates)
            if ranked:
                scores.append([ranked[0].score])
                labels.append(float(sample.is_right(ranked[0].view)))
    return logistic(np.array(scores), np.array(labels), np.ones(len(labels)), ("score",), 0.0001)


def _words(
    folds: Sequence[Fold], models: Sequence[PassageModels], decider: LinearModel, calibration: LinearModel
) -> LinearModel:
    """The probability that the words found in the best record are the answer to the letter."""
    rows, labels = [], []
    for fold in folds:
        for i, sample in enumerate(fold.seen):
            ranked = _rank(fold, models[i % 2], sample.candidates) if sample.answers else []
            if ranked:
                best = ranked[0]
                found = learned_evidence(sample.candidates.question, best.features, best.score)
                confidence = calibration.probability([decider.score(found)])
                rows.append(words_evidence(best.features, confidence))
                given = letters(answering_words(best.view, best.span))
                labels.append(float(given in {letters(answer) for answer in sample.answers}))
    return logistic(np.array(rows), np.array(labels), np.ones(len(labels)), WORDS, _DECIDE_RIDGE)


def _report(layer: str, folds: Sequence[Fold], models: PassageModels) -> None:
    """What the unseen questions say."""
    for fold in folds:
        if fold.unseen:
            ranked = [(sample, _rank(fold, models, sample.candidates)) for sample in fold.unseen]
            right = np.mean([bool(found) and sample.is_right(found[0].view) for sample, found in ranked])
            name = fold.unseen[0].name
            given = [(s.answers, letters(answering_words(f[0].view, f[0].span))) for s, f in ranked if f and s.answers]
            exact = np.mean([words in map(letters, answers) for answers, words in given])
            print(
                f"{layer} {name}: first right {right:.3f}, words {exact:.3f} of {len(ranked)} unseen",
                file=sys.stderr,
                flush=True,
            )
