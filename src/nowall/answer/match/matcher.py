"""Finds the facts and claims that may answer a question, best first.

Layered (decision 4 of the design): candidates by words from the index, then by meaning where there is a
model, then one ranker over features of all kinds.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from nowall.answer.match.features import Features, Likeness
from nowall.answer.match.likeness import typical
from nowall.answer.match.ranker import model
from nowall.answer.match.views import FactView, entity_terms
from nowall.answer.question import Question
from nowall.records import Claim, Fact, Origin
from nowall.search.index import Query
from nowall.semantic.embedder import Embedder
from nowall.snapshot import Snapshot

_BY_WORDS = 60
_BY_MEANING = 25
_NEAR = 6
"""How many facts before and after an earlier answer count as near it."""
_HINT_BOOST = 0.5
_TITLE_BOOST = 0.3
_NEAR_BONUS = 1.0
"""Added to the score of facts near an earlier answer; by hand, since training has no conversations."""
_SAID_MALUS = 1.5
"""Taken from the score of an earlier answer itself: who goes on asking wants something else."""


@dataclass(frozen=True, slots=True)
class Match:
    """A fact, or a claim as a whole, with its score and the features behind it."""

    record: Fact | Claim
    score: float
    features: tuple[float, ...]

    @property
    def id(self) -> str:
        """The id of the fact or claim."""
        return self.record.id

    @property
    def origin(self) -> Origin:
        """Whether an editor wrote it."""
        return self.record.origin if isinstance(self.record, Fact) else Origin.CURATED


class Matcher:
    """Matches questions against one snapshot. Thread-safe."""

    def __init__(self, snapshot: Snapshot, embedder: Embedder | None) -> None:
        """``snapshot`` has an index."""
        assert snapshot.index is not None  # noqa: S101  a draft answers nothing
        self._snapshot = snapshot
        self._index = snapshot.index
        self._embedder = embedder if snapshot.likeness else None
        self._features = Features(snapshot.weights, snapshot.kind_of)
        layer = "semantic" if self._embedder else "lexical"
        self._rankers = {origin: model(f"rank_{origin}_{layer}") for origin in Origin}

    @property
    def semantic(self) -> bool:
        """Whether meaning is compared too."""
        return self._embedder is not None

    def match(self, question: Question, only: Collection[str] | None = None) -> list[Match]:
        """The candidates, best first; ``only`` keeps those of these articles."""
        likeness = self._likeness(question)
        neighbours = self._neighbours(question.places)
        ids = self._candidates(question, likeness, neighbours, only)
        other = typical([likeness[i] for i in ids if i in likeness])
        views = self._snapshot.views.many(ids)
        matches = [self._match(question, view, likeness.get(i, other), neighbours) for i, view in views.items()]
        return sorted(matches, key=lambda m: -m.score)

    def _match(self, question: Question, view: FactView, likeness: Likeness, near: frozenset[str]) -> Match:
        features = self._features.of(question, view, likeness)
        record = self._snapshot.claims.get(view.fact.id, view.fact)
        score = self._rankers[view.fact.origin].score(features) + _NEAR_BONUS * (view.fact.id in near)
        if view.fact.id in question.places:
            score -= _SAID_MALUS
        return Match(record, score, tuple(features))

    def _likeness(self, question: Question) -> Mapping[str, Likeness]:
        if not (self._embedder and self._snapshot.likeness):
            return {}
        return self._snapshot.likeness.of(self._embedder.question(question.text))

    def _candidates(
        self,
        question: Question,
        likeness: Mapping[str, Likeness],
        neighbours: Iterable[str],
        only: Collection[str] | None,
    ) -> list[str]:
        by_words = [hit.id for hit in self._index.search(self._query(question), _BY_WORDS, only)]
        by_meaning = sorted(likeness, key=lambda i: -max(likeness[i].text, likeness[i].ask))[:_BY_MEANING]
        more = [i for i in (*by_meaning, *neighbours) if only is None or self._is_of(i, only)]
        return list(dict.fromkeys((*by_words, *more)))

    def _is_of(self, record: str, articles: Collection[str]) -> bool:
        fact = self._snapshot.facts.get(record)
        return fact is not None and fact.article in articles

    def _neighbours(self, places: Iterable[str]) -> frozenset[str]:
        near: set[str] = set()
        for fact in filter(None, map(self._snapshot.facts.get, places)):
            article = self._snapshot.facts_of.get(fact.article) or ()
            near.update(f.id for f in article if abs(f.place - fact.place) <= _NEAR)
        return frozenset(near)

    def _query(self, question: Question) -> Query:
        words = dict.fromkeys(question.words, 1.0)
        naming = self._snapshot.naming
        names = dict.fromkeys(entity_terms(m for e in question.entities for m in naming.members(e)), 1.0)
        hints = dict.fromkeys(entity_terms(m for e in question.hints for m in naming.members(e)), _HINT_BOOST)
        title = dict.fromkeys(question.words, _TITLE_BOOST)
        return Query({"text": words, "asks": words, "entities": {**hints, **names}, "title": title})
