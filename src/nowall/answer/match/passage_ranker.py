"""Ranks learned records: a first look at all candidates, a second at the best few for the very words that answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from nowall.answer.match.likeness import Likeness
from nowall.answer.match.passage_features import PASSAGE, PassageFeatures
from nowall.answer.match.passage_views import PassageView, PassageViews
from nowall.answer.match.ranker import model
from nowall.answer.question import Question
from nowall.answer.span.finder import FoundSpan, find_spans
from nowall.answer.span.wanted import Wanted, wanted
from nowall.snapshot import Snapshot

LOOKED_AT = 5
"""How many get the second look."""
LOOK = (
    "answer", "answer_mass", "answer_probability", "answer_entropy", "answer_lead", "answer_mass_lead", "agreeing",
)  # fmt: skip
"""Features that the second look adds: about the best answering span, alone and against the other records' best."""
SECOND = (*PASSAGE, *LOOK)


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A learned record with its score, the features behind it, and where in it the answer seems to stand."""

    view: PassageView
    score: float
    features: tuple[float, ...]
    """As in `SECOND`; without a second look those of `LOOK` are 0."""
    span: FoundSpan | None = None


class PassageRanker:
    """Ranks the learned records of one snapshot. Thread-safe."""

    def __init__(self, snapshot: Snapshot, layer: str) -> None:
        """``layer``: ``lexical`` or ``semantic``."""
        self._views = PassageViews(snapshot)
        self._weigh = snapshot.weights.weight
        self._features = PassageFeatures(snapshot.weights, snapshot.kind_of)
        self._first = model(f"rank_extracted_{layer}")
        self._second = model(f"look_extracted_{layer}")

    def rank(
        self,
        question: Question,
        ids: Sequence[str],
        scores: Mapping[str, float],
        likeness: Callable[[str], Likeness],
    ) -> list[RankedPassage]:
        """The learned ones of these records, best first; see `PassageFeatures.of`."""
        views = self._views.many(ids)
        if not views:
            return []
        asked = wanted(question, self._weigh)
        rows = self._features.of(question, asked, views, scores, likeness)
        first = sorted(zip(views, rows, strict=True), key=lambda pair: -self._first.score(pair[1]))
        looked = self._look(asked, first[:LOOKED_AT])
        return [*looked, *self._rest(first, looked[-1].score)]

    def _look(self, asked: Wanted, best: Sequence[tuple[PassageView, list[float]]]) -> list[RankedPassage]:
        views = [view for view, _ in best]
        found = find_spans(asked, self._views.named_texts(views))
        looks = _looks(views, found)
        ranked = []
        for (view, row), look, span in zip(best, looks, found, strict=True):
            features = (*row, *look)
            ranked.append(RankedPassage(view, self._second.score(features), features, span))
        return sorted(ranked, key=lambda one: -one.score)

    def _rest(self, first: Sequence[tuple[PassageView, list[float]]], below: float) -> list[RankedPassage]:
        """Those without a second look, each as far below the others as it was at first."""
        if len(first) <= LOOKED_AT:
            return []
        last = self._first.score(first[LOOKED_AT - 1][1])
        blank = (0.0,) * len(LOOK)
        return [
            RankedPassage(view, below - last + self._first.score(row), (*row, *blank))
            for view, row in first[LOOKED_AT:]
        ]


def _looks(views: Sequence[PassageView], found: Sequence[FoundSpan]) -> list[list[float]]:
    """The features of `LOOK`; scores of spans are between about -5 and 15."""
    best, most = max(span.score for span in found), max(span.mass for span in found)
    return [
        [
            span.score / 5, span.mass / 5, span.probability, span.entropy / 5,
            (span.score - best) / 5, (span.mass - most) / 5, _agreeing(view, span, views) / LOOKED_AT,
        ]
        for view, span in zip(views, found, strict=True)
    ]  # fmt: skip


def _agreeing(view: PassageView, span: FoundSpan, views: Sequence[PassageView]) -> int:
    """How many other articles have the answering words too."""
    words = view.text.plain[span.start : span.end]
    others = {other.passage.article for other in views if words and words in other.text.plain}
    return len(others - {view.passage.article})
