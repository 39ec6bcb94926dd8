"""The pack as a laboratory: each sample question is asked as if its editor had not written it down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache, cached_property

import numpy as np
import numpy.typing as npt

from bench.quality.fitting import Matrix
from nowall.answer.match.features import Features
from nowall.answer.match.likeness import Likeness
from nowall.answer.match.views import AskView, FactView, entity_terms
from nowall.answer.question import Question
from nowall.language.normalise import normalise
from nowall.language.tokenizer import Tokenizer, rjieba_cutter
from nowall.learn.pack.reader import find_pack, read_pack
from nowall.semantic.embedder import Vectors, load_embedder
from nowall.semantic.texts import texts_to_embed
from nowall.semantic.vectors import VectorCache, built_cache
from nowall.snapshot import Snapshot

CANDIDATES = 40


@dataclass(frozen=True)
class Sample:
    """One sample question with the features of its candidates; row 0 is its own fact."""

    question: Question
    article: str
    rows: Matrix


class Laboratory:
    """The pack with its vectors, from which a sample question can be taken out."""

    def __init__(self, semantic: bool) -> None:
        folder = find_pack(None)
        assert folder is not None
        corpus = read_pack(folder)
        tokenizer = Tokenizer(rjieba_cutter())
        self.snapshot = Snapshot(corpus, 0, tokenizer, tokenizer)
        self.features = Features(self.snapshot.weights, self.snapshot.kind_of)
        self.views = [self.snapshot.views[fact.id] for fact in corpus.facts]
        self.bare = [without_asks(view, ()) for view in self.views]
        self.embedder = load_embedder() if semantic else None
        self.vectors: dict[str, Vectors] = {}
        if self.embedder:
            texts = texts_to_embed(corpus)[1]
            cache = VectorCache(self.embedder, built_cache())
            cache.add(cache.missing(texts))
            matrix = cache.matrix(texts)
            assert matrix is not None
            self.vectors = dict(zip(texts, matrix, strict=True))

    def samples(self) -> Iterator[Sample]:
        """Every sample question twice: asked without itself, and of a pack that has no sample questions at all.

        The second is like a reader whom no editor foresaw, and like facts that no editor wrote.
        """
        for place, view in enumerate(self.views):
            for ask in view.fact.asks:
                question = self.snapshot.understander.understand(ask)
                asked = normalise(ask).rstrip("?!. ")
                rest = tuple(a for a in view.asks if a.text != asked)
                views = [*self.views[:place], without_asks(view, rest), *self.views[place + 1 :]]
                yield self._sample(question, place, views, self._likenesses(ask, place))
                yield self._sample(question, place, self.bare, self._likenesses(ask, None))

    def _sample(self, question: Question, place: int, all_views: list[FactView], likenesses: list[Likeness]) -> Sample:
        """One question about the fact at ``place``, with the candidates that a search would give; its own first."""
        terms = frozenset((*question.words, *entity_terms(question.entities)))
        overlap = np.array([self.snapshot.weights.total(terms & v.everything) for v in all_views])
        meaning = np.array([max(n.text, n.ask) for n in likenesses])
        near = {*np.argsort(-overlap)[:CANDIDATES].tolist(), *np.argsort(-meaning)[: CANDIDATES // 2].tolist()}
        own = all_views[place]
        chosen = [place, *(i for i in near if i != place and not alike(self.views[i], self.views[place]))]
        rows = self.features.of(question, [all_views[i] for i in chosen], [likenesses[i] for i in chosen])
        return Sample(question, own.fact.article, np.array(rows))

    def _likenesses(self, ask: str, place: int | None) -> list[Likeness]:
        """The likeness of each fact, the question itself left out, or (place None) all sample questions.

        All zero without a model.
        """
        if not self.embedder:
            return [Likeness()] * len(self.views)
        vector = self._question_vector(ask)
        texts, asks = self._cosines(vector)
        if place is None:
            asks[:] = 0.0
        else:
            own = self.views[place].fact
            asks[place] = max((float(self.vectors[a] @ vector) for a in own.asks if a != ask), default=0.0)
        best = float(max(texts.max(), asks.max()))
        return [Likeness(float(t), float(a), best) for t, a in zip(texts, asks, strict=True)]

    @cached_property
    def _rows(self) -> tuple[Vectors, npt.NDArray[np.int64], Vectors, npt.NDArray[np.int64]]:
        texts = [(t, i) for i, v in enumerate(self.views) for t in (v.fact.zh, v.fact.en) if t]
        asks = [(a, i) for i, v in enumerate(self.views) for a in v.fact.asks]
        return (
            np.stack([self.vectors[t] for t, _ in texts]),
            np.array([i for _, i in texts]),
            np.stack([self.vectors[a] for a, _ in asks]),
            np.array([i for _, i in asks]),
        )

    def _cosines(self, vector: Vectors) -> tuple[Vectors, Vectors]:
        text_rows, text_owner, ask_rows, ask_owner = self._rows
        texts = np.zeros(len(self.views), dtype=np.float32)
        asks = np.zeros(len(self.views), dtype=np.float32)
        np.maximum.at(texts, text_owner, text_rows @ vector)
        np.maximum.at(asks, ask_owner, ask_rows @ vector)
        return texts, asks

    @cache  # noqa: B019  one laboratory lives as long as the program
    def _question_vector(self, ask: str) -> Vectors:
        assert self.embedder is not None
        return self.embedder.question(ask)


def without_asks(view: FactView, kept: tuple[AskView, ...]) -> FactView:
    """A view that keeps only these sample questions."""
    return replace(view, asks=kept, everything=view.text.union(*(ask.terms for ask in kept)))


def alike(one: FactView, other: FactView) -> bool:
    """Whether two facts may answer the same questions: then neither is a wrong answer for the other's."""
    if one.fact.subject == other.fact.subject and one.fact.attribute == other.fact.attribute:
        return True
    shared = len(one.text & other.text)
    return 2 * shared / (len(one.text) + len(other.text)) > 0.5
