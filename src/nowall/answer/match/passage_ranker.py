"""Ranks learned records: a first look at all candidates, a second at the best few for the very words that answer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from nowall.answer.match.candidates import Candidates
from nowall.answer.match.likeness import Likeness, of_likeness
from nowall.answer.match.passage_features import OF_MEANING, PASSAGE, PassageFeatures
from nowall.answer.match.passage_views import PassageView, PassageViews
from nowall.answer.match.ranker import LinearModel, model
from nowall.answer.question import Question
from nowall.answer.span.finder import FoundSpan, SpanModel, find_spans, span_model
from nowall.answer.span.texts import holds
from nowall.answer.span.wanted import wanted
from nowall.semantic.meaning import Meaning
from nowall.snapshot import Snapshot

LOOKED_AT = 5
"""How many get the second look."""
LOOK = (
    "answer", "answer_mass", "answer_probability", "answer_entropy", "answer_lead", "answer_mass_lead", "agreeing",
)  # fmt: skip
"""Features that the second look adds: about the best answering span, alone and against the other records' best."""
SECOND = (*PASSAGE, *LOOK)
_CLOSE = 0.5
"""A lead of the best record from which its meaning is not looked at: embedding takes more than all else."""


@dataclass(frozen=True, slots=True)
class RankedPassage:
    """A learned record with its score, the features behind it, and where in it the answer seems to stand."""

    view: PassageView
    score: float
    features: tuple[float, ...]
    """As in `SECOND`; without a second look those of `LOOK` are 0."""
    span: FoundSpan | None = None
    layer: str = "lexical"
    """``semantic`` where meaning was compared too."""


@dataclass(frozen=True, slots=True)
class PassageModels:
    """What the two looks at records are weighed with."""

    first: LinearModel
    second: LinearModel
    spans: SpanModel


@cache
def shipped(layer: str) -> PassageModels:
    """The models that training wrote."""
    first, second = model(f"rank_extracted_{layer}", PASSAGE), model(f"look_extracted_{layer}", SECOND)
    return PassageModels(first, second, span_model())


class PassageRanker:
    """Ranks the learned records of one snapshot. Thread-safe."""

    def __init__(
        self,
        snapshot: Snapshot,
        models: Callable[[str], PassageModels] = shipped,
        meaning: Meaning | None = None,
    ) -> None:
        """``models`` gives those of a layer: ``lexical``, or ``semantic`` where candidates have vectors.

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

    def rank(self, candidates: Candidates) -> list[RankedPassage]:
        """All candidates, best first."""
        if not candidates.views:
            return []
        layer = candidates.layer
        models = self._models(layer)
        rows = self.features.of(candidates)
        scored = zip(map(models.first.score, rows), rows, candidates.views, strict=True)
        first = sorted(scored, key=lambda one: -one[0])
        best = first[:LOOKED_AT]
        views = [view for _, _, view in best]
        found = find_spans(candidates.asked, self.views.named_texts(views), models.spans)
        looked = _looked([row for _, row, _ in best], views, found, models.second, layer)
        if self._meaning and layer == "lexical" and _is_close(looked):
            rows = self._with_meaning(candidates.question.text, best)
            looked = _looked(rows, views, found, self._models("semantic").second, "semantic")
        return [*looked, *_rest(first, looked[-1])]

    def _with_meaning(self, question: str, best: Sequence[_Scored]) -> list[list[float]]:
        """The features of the best records, those of meaning among them."""
        assert self._meaning is not None  # noqa: S101  the caller has asked
        cosines = self._meaning.cosines(question, [view.passage.text for _, _, view in best])
        highest = max(cosines)
        of_meaning = (of_likeness(Likeness(cosine, 0.0, highest))[::2] for cosine in cosines)
        return [[*row[: -len(OF_MEANING)], *each] for (_, row, _), each in zip(best, of_meaning, strict=True)]


_Scored = tuple[float, list[float], PassageView]


def _looked(
    rows: Sequence[Sequence[float]],
    views: Sequence[PassageView],
    found: Sequence[FoundSpan],
    second: LinearModel,
    layer: str,
) -> list[RankedPassage]:
    """The second look: the records by all that is known of them, best first."""
    features = [(*row, *look) for row, look in zip(rows, looks(views, found), strict=True)]
    ranked = [
        RankedPassage(view, second.score(values), values, span, layer)
        for view, values, span in zip(views, features, found, strict=True)
    ]
    return sorted(ranked, key=lambda one: -one.score)


def _is_close(looked: Sequence[RankedPassage]) -> bool:
    return len(looked) > 1 and looked[0].score - looked[1].score < _CLOSE


def _rest(first: Sequence[_Scored], last: RankedPassage) -> list[RankedPassage]:
    """Those without a second look, each as far below the last of the others as it was at first."""
    rest, blank = first[LOOKED_AT:], (0.0,) * len(LOOK)
    down = last.score - first[LOOKED_AT - 1][0] if rest else 0.0
    return [RankedPassage(view, score + down, (*row, *blank), layer=last.layer) for score, row, view in rest]


def answering_words(view: PassageView, span: FoundSpan | None) -> str:
    """The words of a record that seem to answer, in small letters; none where nothing was looked for."""
    return view.text.plain[span.start : span.end] if span else ""


def looks(views: Sequence[PassageView], found: Sequence[FoundSpan]) -> list[list[float]]:
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
    words = answering_words(view, span)
    others = {other.passage.article for other in views if holds(other.text.plain, words)}
    return len(others - {view.passage.article})
