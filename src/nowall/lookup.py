"""Records by id: those that are known from the start, and those that are loaded when they are asked for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Generic, TypeVar

V = TypeVar("V")

Loader = Callable[[Collection[str]], Mapping[str, V]]
_REMEMBERED = 5_000


class Lookup(Generic[V]):
    """What stands under an id. Thread-safe: two threads may load the same value, and either one serves."""

    def __init__(self, known: Mapping[str, V], load: Loader[V] | None = None, remembered: int = _REMEMBERED) -> None:
        """``load`` gives the values of the ids that it knows, of which the newest ``remembered`` are kept."""
        self._most = remembered
        self._known = known
        self._load = load
        self._loaded: dict[str, V] = {}

    @property
    def known(self) -> Mapping[str, V]:
        """What was known from the start."""
        return self._known

    def get(self, identifier: str) -> V | None:
        """The value under an id, None where there is none."""
        value = self._known.get(identifier)
        if value is None:
            value = self._loaded.get(identifier)
        return self.many([identifier]).get(identifier) if value is None and self._load else value

    def many(self, identifiers: Collection[str]) -> dict[str, V]:
        """The values under these ids, in their order, loaded at once; what is not there is left out."""
        loaded = self._loaded
        missing = [i for i in identifiers if i not in self._known and i not in loaded] if self._load else []
        fresh = self._load(missing) if missing and self._load else {}
        found: dict[str, V] = {}
        for identifier in identifiers:
            for source in (self._known, fresh, loaded):
                if identifier in source:
                    found[identifier] = source[identifier]
                    break
        self._remember(fresh)
        return found

    def _remember(self, fresh: Mapping[str, V]) -> None:
        if not fresh:
            return
        if len(self._loaded) + len(fresh) > self._most:
            self._loaded = {}  # a new one: another thread may be reading the old
        self._loaded.update(fresh)

    def __getitem__(self, identifier: str) -> V:
        value = self.get(identifier)
        if value is None:
            raise KeyError(identifier)
        return value

    def __contains__(self, identifier: object) -> bool:
        return isinstance(identifier, str) and self.get(identifier) is not None
