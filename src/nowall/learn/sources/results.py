"""What reading gives, whatever the source: documents, and for what could not be read a sentence why."""

from __future__ import annotations

from dataclasses import dataclass

from nowall.learn.documents import Document


@dataclass(frozen=True, slots=True)
class Failure:
    """One file, line or address that gave no document; everything else goes on."""

    origin: str
    """The file (``news.jsonl:12`` for a line of it) or address, fit to be printed."""
    message: str
    """One sentence for a human."""


@dataclass(frozen=True, slots=True)
class Read:
    """One step of reading, and how far it got."""

    result: Document | Failure
    done: int
    """Bytes of the input, as it lies on the disk, that are dealt with; never falling, at most `Found.size`."""
