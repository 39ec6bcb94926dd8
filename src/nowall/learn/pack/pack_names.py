"""The names of a pack, and how those of a learned article find their place among them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from nowall.language.normalise import normalise, squash
from nowall.language.pinyin import slug
from nowall.learn.pack.toml_text import plain
from nowall.records import Entity, EntityKind, Relation, stable_key

_LONGEST_ID = 48


class PackNames:
    """The entities of a pack and those that are added to them, so that no name stands for two."""

    def __init__(self, entities: Iterable[Entity]) -> None:
        self._ids: set[str] = set()
        self._owners: dict[str, str] = {}
        """Who has a name, by its normalised and by its squashed form."""
        self._here: dict[str, str] = {}
        """The id in the pack of what an article calls by another one."""
        self._added: dict[str, Entity] = {}
        for entity in entities:
            self._own(entity)

    def adopt(self, named: Iterable[Entity]) -> None:
        """Take in what an article names: what the pack has by another id is that, and the rest is new."""
        for entity in named:
            if plain(entity.zh) and plain(entity.en):
                self._here[entity.id] = self._find(entity.zh, entity.en) or self._add(entity)

    def adopt_name(self, name: str, kind: EntityKind) -> str | None:
        """The id of whom the pack, or its new part, has under this name or id; a new one where nobody has it."""
        words = plain(name)
        return self.here(name) or (self._add(Entity("", kind, words, words)) if words else None)

    def here(self, named: str | None) -> str | None:
        """The id in the pack of what the article calls by this id, or by this name; None where the pack lacks it."""
        return self._here.get(named or "") or self._find(named or "")

    def added(self, roles: Callable[[str], bool]) -> Iterator[Entity]:
        """The new entities, with those of their relations whose role is known and whose other end is there."""
        for entity in self._added.values():
            ties = (replace(tie, of=self.here(tie.of) or "") for tie in entity.relations if roles(tie.role))
            yield replace(entity, relations=tuple(dict.fromkeys(t for t in ties if _is_whole(t, entity))))

    def _find(self, *names: str) -> str | None:
        keys = (form(plain(name)) for name in names for form in (squash, normalise))
        return next((self._owners[key] for key in keys if key and key in self._owners), None)

    def _add(self, entity: Entity) -> str:
        zh, en = plain(entity.zh), plain(entity.en)
        taken = {normalise(zh), normalise(en)}
        forms = []
        for form in map(plain, entity.forms):
            if form and normalise(form) not in taken and self._is_free(form):
                forms.append(form)
                taken.add(normalise(form))
        cased = [form for form in dict.fromkeys(map(plain, entity.cased)) if form and self._is_free(form)]
        new = replace(entity, id=self._free_id(en, zh), zh=zh, en=en, forms=tuple(forms))
        new = replace(new, cased=tuple(form for form in cased if form not in taken))
        self._added[new.id] = new
        self._own(new)
        return new.id

    def _is_free(self, form: str) -> bool:
        return not {form, normalise(form), squash(form)} & self._owners.keys()

    def _own(self, entity: Entity) -> None:
        self._ids.add(entity.id)
        for name in entity.names:
            self._owners.setdefault(normalise(name), entity.id)
            self._owners.setdefault(squash(name), entity.id)
        for form in entity.cased:
            self._owners.setdefault(form, entity.id)

    def _free_id(self, *names: str) -> str:
        readable = next(filter(None, map(slug, names)), "") or stable_key(names[0])
        first = readable[:_LONGEST_ID].strip("-")
        return next(i for i in _numbered(first) if i not in self._ids)


def _numbered(first: str) -> Iterator[str]:
    yield first
    number = 2
    while True:
        yield f"{first}-{number}"
        number += 1


def _is_whole(tie: Relation, entity: Entity) -> bool:
    return bool(tie.of) and tie.of != entity.id
