"""Vectors by text, in files that can be made when an environment or an image is built."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterable, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from nowall.semantic.embedder import Embedder, Vectors
from nowall.semantic.shared_vectors import SharedVectors
from nowall.semantic.vector_file import Keys, VectorFile

_EMBED_AT_ONCE = 32
_LOOK_UP_AT_ONCE = 4096


def built_cache() -> Path:
    """The folder in the Python environment where set-up leaves the vectors of the shipped pack."""
    return Path(sys.prefix) / "share" / "nowall" / "vectors"


class VectorCache:
    """The vectors of one model, by the text that they belong to. It shows what was there when it was opened."""

    def __init__(
        self, embedder: Embedder, folder: Path, also_read: Iterable[Path] = (), shared: SharedVectors | None = None
    ) -> None:
        """Vectors are read from ``folder``, ``also_read`` and ``shared``, and written to ``folder`` and ``shared``."""
        self._embedder = embedder
        self._shared = shared
        self._files = [VectorFile(source, embedder.name, embedder.dimensions) for source in (folder, *also_read)]

    def missing(self, texts: Iterable[str]) -> list[str]:
        """The distinct texts that have no vector yet."""
        distinct = iter(dict.fromkeys(texts))
        lacking: list[str] = []
        while some := list(islice(distinct, _LOOK_UP_AT_ONCE)):
            lacking += (text for text, found in zip(some, self.rows(some)[1], strict=True) if not found)
        return lacking

    def add(self, texts: Sequence[str], progress: Callable[[int], object] = lambda _: None) -> None:
        """Embed texts and keep the vectors; ``progress`` is told how many more are done, batch by batch.

        What is done is kept, whatever ends this: an interrupt, a crash, a lost machine. Several processes may add.
        """
        try:
            for start in range(0, len(texts), _EMBED_AT_ONCE):
                batch = texts[start : start + _EMBED_AT_ONCE]
                self._files[0].append(_keys(batch), self._embedder.records(batch))
                progress(len(batch))
        finally:
            self._files[0].refresh()

    def rows(self, texts: Sequence[str]) -> tuple[Vectors, npt.NDArray[np.bool_]]:
        """The vectors of ``texts``, shape ``(len(texts), dimensions)``, and which there are; the others are zero."""
        keys = _keys(texts)
        vectors, found = self._files[0].find(keys)
        for file in self._files[1:]:
            if found.all():
                break
            lacking = np.flatnonzero(~found)
            vectors[lacking], found[lacking] = file.find(keys[lacking])
        return vectors, found

    def matrix(self, texts: Sequence[str]) -> Vectors | None:
        """The vectors of ``texts``, shape ``(len(texts), dimensions)``; None where one is missing."""
        vectors, found = self.rows(texts)
        return vectors if texts and found.all() else None


def _keys(texts: Sequence[str]) -> Keys:
    digests = (hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest() for text in texts)
    return np.frombuffer(b"".join(digests), dtype="<u8")
