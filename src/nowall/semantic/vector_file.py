"""Unit vectors in one append-only file that is read through a memory map: 900,000 of 384 dimensions take 356 MB.

A row is a key, a vector in whole numbers from -127 to 127, and the number that makes it a unit vector again
(against float32 the cosine changes by 0.0001 on average, by 0.001 at most). So each row says by itself whether it
is sound, and nothing need be flushed: what a crash or a bad disk damages is not found, and is added again. Beside
the rows lies a copy of their keys, which alone is read when the file is opened.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from nowall.semantic.embedder import Vectors
from nowall.store.file_lock import file_lock

Keys = npt.NDArray[np.uint64]
_Item = TypeVar("_Item", bound=np.generic)

_KEY: np.dtype[np.uint64] = np.dtype("<u8")
_LARGEST = 127
_NEARLY_ONE = 1e-3
"""How far a sound row's length may be from one, after rounding to float32."""
_LOCK_SECONDS = 60.0


class VectorFile:
    """The rows as they were when it was opened; what others append shows after `refresh`."""

    def __init__(self, folder: Path, name: str, dimensions: int) -> None:
        """Open ``name`` in ``folder``; there may be nothing yet."""
        self._rows_file = folder / f"{name}.int8"
        self._keys_file = folder / f"{name}.keys"
        self._lock_file = folder / f"{name}.lock"
        self._dimensions = dimensions
        self._row: np.dtype[np.void] = np.dtype([("key", _KEY), ("scale", "<f4"), ("values", "i1", (dimensions,))])
        self.refresh()

    def __len__(self) -> int:
        return len(self._rows)

    def batches(self, size: int) -> Iterator[tuple[Keys, Vectors]]:
        """All that is found here, at most so many at a time."""
        for start in range(0, len(self._keys), size):
            keys = self._keys[start : start + size]
            vectors, found = self.find(keys)
            yield keys[found], vectors[found]

    def refresh(self) -> None:
        """Open the files as they are now."""
        self._rows = _mapped(self._rows_file, self._row)
        keys = self._copied_keys(self._rows)
        self._keys, self._places = _newest(np.concatenate([keys, self._rows["key"][len(keys) :]]))

    def find(self, keys: Keys) -> tuple[Vectors, npt.NDArray[np.bool_]]:
        """The vectors of ``keys``, shape ``(len(keys), dimensions)``, and which were found; the others are zero."""
        found: npt.NDArray[np.bool_] = np.zeros(len(keys), dtype=np.bool_)
        if not len(self._keys):
            return np.zeros((len(keys), self._dimensions), dtype=np.float32), found
        place = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        rows = self._rows[self._places[place]]
        with np.errstate(over="ignore", invalid="ignore"):  # a damaged row can hold any number
            vectors: Vectors = rows["values"].astype(np.float32) * rows["scale"][:, None]
            length = np.einsum("ij,ij->i", vectors, vectors)
            found = (rows["key"] == keys) & (np.abs(length - 1) < _NEARLY_ONE)
        vectors[~found] = 0
        return vectors, found

    def append(self, keys: Keys, vectors: Vectors) -> None:
        """Write rows at the end, after whatever another process wrote in the meantime; `refresh` shows them.

        A key that stands there already gets the new vector.
        """
        rows = np.empty(len(keys), dtype=self._row)
        rows["key"] = keys
        rows["values"], rows["scale"] = _in_bytes(vectors)
        self._rows_file.parent.mkdir(parents=True, exist_ok=True)
        with file_lock(self._lock_file, wait_seconds=_LOCK_SECONDS):
            _append(self._rows_file, rows)
            self._mend_keys()

    def _mend_keys(self) -> None:
        """Bring the copy of the keys to the length of the rows."""
        rows = _mapped(self._rows_file, self._row)
        known = len(self._copied_keys(rows))
        _append(self._keys_file, np.ascontiguousarray(rows["key"][known:]), known)

    def _copied_keys(self, rows: npt.NDArray[np.void]) -> Keys:
        """The copy of the first rows' keys; none where it belongs to other rows."""
        try:
            keys = np.fromfile(self._keys_file, _KEY, count=len(rows))
        except OSError:
            return np.empty(0, _KEY)
        return keys if len(keys) and keys[-1] == rows["key"][len(keys) - 1] else keys[:0]


def as_kept(vectors: Vectors) -> Vectors:
    """What a file keeps of vectors; of half precision they can be, and a file still keeps the same of them."""
    values, scale = _in_bytes(vectors)
    kept: Vectors = values.astype(np.float32) * scale[:, None]
    return kept


def _in_bytes(vectors: Vectors) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    values = np.rint(vectors * (_LARGEST / np.abs(vectors).max(axis=1, keepdims=True, initial=1e-9))).astype(np.int8)
    scale = 1 / np.maximum(np.linalg.norm(values.astype(np.float32), axis=1), 1)
    return values, scale.astype(np.float32)


def _append(file: Path, items: npt.NDArray[_Item], known: int | None = None) -> None:
    """Write items after the first ``known`` ones of a file, or after all whole ones; a torn one is cut off.

    Whole rows are never cut off: another process may have them mapped. Whoever may read the folder may read the file.
    """
    start = (_size(file) // items.itemsize if known is None else known) * items.itemsize
    with file.open("ab") as opened:
        opened.truncate(start)
        file.chmod(stat.S_IMODE(file.parent.stat().st_mode) & 0o644)
        opened.write(items.tobytes())


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return 0


def _mapped(file: Path, item: np.dtype[_Item]) -> npt.NDArray[_Item]:
    """The whole items of a file; none where it cannot be read."""
    try:
        count = file.stat().st_size // item.itemsize
        return np.asarray(np.memmap(file, item, mode="r", shape=(count,))) if count else np.empty(0, item)
    except (OSError, ValueError):
        return np.empty(0, item)


def _newest(keys: Keys) -> tuple[Keys, npt.NDArray[np.intp]]:
    """The distinct keys, sorted, and where each stands last."""
    order = np.argsort(keys)
    ordered = keys[order]
    starts = np.flatnonzero(np.concatenate([ordered[:1] == ordered[:1], ordered[1:] != ordered[:-1]]))
    return ordered[starts], np.maximum.reduceat(order, starts) if len(starts) else order
