"""Pages that are set already: those of one view of the corpus, the ones that were wanted lately."""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass

_MOST_BYTES = 32_000_000
_WORTH_PACKING = 1_000
_PRINT_LENGTH = 20


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page as it is sent."""

    body: bytes
    packed: bytes
    """The same, gzipped; empty where that is not worth it."""
    mark: str
    """A print of the contents."""
    indexed: bool = True

    @classmethod
    def of(cls, body: bytes, *, indexed: bool = True) -> Leaf:
        """Pack it once, for all who will want it."""
        packed = gzip.compress(body, 6, mtime=0) if len(body) >= _WORTH_PACKING else b""
        return cls(body, packed, hashlib.sha256(body).hexdigest()[:_PRINT_LENGTH], indexed)

    @property
    def size(self) -> int:
        """Bytes that it takes, about."""
        return len(self.body) + len(self.packed) + 500


class Shelf:
    """Keeps leaves, up to so many bytes. For one thread."""

    def __init__(self, most_bytes: int = _MOST_BYTES) -> None:
        self._most = most_bytes
        self._bytes = 0
        self._view: object = None
        self._leaves: OrderedDict[Hashable, Leaf] = OrderedDict()

    def get(self, view: object, key: Hashable) -> Leaf | None:
        """A leaf of this view of the corpus; with another view, all old ones go."""
        if view is not self._view:
            self._view, self._bytes = view, 0
            self._leaves.clear()
        leaf = self._leaves.get(key)
        if leaf:
            self._leaves.move_to_end(key)
        return leaf

    def put(self, view: object, key: Hashable, leaf: Leaf) -> None:
        """Keep a leaf, unless its view is an old one by now, or it would take all the room."""
        if view is not self._view or leaf.size > self._most // 4:
            return
        old = self._leaves.pop(key, None)
        self._bytes += leaf.size - (old.size if old else 0)
        self._leaves[key] = leaf
        while self._bytes > self._most:
            self._bytes -= self._leaves.popitem(last=False)[1].size
