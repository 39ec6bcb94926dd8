"""The places of the site, whatever their addresses are."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Kind(StrEnum):
    """What there is a page of; the value begins its path."""

    HOME = ""
    ARTICLE = "a"
    ENTITY = "e"
    ENTITIES = "e/"
    CLAIM = "c"
    CLAIMS = "c/"


@dataclass(frozen=True, slots=True)
class Place:
    """One page, in any language."""

    kind: Kind = Kind.HOME
    key: str = ""
    """The stable key of an article, entity or claim."""
    part: str = ""
    """Of an entity ``by`` or ``of`` it alone; of all entities, those of this kind."""
    number: int = 1
    """Which page of a list that is too long for one."""
    words: str = ""
    """What is looked for, at home."""

    @property
    def path(self) -> str:
        """Where it is below the site, without what a query adds."""
        return f"{self.kind}/{self.key}" if self.key else str(self.kind)

    def at(self, number: int) -> Place:
        """Another page of the same list."""
        return replace(self, number=number)
