"""Whom words name, also where a name is only begun."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

from nowall.catalogue.holdings import Holdings
from nowall.language.normalise import is_cjk, normalise, squash
from nowall.naming import Naming
from nowall.records import Entity
from nowall.snapshot import Snapshot

_LEAST_LATIN = 2
"""Letters of a name's beginning that tell anything."""
_MOST_READ = 400
"""Names with the same beginning that are looked at."""
_GAP = re.compile(r"[\s·\-_.]+")


class Names:
    """Reads names. Thread-safe."""

    def __init__(self, snapshot: Snapshot, holdings: Holdings) -> None:
        self._snapshot = snapshot
        self._holdings = holdings

    def named(self, words: str) -> list[Entity]:
        """Whom the words name: what is spelt right first; else whose name, or a part of it, they begin."""
        question = self._snapshot.understander.understand(words)
        guessed = {m.entity for m in self._snapshot.matcher.find(question.text, words) if not m.exact}
        found = sorted((*question.entities, *question.hints), key=lambda entity: entity in guessed)
        return self._entities(found) or self.begun(words)

    def begun(self, words: str) -> list[Entity]:
        """Who has a name that begins with all of the words: whole names first, then those of whom most is told."""
        start = squash(words)
        if not start or (start.isascii() and len(start) < _LEAST_LATIN):
            return []
        closeness: dict[str, int] = {}
        for name, entity in self._names_from(start):
            closeness[entity] = min(closeness.get(entity, 2), 0 if name == start else 1)
        return self._entities(sorted(closeness, key=lambda e: (closeness[e], -self._holdings.count(e), e)))

    def _names_from(self, start: str) -> Iterator[tuple[str, str]]:
        names = _sorted_names(self._snapshot.naming)
        first = bisect_left(names, (start,))
        for name, entity in names[first : first + _MOST_READ]:
            if not name.startswith(start):
                return
            yield name, entity

    def _entities(self, ids: Sequence[str]) -> list[Entity]:
        known = self._snapshot.entities
        return [known[identifier] for identifier in dict.fromkeys(ids) if identifier in known]


@lru_cache(maxsize=1)
def _sorted_names(naming: Naming) -> Sequence[tuple[str, str]]:
    """All names, and their parts behind the first, with whose they are; the same often serve several snapshots."""
    return sorted({(name, entity.id) for entity in naming.entities.values() for name in _written(entity)})


def _written(entity: Entity) -> Iterator[str]:
    for name in (*entity.names, *entity.cased):
        plain = name.casefold() if name.isascii() else normalise(name)
        parts = [part for part in _GAP.split(plain.replace("'", "")) if part]
        for place in range(len(parts)):
            rest = "".join(parts[place:])
            if place == 0 or len(rest) >= _LEAST_LATIN or is_cjk(rest[0]):
                yield rest
