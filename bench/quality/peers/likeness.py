"""Likeness to every unit: of characters by rapidfuzz, of meaning by an embedding model; nothing is indexed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import chain
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process
from rich.console import Console
from rich.progress import track

from bench.quality.comparison.sets import Unit
from bench.quality.peers.protocol import MANY, Found, InMemory, PeerUnavailableError
from nowall.semantic.embedder import load_embedder
from nowall.semantic.vectors import VectorCache, built_cache
from nowall.store.home import Home

_AT_ONCE = 256
"""Texts between two steps of the progress bar."""


class RapidfuzzPeer(InMemory):
    """rapidfuzz's weighted ratio, the one that it recommends for texts of different lengths."""

    name = "rapidfuzz WRatio"
    most_units: int | None = MANY

    def build(self, units: Sequence[Unit]) -> None:
        """Keep the texts."""
        self._index_articles(units)
        self._texts = [unit.text.lower() for unit in units]

    def best(self, question: str, only: Collection[str] | None = None) -> Found | None:
        """Compare with every text."""
        places = range(len(self._texts)) if only is None else self._places_of(only)
        choices = {place: self._texts[place] for place in places} if only is not None else self._texts
        found = process.extractOne(question.lower(), choices, scorer=fuzz.WRatio)
        return Found(int(found[2]), float(found[1])) if found else None


class E5Peer(InMemory):
    """multilingual-e5-small in 4 bits: the cosine with the nearest line of every unit.

    The vectors are kept where nowall keeps its own, and serve it too.
    """

    name = "multilingual-e5-small"
    most_units: int | None = MANY

    def __init__(self, home: Path) -> None:
        embedder = load_embedder()
        if embedder is None:
            raise PeerUnavailableError("the extra semantic is not installed")
        self._embedder = embedder
        self._cache = VectorCache(embedder, Home(home).vectors, [built_cache()])

    def build(self, units: Sequence[Unit]) -> None:
        """Embed what has no vector yet: minutes for ten thousand units."""
        self._index_articles(units)
        lines = [unit.text.split("\n") for unit in units]
        texts = list(chain.from_iterable(lines))
        lacking = self._cache.missing(texts)
        console = Console(stderr=True)
        for start in track(
            range(0, len(lacking), _AT_ONCE), "embedding", console=console, disable=not console.is_terminal
        ):
            self._cache.add(lacking[start : start + _AT_ONCE])
        matrix = self._cache.matrix(texts)
        assert matrix is not None
        self._matrix, self._starts = matrix, np.cumsum([0, *map(len, lines[:-1])])

    def best(self, question: str, only: Collection[str] | None = None) -> Found | None:
        """Compare with every vector."""
        cosines = np.maximum.reduceat(self._matrix @ self._embedder.question(question), self._starts)
        if only is None:
            place = int(cosines.argmax())
        else:
            place = max(self._places_of(only), key=lambda one: float(cosines[one]), default=-1)
        return Found(place, float(cosines[place])) if place >= 0 else None
