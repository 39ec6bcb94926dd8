"""What comes of learning: an `Outcome` for each document. Adapters render these values and add nothing to them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """What became of a document."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    COPY = "copy"
    CURATED = "curated"
    """The pack has an article of this id: an editor's word is the stronger one."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One document, or failure to get one, and what became of it."""

    origin: str
    fate: Fate
    article: str | None = None
    """The article that answers now: for a copy, the one that was there before."""
    facts: int = 0
    message: str = ""
    """Why it failed, in one sentence."""
    done: int = 0
    """How far reading had come, as in `Read`."""
