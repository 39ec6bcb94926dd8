"""An embedder that needs no model."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from nowall.semantic.embedder import Vectors


class RandomEmbedder:
    """Gives every text a unit vector that is random and always the same."""

    name = "random"
    dimensions = 24

    def question(self, text: str) -> Vectors:
        """The vector of a text."""
        seed = int.from_bytes(hashlib.blake2s(text.encode("utf-8", "surrogatepass")).digest(), "big")
        vector = np.random.default_rng(seed).standard_normal(self.dimensions).astype(np.float32)
        unit: Vectors = vector / np.linalg.norm(vector)
        return unit

    def records(self, texts: Sequence[str]) -> Vectors:
        """The vectors of texts."""
        return np.stack([self.question(text) for text in texts])
