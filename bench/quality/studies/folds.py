"""Questions over learned records with the features of their candidates, for trainings that leave some of them out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from bench.quality import spans
from bench.quality.extracted import Sample
from bench.quality.fitting import Choice, Marks, Matrix
from bench.quality.passages import _RECORDS as RECORDS
from bench.quality.studies.page import tracked
from nowall.answer.answerer import Answerer
from nowall.answer.match.passage_ranker import LOOK, looks
from nowall.answer.span.finder import FoundSpan, SpanModel, find_spans

FOLDS = 5


@dataclass(frozen=True)
class Source:
    """The questions of one source that training may see; ``share``: how much all of them count."""

    name: str
    answerer: Answerer
    samples: Sequence[Sample]
    share: float


@dataclass(frozen=True)
class Asked:
    """A question with the features of its candidates, and the models of answering words that have not seen it."""

    source: Source
    sample: Sample
    fold: int
    """By which it is judged; it is learned from in all others."""
    rows: Matrix
    right: Marks
    spans: SpanModel
    _found: dict[int, FoundSpan] = field(default_factory=dict)
    _looks: dict[tuple[int, ...], Matrix] = field(default_factory=dict)

    @property
    def share(self) -> float:
        """How much it counts."""
        return self.source.share / len(self.source.samples)

    def look(self, best: Sequence[int]) -> Matrix:
        """The features of `LOOK` for these candidates together; worked out once."""
        key = tuple(best)
        if key not in self._looks:
            views = [self.sample.candidates.views[place] for place in key]
            self._looks[key] = np.array(looks(views, self._spans(key))) if views else np.zeros((0, len(LOOK)))
        return self._looks[key]

    def _spans(self, places: Sequence[int]) -> list[FoundSpan]:
        missing = [place for place in places if place not in self._found]
        views = [self.sample.candidates.views[place] for place in missing]
        texts = self.source.answerer.matcher.passages.views.named_texts(views)
        self._found.update(zip(missing, find_spans(self.sample.candidates.asked, texts, self.spans), strict=True))
        return [self._found[place] for place in places]


def asked(sources: Sequence[Source]) -> list[Asked]:
    """All questions of the sources."""
    crossed = [_span_model(sources, 1 - half) for half in (0, 1)]
    return [
        _asked(source, sample, place, crossed[place % 2])
        for source in sources
        for place, sample in enumerate(tracked(f"{source.name}: features", source.samples))
    ]


def _asked(source: Source, sample: Sample, place: int, model: SpanModel) -> Asked:
    views = sample.candidates.views
    rows = np.array(source.answerer.matcher.passages.features.of(sample.candidates) if views else [])
    right = np.array([sample.is_right(view) for view in views], dtype=bool)
    return Asked(source, sample, place // 2 % FOLDS, rows, right, model)


def _span_model(sources: Sequence[Source], half: int) -> SpanModel:
    """A model of the answering words that is learned from every other question."""
    found: list[Choice | None] = []
    for source in sources:
        for sample in source.samples[half::2]:
            if sample.answers:
                views = [view for view in sample.candidates.views if sample.is_right(view)][:RECORDS]
                texts = source.answerer.matcher.passages.views.named_texts(views)
                found += [spans.span_choice(sample.candidates.asked, text, sample.answers) for text in texts]
    return spans.model(spans.fit_spans([choice for choice in found if choice]))
