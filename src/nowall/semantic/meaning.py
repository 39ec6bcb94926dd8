"""Meaning of texts that have no stored vector: embedded when a close call asks for it, and remembered for a while."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from nowall.semantic.embedder import Embedder, Vectors

_QUESTIONS = 64
_TEXTS = 4_000
"""Vectors that are remembered: 6 MB."""


class Meaning:
    """An embedding model that remembers what it was asked lately. Thread-safe: at worst a text is embedded twice."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self.question = lru_cache(_QUESTIONS)(embedder.question)
        self._known: dict[str, Vectors] = {}

    def cosines(self, question: str, texts: Sequence[str]) -> list[float]:
        """How alike a question and each text are. A new text takes some 20 ms."""
        known = self._known
        new = [text for text in dict.fromkeys(texts) if text not in known]
        fresh = dict(zip(new, self._embedder.records(new), strict=True)) if new else {}
        vectors = np.array([fresh[text] if text in fresh else known[text] for text in texts])
        self._remember(fresh)
        return [float(cosine) for cosine in vectors @ self.question(question)]

    def _remember(self, fresh: dict[str, Vectors]) -> None:
        if len(self._known) + len(fresh) > _TEXTS:
            self._known = {}  # a new one: another thread may be reading the old
        self._known.update(fresh)
