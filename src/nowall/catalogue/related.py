"""Further facts on the same matter as one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from nowall.answer.match.views import entity_terms
from nowall.catalogue.fit import Fits
from nowall.catalogue.holdings import Holdings
from nowall.language.normalise import normalise
from nowall.records import Fact
from nowall.search.index import Query
from nowall.snapshot import Snapshot

_MOST = 100
"""Learned facts that are looked at."""
_WORD_BOOST = 0.3
"""What words count beside names where learned facts are found."""
_TELLING = 0.3
"""An entity whose rarity is below this ties hardly anything together."""
_ALIKE = 0.3
"""The share of words from which two facts that name nothing in common are on the same matter."""


class Related:
    """Finds what else is told of the matter of a fact. Thread-safe."""

    def __init__(self, snapshot: Snapshot, holdings: Holdings, fits: Fits) -> None:
        self._snapshot = snapshot
        self._holdings = holdings
        self._fits = fits

    def to(self, fact: Fact) -> list[Fact]:
        """Sides of the same claim, then the same attribute of its subject, then its subject, then what it mentions.

        Among equals those that share rarer entities and more words come first, and other articles before its own.
        """
        words = self._snapshot.question_tokenizer.terms(normalise(fact.zh))
        share = self._fits.of_terms(words)
        others = {other.id: other for other in self._candidates(fact, words) if other.id != fact.id}
        ranked = [(rank, other) for other in others.values() if (rank := self._rank(fact, other, share(other)))]
        return [other for _, other in sorted(ranked, key=lambda one: one[0])]

    def _candidates(self, fact: Fact, words: Iterable[str]) -> Iterable[Fact]:
        yield from self._snapshot.corpus.facts
        if self._holdings.has_learned:
            yield from self._holdings.learned_facts(self._query(fact, words), _MOST)

    def _query(self, fact: Fact, words: Iterable[str]) -> Query:
        members = self._snapshot.naming.members
        weights = {e: max(self._holdings.rarity(e), 0.0) for e in fact.about}
        names = {term: weight for e, weight in weights.items() for term in entity_terms(members(e))}
        return Query({"text": dict.fromkeys(words, _WORD_BOOST), "entities": names})

    def _rank(self, fact: Fact, other: Fact, words: float) -> tuple[int, float, bool, str, int, str] | None:
        """Where another fact comes, the least first; None where nothing telling ties them together."""
        shared = [e for e in {*_matter(fact)}.intersection(_matter(other)) if self._holdings.rarity(e) >= _TELLING]
        tie = self._tie(fact, other)
        if tie is None and not shared and words < _ALIKE:
            return None
        weight = round(sum(map(self._holdings.rarity, shared)) + words, 1)
        return (3 if tie is None else tie, -weight, other.article == fact.article, other.article, other.place, other.id)

    def _tie(self, fact: Fact, other: Fact) -> int | None:
        claims = self._snapshot.claims_of
        if {c.id for c in claims.get(fact.id, ())} & {c.id for c in claims.get(other.id, ())}:
            return 0
        if fact.subject is None or fact.subject != other.subject:
            return None
        if fact.attribute and fact.attribute == other.attribute:
            return 1
        return 2 if self._holdings.rarity(fact.subject) >= _TELLING else None


def _matter(fact: Fact) -> Sequence[str]:
    """What a fact is about; not who reports it."""
    return [e for e in (fact.subject, fact.speaker, *fact.entities) if e]
