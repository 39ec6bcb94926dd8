"""A card as it is laid out, before anything is drawn: runs of words and bars, in pixels."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto

from nowall.cards.faces import Face


class Ink(StrEnum):
    """What a colour is for; `nowall.cards.drawing` has the colours."""

    WORDS = auto()
    QUIET = auto()
    ACCENT = auto()
    HAIRLINE = auto()


@dataclass(frozen=True, slots=True)
class Run:
    """Words that are put down at once, from ``x`` on the baseline ``y``."""

    x: float
    y: float
    text: str
    face: Face
    size: int
    ink: Ink


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled rectangle: left, top, right, bottom; its edges belong to it."""

    box: tuple[int, int, int, int]
    ink: Ink


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that is on a card, and how high it is."""

    height: int
    runs: tuple[Run, ...]
    bars: tuple[Bar, ...]
