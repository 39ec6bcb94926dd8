"""What the parts of extraction need to know of an article's names, whoever finds them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from nowall.records import Entity


class NameMention(Protocol):
    """A name in a text, at these offsets."""

    @property
    def entity(self) -> str:
        """Its entity's id."""

    @property
    def start(self) -> int:
        """Its first character."""

    @property
    def end(self) -> int:
        """The place after its last character."""


class Names(Protocol):
    """The names of one article."""

    def mentions(self, text: str) -> Sequence[NameMention]:
        """Sorted, none overlapping another."""

    def entity(self, identifier: str) -> Entity | None:
        """The entity of a mention."""
