"""Meaning of texts that have no stored vector: embedded when a close call asks for it, and remembered for a while."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

import numpy as np

from nowall.lookup import Lookup
from nowall.semantic.embedder import Embedder, Vectors

_QUESTIONS = 64
_TEXTS = 4_000
"""Vectors that are remembered: 6 MB."""


class Meaning:
    """An embedding model that remembers what it was asked lately. Thread-safe: at worst a text is embedded twice."""

    def __init__(self, embedder: Embedder) -> None:
        def embed(texts: Collection[str]) -> Mapping[str, Vectors]:
            return dict(zip(texts, embedder.records(list(texts)), strict=True))

        self.question = lru_cache(_QUESTIONS)(embedder.question)
        self._vectors = Lookup({}, embed, _TEXTS)

    def cosines(self, question: str, texts: Sequence[str]) -> list[float]:
        """How alike a question and each text are. A new text takes some 20 ms."""
        known = self._vectors.many(dict.fromkeys(texts))
        vectors = np.array([known[text] for text in texts])
        return [float(cosine) for cosine in vectors @ self.question(question)]
