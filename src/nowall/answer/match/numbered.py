"""Facts with their terms as numbers: what a question has in common with some dozens of them are sums over arrays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock

import numpy as np
import numpy.typing as npt

from nowall.answer.match.views import FactView, TermWeights, entity_terms

_REMEMBERED = 5_000
"""Facts that are kept."""
_NO_TERM = 0
"""Begins each run of terms, so that none is empty: NumPy would give such a one the first value of the next."""

Integers = npt.NDArray[np.intp]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Numbered:
    """The numbered terms of one fact, run by run, and the length of each run."""

    parts: Integers
    """Of its text, of the title alone, of everything, of the entities around it."""
    part_lengths: Integers
    asks: Integers
    """Of no sample question, and of each that there is."""
    ask_lengths: Integers
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
        return np.maximum.reduceat(values, _starts(self.ask_counts))

    def of_asks(self, values: Floats) -> Floats:
        """For each sample question its fact's value."""
        return np.repeat(values, self.ask_counts)


class Numbering:
    """Numbers the terms of facts, and sums up over them. Thread-safe."""

    def __init__(self, weights: TermWeights) -> None:
        self._weights = weights
        self._numbers: dict[str, int] = {}
        self._lock = Lock()
        self._numbered = lru_cache(_REMEMBERED)(self._read)

    def shares(self, views: Sequence[FactView], weightings: Sequence[Mapping[str, float]]) -> Shares:
        """What each weighting of terms sums up to in these facts, of which there is at least one."""
        facts = list(map(self._numbered, views))
        table = self._table(weightings)  # made when their terms have numbers
        parts = np.concatenate([fact.parts for fact in facts])
        part_starts = _starts(np.concatenate([fact.part_lengths for fact in facts]))
        sums = np.add.reduceat(table.take(parts, axis=1), part_starts, axis=1)
        text, title, everything, around = np.moveaxis(sums.reshape(len(weightings), len(facts), 4), 2, 0)
        asks = np.concatenate([fact.asks for fact in facts])
        ask_starts = _starts(np.concatenate([fact.ask_lengths for fact in facts]))
        return Shares(
            text,
            title,
            everything,
            around,
            text_totals=np.array([fact.text_total for fact in facts]),
            asks=np.add.reduceat(table[0].take(asks), ask_starts),
            ask_totals=np.concatenate([fact.ask_totals for fact in facts]),
            ask_counts=np.array([len(fact.ask_totals) for fact in facts]),
        )

    def _table(self, weightings: Sequence[Mapping[str, float]]) -> Floats:
        """The weights by the numbers of their terms; a term that no fact has has none."""
        table = np.zeros((len(weightings), len(self._numbers) + 1))
        for row, weighting in zip(table, weightings, strict=True):
            row[[self._numbers.get(term, _NO_TERM) for term in weighting]] = list(weighting.values())
        table[:, _NO_TERM] = 0.0
        return table

    def _read(self, view: FactView) -> _Numbered:
        parts = (view.text, view.place_terms - view.text, view.everything, entity_terms(view.around))
        asks = [frozenset[str](), *(ask.terms for ask in view.asks)]
        with self._lock:
            numbered_parts, numbered_asks = list(map(self._run, parts)), list(map(self._run, asks))
        return _Numbered(
            parts=np.concatenate(numbered_parts),
            part_lengths=np.array(list(map(len, numbered_parts))),
            asks=np.concatenate(numbered_asks),
            ask_lengths=np.array(list(map(len, numbered_asks))),
            ask_totals=np.array([self._weights.total(terms) or 1.0 for terms in asks]),
            text_total=self._weights.total(view.text) or 1.0,
        )

    def _run(self, terms: Iterable[str]) -> Integers:
        numbers = self._numbers
        return np.array([_NO_TERM, *(numbers.setdefault(term, len(numbers) + 1) for term in terms)], dtype=np.intp)


def _starts(lengths: Integers) -> Integers:
    """Where each of some adjoining runs begins."""
    return np.cumsum(lengths) - lengths
