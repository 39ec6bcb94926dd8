"""A fact as the matcher sees it: its terms, names and numbers, worked out once when a snapshot is built."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nowall.records import Fact

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_BIGRAM_WEIGHT = 0.5
"""Bigrams repeat what words say, so they count half."""


@dataclass(frozen=True, slots=True)
class AskView:
    """One sample question of a fact or a claim."""

    text: str
    terms: frozenset[str]


@dataclass(frozen=True, slots=True)
class FactView:
    """One fact, ready for comparison with a question."""

    fact: Fact
    text: frozenset[str]
    """Terms of its Chinese and English text, entity terms among them."""
    asks: tuple[AskView, ...]
    about: frozenset[str]
    """Entities that it speaks of."""
    around: frozenset[str]
    """Those, and what they belong to (the company of a person or a model)."""
    numbers: frozenset[str]
    everything: frozenset[str]
    """All terms under which the fact may be asked for."""
    plain: str
    """Its texts, normalised."""
    place_terms: frozenset[str] = frozenset()
    """Terms of its article's title and publisher."""

    @property
    def voices(self) -> frozenset[str]:
        """Who says it."""
        return frozenset(v for v in (self.fact.speaker, self.fact.claimant) if v)


class TermWeights:
    """Inverse document frequencies of the terms of a corpus.

    The weight is the one of BM25 (Robertson and Zaragoza 2009): log(1 + (N - n + 0.5) / (n + 0.5)).
    """

    def __init__(self, documents: Iterable[frozenset[str]]) -> None:
        counts: Counter[str] = Counter()
        total = 0
        for document in documents:
            counts.update(document)
            total += 1
        self._counts = counts
        self._weights: Mapping[str, float] = {t: _idf(n, total) * _share(t) for t, n in counts.items()}
        self._unseen = _idf(0, max(total, 1))

    def __contains__(self, term: str) -> bool:
        return term in self._weights

    def count(self, term: str) -> int:
        """How many records have the term."""
        return self._counts[term]

    def of(self, term: str) -> float:
        """The weight of one term; an unseen one weighs most."""
        return self._weights.get(term) or self._unseen * _share(term)

    def total(self, terms: Iterable[str]) -> float:
        """The summed weight of distinct terms."""
        known, unseen = self._weights.get, self._unseen
        return sum(known(term) or unseen * _share(term) for term in terms)


def _idf(count: int, total: int) -> float:
    return math.log(1 + (total - count + 0.5) / (count + 0.5))


def _share(term: str) -> float:
    return _BIGRAM_WEIGHT if term.startswith("_") else 1.0


def entity_terms(entities: Iterable[str]) -> list[str]:
    """Entities as index terms, so that a name is found however it is written."""
    return [f"e:{entity}" for entity in entities]


def numbers_in(texts: Sequence[str | None]) -> frozenset[str]:
    """All numbers in the given texts, thousands separators removed."""
    return frozenset(n.replace(",", "") for text in texts if text for n in _NUMBER.findall(text))
