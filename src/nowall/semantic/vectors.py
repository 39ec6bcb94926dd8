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
from nowall.semantic.vector_file import Keys, VectorFile, as_kept

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
        """Vectors are read from ``folder``, ``also_read`` and ``shared``, and written to ``folder`` and ``shared``.

        What comes from ``shared`` is kept in ``folder``, too.
        """
        self._embedder = embedder
        self._shared = shared
        self._files = [VectorFile(source, embedder.name, embedder.dimensions) for source in (folder, *also_read)]

    def missing(self, texts: Iterable[str]) -> list[str]:
        """The distinct texts that have no vector yet."""
        distinct = iter(dict.fromkeys(texts))
        lacking: list[str] = []
        while some := list(islice(distinct, _LOOK_UP_AT_ONCE)):
            keys = _keys(some)
            there = self._find(keys)[1]
            if self._shared is not None and not there.all():
                there[~there] = self._shared.has(self._embedder.name, keys[~there])
            lacking += (text for text, found in zip(some, there, strict=True) if not found)
        return lacking

    def add(self, texts: Sequence[str], progress: Callable[[int], object] = lambda _: None) -> None:
        """Embed texts and keep the vectors; ``progress`` is told how many more are done, batch by batch.

        What is done is kept, whatever ends this: an interrupt, a crash, a lost machine. Several processes may add.
        """
        try:
            for start in range(0, len(texts), _EMBED_AT_ONCE):
                batch = texts[start : start + _EMBED_AT_ONCE]
                keys, vectors = _keys(batch), self._embedder.records(batch)
                if self._shared:  # first: what is here is not sent there again
                    self._shared.add(self._embedder.name, keys, as_kept(vectors))
                self._files[0].append(keys, vectors)
                progress(len(batch))
        finally:
            self._files[0].refresh()

    def __len__(self) -> int:
        """How many vectors ``folder`` has."""
        return len(self._files[0])

    def share(self, progress: Callable[[int], object] = lambda _: None) -> int:
        """Send all of ``folder`` to ``shared``; gives how many there are, none where nothing can be kept there."""
        if self._shared is None or not self._shared.is_there:
            return 0
        for keys, vectors in self._files[0].batches(_LOOK_UP_AT_ONCE):
            self._shared.add(self._embedder.name, keys, vectors)
            progress(len(keys))
        return len(self._files[0])

    def rows(self, texts: Sequence[str]) -> tuple[Vectors, npt.NDArray[np.bool_]]:
        """The vectors of ``texts``, shape ``(len(texts), dimensions)``, and which there are; the others are zero."""
        keys = _keys(texts)
        vectors, found = self._find(keys)
        if found.all() or not self._fetch(np.unique(keys[~found])):
            return vectors, found
        return self._find(keys)  # as they will be found from now on

    def _find(self, keys: Keys) -> tuple[Vectors, npt.NDArray[np.bool_]]:
        vectors, found = self._files[0].find(keys)
        for file in self._files[1:]:
            if found.all():
                break
            lacking = np.flatnonzero(~found)
            vectors[lacking], found[lacking] = file.find(keys[lacking])
        return vectors, found

    def _fetch(self, keys: Keys) -> bool:
        """Take into the folder what is shared of these; tells whether anything was."""
        if self._shared is None:
            return False
        vectors, found = self._shared.find(self._embedder.name, self._embedder.dimensions, keys)
        if found.any():
            self._files[0].append(keys[found], vectors[found])
            self._files[0].refresh()
        return bool(found.any())

    def matrix(self, texts: Sequence[str]) -> Vectors | None:
        """The vectors of ``texts``, shape ``(len(texts), dimensions)``; None where one is missing."""
        vectors, found = self.rows(texts)
        return vectors if texts and found.all() else None


def _keys(texts: Sequence[str]) -> Keys:
    digests = (hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest() for text in texts)
    return np.frombuffer(b"".join(digests), dtype="<u8")
