"""What a button carries: at most 64 bytes of letters and digits, the same after a restart and an upgrade.

``v1:ACTION[:KEY[:NUMBER]]``. A letter that was given out keeps its meaning for ever; new meanings get new letters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

_DATA = re.compile(r"v1:([a-z])(?::([A-Za-z0-9_-]{0,52})(?::([0-9]{1,6}))?)?")


class Action(StrEnum):
    """What a press does; the key is a fact's where nothing else is said."""

    CARD = "f"
    """Show the fact, and keep the buttons that offered it."""
    BACK = "b"
    """Show the answer again."""
    MORE = "m"
    """Further facts on this, from this number on."""
    CONTEXT = "c"
    ARTICLE = "a"
    """The card of the article that the fact comes from."""
    SOURCES = "s"
    """All sources of the answer."""
    UP = "u"
    DOWN = "d"
    REASON = "w"
    """Why an answer is disliked; the key is the reason."""
    LIST = "l"
    """A page of what was listed for the words of the command; the key is the command's name."""
    ABOUT = "e"
    """What is known of an entity, from this number on; its key."""
    TOPICS = "t"
    """Entities of a kind, from this number on."""
    LIBRARY = "q"
    """A page of the list of articles."""
    RANDOM = "x"
    SETTING = "z"
    """The key is ``name-value``."""
    PRIVACY = "p"
    """The key is ``export``, ``erase``, ``erase-yes`` or ``keep``."""
    GAPS = "g"
    """A page of the open gaps."""
    GAP = "h"
    """One gap, by its number."""
    GAP_DONE = "i"
    REMOVE = "r"
    """Remove an article; its key."""
    KEEP = "k"
    """Do not."""
    PICTURE = "o"
    """The quote as a picture, dark where the number is 1; under a picture, that one in its place."""


@dataclass(frozen=True, slots=True)
class Press:
    """A press of a button."""

    action: Action
    key: str = ""
    number: int = 0

    @property
    def data(self) -> str:
        """As a button carries it. Raises ValueError for a key that a button cannot carry."""
        number = f":{self.number}" if self.number else ""
        written = f"v1:{self.action}:{self.key}{number}" if self.key or number else f"v1:{self.action}"
        if not _DATA.fullmatch(written):
            raise ValueError(f"no button can carry {self.key!r}")
        return written


def read(data: str | None) -> Press | None:
    """What a button carried; None where this version does not know it."""
    match = _DATA.fullmatch(data or "")
    if match is None or match[1] not in set(Action):
        return None
    return Press(Action(match[1]), match[2] or "", int(match[3] or 0))
