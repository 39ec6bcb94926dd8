"""An index that keeps what it is asked, for what measures the queries alone."""

from __future__ import annotations

from collections.abc import Collection

from nowall.search.index import Hit, Query, SearchIndex


class Listening:
    """An index that keeps the queries that are put to it."""

    def __init__(self, index: SearchIndex) -> None:
        self._index = index
        self.queries: list[tuple[Query, int]] = []

    @property
    def seq(self) -> int:
        """That of the index."""
        return self._index.seq

    def __len__(self) -> int:
        return len(self._index)

    def search(self, query: Query, limit: int, only: Collection[str] | None = None) -> list[Hit]:
        """Find, and keep what was asked."""
        self.queries.append((query, limit))
        return self._index.search(query, limit, only)

    def count(self, field: str, term: str) -> int:
        """Count as the index does."""
        return self._index.count(field, term)

    def counts(self, field: str, terms: Collection[str]) -> dict[str, int]:
        """Count as the index does."""
        return dict(self._index.counts(field, terms))

    def has(self, terms: Collection[str]) -> bool:
        """Ask the index."""
        return self._index.has(terms)
