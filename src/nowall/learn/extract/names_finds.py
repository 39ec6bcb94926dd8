"""What the finders of names hand on."""

from __future__ import annotations

from dataclasses import dataclass

from nowall.records import EntityKind


@dataclass(frozen=True, slots=True)
class Find:
    """A name that an article has, as it is written there, and of what kind it seems to be."""

    form: str
    kind: EntityKind
    sure: bool = True
    """False where the kind is a guess that any better evidence overrules."""
