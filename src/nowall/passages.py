"""Learned records as they are ranked: a corpus may have a million, of which a question looks at some dozens."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Passage:
    """A learned record with what its article adds to it, and nothing that only an answer needs."""

    id: str
    article: str
    place: int
    """Its position within the article (0-based)."""
    kind: str
    text: str
    about: tuple[str, ...]
    """Every entity that it speaks of."""
    voices: tuple[str, ...]
    """Who says it."""
    when: str | None
    title: str
    """The article's."""
