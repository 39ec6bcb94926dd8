"""The names of one article while they are being linked: groups of forms that one bearer has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from nowall.language.normalise import squash
from nowall.learn.extract.names_finds import Find
from nowall.learn.extract.names_gazetteer import Sighting, is_cased, known_keys
from nowall.learn.extract.names_text import key, word_set
from nowall.records import Entity, EntityKind


@dataclass
class Group:
    """The forms of one bearer as far as they are linked, in the order in which they were found."""

    forms: dict[str, None] = field(default_factory=dict)
    kinds: Counter[EntityKind] = field(default_factory=Counter)
    known: str | None = None
    """The gazetteer's id."""
    display: tuple[str, str] | None = None

    @property
    def kind(self) -> EntityKind:
        """What most of the evidence says."""
        return max(self.kinds, key=lambda kind: self.kinds[kind])

    def take(self, other: Group) -> None:
        """Make another group's forms and evidence this one's."""
        self.forms.update(other.forms)
        self.kinds.update(other.kinds)
        self.known, self.display = self.known or other.known, self.display or other.display


class Groups:
    """All names of one article, while they are being linked."""

    def __init__(self) -> None:
        self._by_key: dict[str, Group] = {}

    def __iter__(self) -> Iterator[Group]:
        return iter({id(group): group for group in self._by_key.values()}.values())

    def get(self, form: str) -> Group | None:
        """The group that has a form."""
        return self._by_key.get(key(form))

    def see(self, sighting: Sighting) -> None:
        """Take in a known name."""
        known = sighting.known
        group = self._by_key.get(known.id + "\0") or self._by_key.setdefault(known.id + "\0", Group())
        group.known, group.display = known.id, (known.forms[0], known.forms[1])
        group.kinds[known.kind] = 100
        self._add(group, sighting.form)

    def add(self, find: Find) -> None:
        """Take in a name that was found."""
        known = known_keys().get(key(find.form))
        if known:
            self.see(Sighting(known, find.form, 0, 0))
            return
        group = self.get(find.form) or Group()
        group.kinds[find.kind] += 3 if find.sure else 1
        self._add(group, find.form)

    def _add(self, group: Group, form: str) -> None:
        group.forms.setdefault(form)
        self._by_key[key(form)] = group

    def link(self, one: Group, form: str) -> None:
        """Give a group another form, and with it all that bears it."""
        other = self.get(form)
        if other is one or (other and one.known and other.known):
            return
        first, second = (other, one) if other and other.known else (one, other)
        if second:
            first.take(second)
            self._by_key = {k: first if group is second else group for k, group in self._by_key.items()}
        self._add(first, form)


def to_entity(group: Group) -> Entity:
    """The record of a group: Latin forms that are ordinary words as well count in their own letter case only."""
    by_length = sorted(group.forms, key=len, reverse=True)
    zh = next((form for form in by_length if not form.isascii()), "")
    en = next((form for form in by_length if form.isascii()), "")
    if group.display:
        zh, en = group.display
    cased = tuple(form for form in group.forms if _needs_case(form) and form not in {zh, en})
    forms = tuple(form for form in group.forms if form not in cased)
    identifier = group.known or squash(by_length[0]) or by_length[0]
    return Entity(id=identifier, kind=group.kind, zh=zh or en, en=en or zh, forms=forms, cased=cased)


def _needs_case(form: str) -> bool:
    return is_cased(form) or (form.isascii() and (len(form) <= 3 or form.title() in word_set("not_names")))
