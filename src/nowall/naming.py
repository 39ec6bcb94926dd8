"""One entity of what several articles, and the pack, call by the same name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from nowall.language.normalise import squash
from nowall.records import Entity, EntityKind


class Naming:
    """The entities of a corpus: those of the pack as they are, learned ones merged. Immutable once built.

    Two learned ones are the same where they share an id or a display name, or hold the same office and sound alike; a
    short form that two bearers have in common is no proof. One that a pack's entity has as a name is that entity.
    """

    def __init__(self, curated: Iterable[Entity], learned: Sequence[Entity] = ()) -> None:
        """``learned``: what articles say of the entities that they name, the most common ones first."""
        own = {entity.id: entity for entity in curated}
        self._same = _Sameness(own)
        by_name = {squash(name): entity.id for entity in own.values() for name in entity.names}
        for entity in learned:
            for name in (entity.zh, entity.en):
                self._same.join(by_name.setdefault(squash(name), entity.id), entity.id)
        for one, other in _same_office(_merged(learned, self._same, own)):
            self._same.join(one, other)
        merged = _merged(learned, self._same, own)
        of_known = {identifier: self._retold(entity) for identifier, entity in merged.items()}
        self.entities: Mapping[str, Entity] = own | of_known
        self._members: dict[str, list[str]] = defaultdict(list)
        for identifier in dict.fromkeys(entity.id for entity in learned):
            self._members[self.canonical(identifier)].append(identifier)

    def _retold(self, entity: Entity) -> Entity:
        relations = (replace(relation, of=self.canonical(relation.of)) for relation in entity.relations)
        return replace(entity, relations=tuple(dict.fromkeys(r for r in relations if r.of != entity.id)))

    def canonical(self, entity: str) -> str:
        """The id of the entity that an article calls by this id."""
        return self._same.root(entity)

    def members(self, entity: str) -> list[str]:
        """Every id by which articles call this entity, its own first."""
        return list(dict.fromkeys([entity, *self._members.get(entity, ())]))


class _Sameness:
    """Which ids mean the same: disjoint sets, each called by an id of the pack if it has one, else by its first."""

    def __init__(self, own: Mapping[str, Entity]) -> None:
        self._own = own
        self._parent: dict[str, str] = {}

    def root(self, identifier: str) -> str:
        while (parent := self._parent.get(identifier, identifier)) != identifier:
            identifier = parent
        return identifier

    def join(self, one: str, other: str) -> None:
        first, second = self.root(one), self.root(other)
        if first == second or (first in self._own and second in self._own):
            return
        if second in self._own:
            first, second = second, first
        self._parent[second] = first


def _merged(learned: Iterable[Entity], same: _Sameness, own: Mapping[str, Entity]) -> dict[str, Entity]:
    merged: dict[str, Entity] = {}
    for entity in learned:
        root = same.root(entity.id)
        if root not in own:
            merged[root] = _merge(merged[root], entity) if root in merged else replace(entity, id=root)
    return merged


def _merge(one: Entity, other: Entity) -> Entity:
    forms = dict.fromkeys((*one.forms, *other.names))
    return replace(
        one,
        forms=tuple(form for form in forms if form not in (one.zh, one.en)),
        cased=tuple(dict.fromkeys((*one.cased, *other.cased))),
        relations=tuple(dict.fromkeys((*one.relations, *other.relations))),
    )


def _same_office(entities: Mapping[str, Entity]) -> Iterator[tuple[str, str]]:
    """People whom different articles write in different letters, at the same office."""
    holders: dict[tuple[str, str], list[Entity]] = defaultdict(list)
    for entity in entities.values():
        if entity.kind is EntityKind.PERSON:
            for office in {(relation.role, relation.of) for relation in entity.relations}:
                holders[office].append(entity)
    several = [people for people in holders.values() if len(people) > 1]
    if several:
        from nowall.learn.extract.names_variants import same_bearer  # noqa: PLC0415  needed by learned names alone

        for people in several:
            for place, one in enumerate(people):
                yield from ((one.id, other.id) for other in people[place + 1 :] if same_bearer(one, other))
