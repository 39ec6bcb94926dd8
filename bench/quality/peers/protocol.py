"""What a peer is: it is given all units once, and then asked for the best one again and again."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

import rjieba

from bench.quality.comparison.sets import Unit

MANY = 100_000
"""More units than this take those peers hours that look at every unit."""
_WORD = re.compile(r"\w")


class PeerUnavailableError(Exception):
    """What a peer needs is not on this machine; the message says what."""


@dataclass(frozen=True, slots=True)
class Found:
    """The best unit, by its place among those that were given.

    ``ms``: CPU milliseconds where they were spent in another process, and cannot be seen from this one.
    """

    place: int
    score: float
    ms: float | None = None


class Peer(Protocol):
    """One way to search. ImportError or PeerUnavailableError where it cannot be had."""

    name: str
    most_units: int | None
    """With more units a question, or getting ready, takes too long to be worth waiting for; None: with no number."""

    def build(self, units: Sequence[Unit]) -> None:
        """Get ready to search these."""
        ...

    def best(self, question: str, only: Collection[str] | None = None) -> Found | None:
        """Find the best unit, of these articles only where they are given; None where nothing matches."""
        ...

    def close(self) -> None:
        """Release what it holds."""
        ...


class InMemory:
    """What most peers share: nothing to release, and places of the units of each article."""

    most_units: int | None = None

    def close(self) -> None:
        """Release nothing."""

    def _index_articles(self, units: Sequence[Unit]) -> None:
        self._places: dict[str, list[int]] = {}
        for place, unit in enumerate(units):
            self._places.setdefault(unit.article, []).append(place)

    def _places_of(self, articles: Collection[str]) -> list[int]:
        return [place for article in sorted(articles) for place in self._places.get(article, ())]


def words(text: str) -> list[str]:
    """The words of jieba's usual mode, in lower case, without marks (by rjieba, which is its faster twin)."""
    return [word for word in rjieba.cut(text.lower(), hmm=True) if _WORD.search(word)]
