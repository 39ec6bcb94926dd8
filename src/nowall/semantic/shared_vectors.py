"""Vectors in the database server: what one process has embedded, all have."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt

from nowall.semantic.embedder import Vectors
from nowall.semantic.vector_file import Keys


class SharedVectors(Protocol):
    """Vectors of one model that several homes share, by the same keys as in their files."""

    def find(self, model: str, keys: Keys) -> tuple[Vectors, npt.NDArray[np.bool_]]:
        """The vectors that there are, in the order of their keys, and for each key whether it has one."""
        ...

    def add(self, model: str, keys: Keys, vectors: Vectors) -> None:
        """Keep vectors; those that are there already stay."""
        ...
