"""Vectors that several homes share: what one process has embedded, all have."""

from __future__ import annotations

from typing import Protocol

import numpy as np
import numpy.typing as npt
from sqlalchemy import Engine

from nowall.semantic.embedder import Vectors
from nowall.semantic.vector_file import Keys


class SharedVectors(Protocol):
    """Vectors by model and key, where others see them; the keys are those of `VectorFile`."""

    @property
    def is_there(self) -> bool:
        """Whether anything can be kept."""

    def find(self, model: str, dimensions: int, keys: Keys) -> tuple[Vectors, npt.NDArray[np.bool_]]:
        """The vectors of ``keys``, shape ``(len(keys), dimensions)``, and which were found; the others are zero."""
        ...

    def has(self, model: str, keys: Keys) -> npt.NDArray[np.bool_]:
        """Which of ``keys`` have a vector."""
        ...

    def add(self, model: str, keys: Keys, vectors: Vectors) -> None:
        """Keep vectors; a key that is there already keeps the one that it has."""
        ...


def shared_vectors(database: Engine) -> SharedVectors | None:
    """Those in the server that has the corpus; None where that is a file."""
    if database.dialect.name != "postgresql":
        return None
    from nowall.semantic.postgres_vectors import PostgresVectors  # noqa: PLC0415  only where there is a server

    return PostgresVectors(database)
