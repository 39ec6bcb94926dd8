"""One entity of what several articles, and the pack, call by the same name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from nowall.language.normalise import squash
from nowall.records import Entity


class Naming:
    """The entities of a corpus: those of the pack as they are, learned ones merged. Immutable once built.

    Two learned ones are the same where they share a display name or an id; a short form that two bearers have in
    common is no proof. One that a pack's entity has as a name is that entity.
    """

    def __init__(self, curated: Iterable[Entity], learned: Sequence[Entity] = ()) -> None:
        """``learned``: what articles say of the entities that they name, the most common ones first."""
        self._same: dict[str, str] = {}
        entities = {entity.id: entity for entity in curated}
        by_name = {squash(name): entity.id for entity in entities.values() for name in entity.names}
        merged: dict[str, Entity] = {}
        for entity in learned:
            names = [squash(entity.zh), squash(entity.en)]
            known = self._same.get(entity.id) or next(filter(None, map(by_name.get, names)), entity.id)
            self._same[entity.id] = known
            for name in names:
                by_name.setdefault(name, known)
            if known not in entities:
                merged[known] = _merge(merged[known], entity) if known in merged else replace(entity, id=known)
        of_known = {identifier: self._retold(entity) for identifier, entity in merged.items()}
        self.entities: Mapping[str, Entity] = entities | of_known

    def _retold(self, entity: Entity) -> Entity:
        relations = (replace(relation, of=self.canonical(relation.of)) for relation in entity.relations)
        return replace(entity, relations=tuple(dict.fromkeys(r for r in relations if r.of != entity.id)))

    def canonical(self, entity: str) -> str:
        """The id of the entity that an article calls by this id."""
        return self._same.get(entity, entity)

    def members(self, entity: str) -> list[str]:
        """Every id by which articles call this entity, its own first."""
        return [entity, *(one for one, known in self._same.items() if known == entity and one != entity)]


def _merge(one: Entity, other: Entity) -> Entity:
    forms = dict.fromkeys((*one.forms, *other.names))
    return replace(
        one,
        forms=tuple(form for form in forms if form not in (one.zh, one.en)),
        cased=tuple(dict.fromkeys((*one.cased, *other.cased))),
        relations=tuple(dict.fromkeys((*one.relations, *other.relations))),
    )
