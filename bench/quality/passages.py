"""One layer of the models for learned records: ranker, decision, calibration, and the words that answer."""

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
from nowall.answer.match.passage_ranker import PassageRanker, RankedPassage
from nowall.answer.match.ranker import LinearModel
from nowall.answer.span.finder import FoundSpan, SpanModel, find_spans
from nowall.records import Origin

RIDGE = 0.0005
DECIDE_RIDGE = 0.001
RECORDS = 2
"""Right records of a question that the answering words are learned from."""

SpanWeights = dict[str, dict[str, float]]


@dataclass(frozen=True)
class Fold:
    """Questions of one source: those that are learned from, and those that only judge."""

    answerer: Answerer
    seen: Sequence[Sample]
    unseen: Sequence[Sample]
    ranks: float
    """How much all of the source counts when the ranker is learned."""
    decides: float
    """How much when the decision is."""


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
    ranker = conditional_logit([choice for fold in folds for choice in _choices(fold)], PASSAGE, RIDGE)
    judged = [
        one
        for fold in folds
        for sample in fold.seen
        for one in _judge(fold, ranker, sample, fold.decides / len(fold.seen))
    ]
    decider, calibration = _decider(judged)
    halves = _span_choices(folds)
    named = {
        "rank": ranker,
        "scale": _scale(folds, ranker),
        "decide": decider,
        "calibrate": calibration,
        "words": _words(folds, _crossed(halves), ranker, decider, calibration),
    }
    span_weights = span_weights or spans.fit_spans([choice for half in halves for choice in half])
    _report(layer, folds, ranker, SpanModel(span_weights))
    return {f"{part}_extracted_{layer}": trained for part, trained in named.items()}, span_weights


def _choices(fold: Fold) -> list[Choice]:
    features = fold.answerer.matcher.passages.features
    found = []
    for sample in fold.seen:
        if sample.candidates.views:
            right = np.array([sample.is_right(view) for view in sample.candidates.views], dtype=bool)
            found.append(Choice(np.array(features.of(sample.candidates)), right, fold.ranks / len(fold.seen)))
    return found


def _crossed(halves: Sequence[Sequence[Choice]]) -> list[SpanModel]:
    """Two models of the answering words, each for the half of the questions that it has not learned from."""
    return [SpanModel(spans.fit_spans(other)) for other in reversed(halves)]


def _span_choices(folds: Sequence[Fold]) -> tuple[list[Choice], list[Choice]]:
    """What the answering words are learned from, of the questions in even places and of the others."""
    halves: tuple[list[Choice], list[Choice]] = ([], [])
    for fold in folds:
        for i, sample in enumerate(fold.seen):
            if sample.answers:
                halves[i % 2].extend(_choices_of_spans(fold, sample))
    return halves


def _choices_of_spans(fold: Fold, sample: Sample) -> list[Choice]:
    right = [view for view in sample.candidates.views if sample.is_right(view)][:RECORDS]
    texts = fold.answerer.matcher.passages.views.named_texts(right)
    found = (spans.span_choice(sample.candidates.asked, text, sample.answers) for text in texts)
    return [choice for choice in found if choice]


def _rank(fold: Fold, ranker: LinearModel, candidates: Candidates) -> list[RankedPassage]:
    return PassageRanker(fold.answerer.snapshot, lambda _: ranker).rank(candidates)


def _span(fold: Fold, sample: Sample, best: RankedPassage, model: SpanModel) -> tuple[FoundSpan, str]:
    """The span of the best record, and its letters."""
    texts = fold.answerer.matcher.passages.views.named_texts([best.view])
    span = find_spans(sample.candidates.asked, texts, model)[0]
    return span, letters(best.view.passage.text[span.start : span.end])


def _judge(fold: Fold, ranker: LinearModel, sample: Sample, share: float) -> list[_Judged]:
    """The question as it is, and as if no article with its answer had been learned."""
    candidates = sample.candidates
    holding = {view.passage.article for view in candidates.views if sample.is_right(view)}
    judged = _judge_best(fold, ranker, sample, candidates, share, hidden=False)
    if holding and sample.name != "readers":
        judged += _judge_best(fold, ranker, sample, candidates.without(holding), share, hidden=True)
    return judged


def _judge_best(
    fold: Fold, ranker: LinearModel, sample: Sample, candidates: Candidates, share: float, *, hidden: bool
) -> list[_Judged]:
    ranked = _rank(fold, ranker, candidates)
    if not ranked:
        return []
    best = ranked[0]
    evidence = learned_evidence(candidates.question, best.features, best.score)
    return [_Judged(evidence, sample.is_right(best.view), hidden or sample.name == "readers", share)]


def _decider(judged: Sequence[_Judged]) -> tuple[LinearModel, LinearModel]:
    telling = [one for one in judged if one.right or one.hidden]
    names = EVIDENCE[Origin.EXTRACTED]
    decider = logistic(*_table(telling), names, DECIDE_RIDGE)
    rows, labels, shares = _table(judged)
    odds = np.array([[decider.score(row.tolist())] for row in rows])
    return decider, logistic(odds, labels, shares, ("log_odds",), 0.0)


def _table(judged: Sequence[_Judged]) -> tuple[Matrix, Matrix, Matrix]:
    rows = np.array([one.evidence for one in judged])
    return rows, np.array([float(one.right) for one in judged]), np.array([one.share for one in judged])


def _scale(folds: Sequence[Fold], ranker: LinearModel) -> LinearModel:
    """The log odds of the best candidate being right, from its score alone; from what readers ask."""
    scores, labels = [], []
    for fold in folds:
        for sample in fold.seen if fold.seen and fold.seen[0].name == "readers" else ():
            ranked = _rank(fold, ranker, sample.candidates)
            if ranked:
                scores.append([ranked[0].score])
                labels.append(float(sample.is_right(ranked[0].view)))
    return logistic(np.array(scores), np.array(labels), np.ones(len(labels)), ("score",), 0.0001)


def _words(
    folds: Sequence[Fold],
    crossed: Sequence[SpanModel],
    ranker: LinearModel,
    decider: LinearModel,
    calibration: LinearModel,
) -> LinearModel:
    """The probability that the words found in the best record are the answer to the letter."""
    rows, labels = [], []
    for fold in folds:
        for i, sample in enumerate(fold.seen):
            ranked = _rank(fold, ranker, sample.candidates) if sample.answers else []
            if ranked:
                best = ranked[0]
                found = learned_evidence(sample.candidates.question, best.features, best.score)
                confidence = calibration.probability([decider.score(found)])
                span, given = _span(fold, sample, best, crossed[i % 2])
                rows.append(words_evidence(span, confidence))
                labels.append(float(given in {letters(answer) for answer in sample.answers}))
    return logistic(np.array(rows), np.array(labels), np.ones(len(labels)), WORDS, DECIDE_RIDGE)


def _report(layer: str, folds: Sequence[Fold], ranker: LinearModel, model: SpanModel) -> None:
    """What the unseen questions say."""
    for fold in folds:
        ranked = [(sample, found[0]) for sample in fold.unseen if (found := _rank(fold, ranker, sample.candidates))]
        if ranked:
            right = sum(sample.is_right(best.view) for sample, best in ranked) / len(fold.unseen)
            literal = [(sample, _span(fold, sample, best, model)[1]) for sample, best in ranked if sample.answers]
            exact = np.mean([given in map(letters, sample.answers) for sample, given in literal])
            said = f"{layer} {fold.unseen[0].name}: first right {right:.3f}, words {exact:.3f} of {len(ranked)} unseen"
            print(said, file=sys.stderr, flush=True)
