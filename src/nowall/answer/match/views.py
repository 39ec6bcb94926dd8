"""A fact as the matcher sees it: its terms, names and numbers, worked out when it is first a candidate."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from nowall.answer.match.agreement import DATE
from nowall.language.normalise import normalise
from nowall.records import Fact

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
END_OF_ASK = "?!. "
"""What may stand behind a question and makes no other one of it."""
_BIGRAM_WEIGHT = 0.5
"""Bigrams repeat what words say, so they count half."""
_REMEMBERED = 200_000
"""Terms whose weights are kept at a time."""
_GRAIN = 2**32
"""Weights are multiples of its inverse, so that sums of them are exact, whatever their order."""


@dataclass(frozen=True, slots=True)
class AskView:
    """One sample question of a fact or a claim."""

    text: str
    terms: frozenset[str]


@dataclass(frozen=True, eq=False)
class FactView:
    """One fact, ready for comparison with a question; equal to none but itself."""

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

    @cached_property
    def ask_texts(self) -> tuple[str, ...]:
        """The sample questions as they are written."""
        return tuple(ask.text for ask in self.asks)

    @cached_property
    def gives_date(self) -> bool:
        """Whether there is a date in its value, or where it has none in its text."""
        value = f"{self.fact.value_zh or self.fact.zh} {self.fact.value_en or ''}"
        return DATE.search(normalise(value)) is not None

    @cached_property
    def voices(self) -> frozenset[str]:
        """Who says it."""
        return frozenset(v for v in (self.fact.speaker, self.fact.claimant) if v)


class TermWeights:
    """Inverse document frequencies of the terms of a corpus.

    The weight is the one of BM25 (Robertson and Zaragoza 2009): log(1 + (N - n + 0.5) / (n + 0.5)).
    """

    def __init__(self, count: Callable[[str], int], total: int) -> None:
        """``count``: how many of the ``total`` records have a term; it is asked once for each."""
        self._count = count
        self._total = total
        self._weights: dict[str, float] = {}

    @classmethod
    def of_documents(cls, documents: Iterable[frozenset[str]]) -> TermWeights:
        """The weights of terms in these documents."""
        counts: Counter[str] = Counter()
        total = 0
        for document in documents:
            counts.update(document)
            total += 1
        return cls(counts.__getitem__, total)

    def count(self, term: str) -> int:
        """How many records have the term."""
        return self._count(term)

    def weight(self, term: str) -> float:
        """The weight of a term; an unseen one weighs most."""
        return self._weights.get(term) or self._weigh(term)

    def total(self, terms: Iterable[str]) -> float:
        """The summed weight of distinct terms; an unseen one weighs most."""
        known = self._weights.get
        return sum(known(term) or self._weigh(term) for term in terms)

    def _weigh(self, term: str) -> float:
        if len(self._weights) >= _REMEMBERED:
            self._weights = {}
        weight = _idf(min(self._count(term), self._total), max(self._total, 1)) * _share(term)
        self._weights[term] = weight = round(weight * _GRAIN) / _GRAIN
        return weight


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
