"""A stand-in for the names of an article: it knows the forms that it is given."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nowall.records import Entity, EntityKind

PEOPLE = {
    "lin": ["林晓", "林曉"],
    "zhao": ["赵安", "趙安"],
    "hart": ["Mary Hart", "哈特"],
    "cole": ["Tom Cole", "科尔"],
}
ORGANISATIONS = {
    "star": ["星河科技", "Star Labs"],
    "daily": ["晨光报", "晨光報", "The Daily"],
    "wire": ["远洋社", "遠洋社", "Ocean Wire"],
}


@dataclass(frozen=True)
class Mention:
    entity: str
    start: int
    end: int


class KnownNames:
    def __init__(self) -> None:
        self._forms = {form: key for known in (PEOPLE, ORGANISATIONS) for key, forms in known.items() for form in forms}
        self._pattern = re.compile("|".join(map(re.escape, sorted(self._forms, key=len, reverse=True))))

    def mentions(self, text: str) -> list[Mention]:
        return [Mention(self._forms[m.group()], m.start(), m.end()) for m in self._pattern.finditer(text)]

    def entity(self, identifier: str) -> Entity | None:
        kind = EntityKind.PERSON if identifier in PEOPLE else EntityKind.ORGANISATION
        return Entity(identifier, kind, zh=identifier, en=identifier)
