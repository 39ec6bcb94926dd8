"""Vectors by text hash, in files that can be made when an environment or an image is built.

A cache folder holds one ``.npz`` a model with the hashes of the texts and their vectors (half precision: the
cosine changes by less than 0.001). Several folders are read, one is written.
"""

from __future__ import annotations

import hashlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from nowall.semantic.embedder import Embedder, Vectors

_BATCH = 16


def built_cache() -> Path:
    """The folder in the Python environment where set-up leaves the vectors of the shipped pack."""
    return Path(sys.prefix) / "share" / "nowall" / "vectors"


def _digest(text: str) -> str:
    return hashlib.blake2s(text.encode(), digest_size=12).hexdigest()


class VectorCache:
    """The vectors of one model, by the text that they belong to."""

    def __init__(self, embedder: Embedder, folder: Path, also_read: Iterable[Path] = ()) -> None:
        """Vectors are read from ``folder`` and ``also_read``, and written to ``folder``."""
        self._embedder = embedder
        self._file = folder / f"{embedder.name}.npz"
        self._vectors: dict[str, Vectors] = {}
        for source in (*also_read, folder):
            self._load(source / f"{embedder.name}.npz")

    def _load(self, file: Path) -> None:
        try:
            with np.load(file, allow_pickle=False) as stored:
                self._vectors.update(zip(stored["hashes"].tolist(), stored["vectors"].astype(np.float32), strict=True))
        except (OSError, ValueError, KeyError, EOFError):
            return  # a missing or damaged cache is made again

    def missing(self, texts: Iterable[str]) -> list[str]:
        """The distinct texts that have no vector yet."""
        return [text for text in dict.fromkeys(texts) if _digest(text) not in self._vectors]

    def add(self, texts: Sequence[str], progress: Callable[[int], object] = lambda _: None) -> None:
        """Embed texts and keep the vectors; ``progress`` is told how many more are done, batch by batch."""
        for start in range(0, len(texts), _BATCH):
            batch = texts[start : start + _BATCH]
            for text, vector in zip(batch, self._embedder.records(batch), strict=True):
                self._vectors[_digest(text)] = vector
            progress(len(batch))
        self._save()

    def _save(self) -> None:
        self._file.parent.mkdir(parents=True, exist_ok=True)
        hashes = np.array(list(self._vectors))
        vectors = np.array(list(self._vectors.values()), dtype=np.float16)
        handle, name = tempfile.mkstemp(dir=self._file.parent, suffix=".npz")
        with os.fdopen(handle, "wb") as file:
            np.savez(file, hashes=hashes, vectors=vectors)
            os.fchmod(file.fileno(), 0o644)  # made by one user when an image is built, read by another
        Path(name).replace(self._file)

    def matrix(self, texts: Sequence[str]) -> Vectors | None:
        """The vectors of ``texts``, shape ``(len(texts), dimensions)``; None where one is missing."""
        if not texts or self.missing(texts):
            return None
        return np.stack([self._vectors[_digest(text)] for text in texts])
