"""Facts with their terms as numbers: what a question has in common with some dozens of them are sums over arrays."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import numpy as np
import numpy.typing as npt

from nowall.answer.match.views import FactView, TermWeights, entity_terms

_REMEMBERED = 5_000
"""Facts that are kept."""

Integers = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Runs:
    """Numbered terms, run by run."""

    numbers: Integers
    lengths: Integers


@dataclass(frozen=True, slots=True)
class _Numbered:
    """The numbered terms of one fact."""

    parts: _Runs
    """Its text, the title alone, everything, the entities around it."""
    asks: _Runs
    """No sample question, and each that there is."""
    ask_totals: Floats
    """The whole weights of these."""
    text_total: float


@dataclass(frozen=True, slots=True)
class Shares:
    """What the terms of a question sum up to in each of some facts, by weighting (rows) and fact (columns)."""

    text: Floats
    title: Floats
    """In the article's title, of what is not in the text."""
    everything: Floats
    around: Floats
    """In the entities around it."""
    text_totals: Floats
    """The whole weights of the texts."""
    asks: Floats
    """By the first weighting, in each sample question: one fact's after the other's."""
    ask_totals: Floats
    ask_counts: Integers
    """How many sample questions each fact has, and one more that stands for none."""

    def best_of_asks(self, values: Floats) -> Floats:
        """For each fact the greatest of its sample questions' values."""
        return np.maximum.reduceat(values, np.cumsum(self.ask_counts) - self.ask_counts)

    def of_asks(self, values: Floats) -> Floats:
        """For each sample question its fact's value."""
        return np.repeat(values, self.ask_counts)


class _Weightings:
    """Weights of the same few terms, for sums over runs of them and others."""

    def __init__(self, numbers: Mapping[str, int], weightings: Sequence[Mapping[str, float]]) -> None:
        """``numbers`` are all that there are; the first of the weightings has all terms."""
        terms = [term for term in weightings[0] if term in numbers]
        self._places = np.zeros(len(numbers), dtype=np.uint16)  # small: fresh memory is what takes time here
        self._places[[numbers[term] for term in terms]] = np.arange(1, len(terms) + 1)
        self._weights = [np.array([each.get(term, 0.0) for term in terms]) for each in weightings]

    def sums(self, runs: Sequence[_Runs]) -> Floats:
        """What the terms of each run weigh together, by weighting and run."""
        places = self._places.take(np.concatenate([each.numbers for each in runs]))
        found = np.flatnonzero(places)
        ends = np.cumsum(np.concatenate([each.lengths for each in runs]))
        which, terms = np.searchsorted(ends, found, side="right"), places[found] - 1
        return np.stack([np.bincount(which, each[terms], len(ends)) for each in self._weights])


class Numbering:
    """Numbers the terms of facts, and sums up over them. Thread-safe."""

    def __init__(self, weights: TermWeights) -> None:
        self._weights = weights
        self._numbers: dict[str, int] = {}
        self._lock = Lock()
        self._numbered = lru_cache(_REMEMBERED)(self._read)

    def shares(self, views: Sequence[FactView], weightings: Sequence[Mapping[str, float]]) -> Shares:
        """What each weighting of terms sums up to in these facts; the first one has all terms."""
        facts = list(map(self._numbered, views))
        given = _Weightings(self._numbers, weightings)  # when the terms of these have their numbers
        parts = given.sums([fact.parts for fact in facts])
        return Shares(
            text=parts[:, 0::4],
            title=parts[:, 1::4],
            everything=parts[:, 2::4],
            around=parts[:, 3::4],
            text_totals=np.array([fact.text_total for fact in facts]),
            asks=given.sums([fact.asks for fact in facts])[0],
            ask_totals=np.concatenate([fact.ask_totals for fact in facts]),
            ask_counts=np.array([len(fact.ask_totals) for fact in facts]),
        )

    def _read(self, view: FactView) -> _Numbered:
        asks = [frozenset[str](), *(ask.terms for ask in view.asks)]
        with self._lock:
            return _Numbered(
                self._runs([view.text, view.place_terms - view.text, view.everything, entity_terms(view.around)]),
                self._runs(asks),
                ask_totals=np.array([self._weights.total(terms) or 1.0 for terms in asks]),
                text_total=self._weights.total(view.text) or 1.0,
            )

    def _runs(self, runs: Sequence[Collection[str]]) -> _Runs:
        known = self._numbers
        numbers = [known.setdefault(term, len(known)) for run in runs for term in run]
        return _Runs(np.array(numbers, dtype=np.intp), np.array(list(map(len, runs)), dtype=np.intp))
