"""Ranks learned records: a first look at all candidates, and a second, dearer one where that is a close call."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from nowall.answer.match.candidates import Candidates
from nowall.answer.match.likeness import Likeness, of_likeness
from nowall.answer.match.passage_features import OF_MEANING, PASSAGE, PassageFeatures
from nowall.answer.match.passage_views import PassageView, PassageViews
from nowall.answer.match.ranker import LinearModel, model
from nowall.answer.question import Question
from nowall.answer.span.wanted import wanted
from nowall.semantic.meaning import Meaning
from nowall.snapshot import Snapshot

LOOKED_AT = 5
"""How many get the second look."""
_CLOSE = 0.5
"""A lead of the best record from which it gets no second look: embedding takes more than all else."""


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A learned record with its score and the features behind it, as in `PASSAGE`."""

    view: PassageView
    score: float
    features: tuple[float, ...]
    layer: str
    """``semantic`` where they have vectors to compare, else ``lexical``."""
    place_score: float
    """The score of the place that it takes in the end: its own, but after a second look."""


def shipped(layer: str) -> LinearModel:
    """The model of a layer that training wrote."""
    return model(f"rank_extracted_{layer}", PASSAGE)


class PassageRanker:
    """Ranks the learned records of one snapshot. Thread-safe."""

    def __init__(
        self,
        snapshot: Snapshot,
        models: Callable[[str], LinearModel] = shipped,
        meaning: Meaning | None = None,
    ) -> None:
        """``models`` gives the one of a layer: ``lexical``, or ``semantic`` where candidates have vectors.

        ``meaning`` compares close calls among records that have none.
        """
        self.views = PassageViews(snapshot)
        self.features = PassageFeatures(snapshot.weights, snapshot.kind_of)
        self._weigh = snapshot.weights.weight
        self._models = models
        self._meaning = meaning

    def candidates(
        self, question: Question, ids: Collection[str], scores: Mapping[str, float], likeness: Mapping[str, Likeness]
    ) -> Candidates:
        """The learned ones of these records."""
        views = tuple(self.views.many(ids))
        return Candidates(question, wanted(question, self._weigh), views, scores, likeness)

    def rank(self, candidates: Candidates, closely: bool = True) -> list[RankedPassage]:
        """All candidates, best first; a close call gets its second look where ``closely``."""
        layer = candidates.layer
        rows = self.features.of(candidates)
        ranked = _ranked(candidates.views, rows, self._models(layer), layer)
        if closely and self._meaning and layer == "lexical" and _is_close(ranked):
            return self._looked_at_again(self._meaning, candidates.question.text, ranked)
        return ranked

    def _looked_at_again(self, meaning: Meaning, question: str, ranked: Sequence[RankedPassage]) -> list[RankedPassage]:
        """The best few in the order of their meaning.

        They only change places: how sure the best one is, its own words tell, for which the decision is calibrated.
        """
        best, rest = ranked[:LOOKED_AT], ranked[LOOKED_AT:]
        views = [one.view for one in best]
        cosines = meaning.cosines(question, [view.passage.text for view in views])
        of_meaning = (of_likeness(Likeness(cosine, 0.0, max(cosines)))[::2] for cosine in cosines)
        rows = [[*one.features[: -len(OF_MEANING)], *each] for one, each in zip(best, of_meaning, strict=True)]
        weights = self._models("semantic")
        again = sorted(zip(map(weights.score, rows), best, strict=True), key=lambda scored: -scored[0])
        placed = zip((one for _, one in again), (one.score for one in best), strict=True)
        return [*(replace(one, place_score=score) for one, score in placed), *rest]


def _ranked(
    views: Sequence[PassageView], rows: Sequence[Sequence[float]], weights: LinearModel, layer: str
) -> list[RankedPassage]:
    scored = [(view, weights.score(row), tuple(row)) for view, row in zip(views, rows, strict=True)]
    ranked = [RankedPassage(view, score, row, layer, score) for view, score, row in scored]
    return sorted(ranked, key=lambda one: -one.score)


def _is_close(ranked: Sequence[RankedPassage]) -> bool:
    return len(ranked) > 1 and ranked[0].score - ranked[1].score < _CLOSE
