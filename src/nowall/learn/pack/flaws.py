"""What is wrong with a pack: found in a record, told with the file and the line."""

from __future__ import annotations

from typing import NamedTuple

from nowall.learn.pack.lines import Place


class Flaw(NamedTuple):
    """Something that is wrong with a record."""

    kind: str
    """article, fact, entity or claim."""
    id: str
    told: str
    """What is wrong and what to do, as half a sentence."""
    path: Place = ()
    """The key within the record."""


class Problem(NamedTuple):
    """Something that is wrong at a place; problems sort in the order in which an editor meets them."""

    file: str
    line: int
    told: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.told}"
