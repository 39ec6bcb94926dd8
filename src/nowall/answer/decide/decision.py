"""What is decided of a question: the facts to show, or that there are none."""

from __future__ import annotations

from dataclasses import dataclass

from nowall.answer.question import Circumstance
from nowall.answers import Status
from nowall.records import Claim, Fact, Side


@dataclass(frozen=True, slots=True)
class ChosenFact:
    """A fact that the answer shows, with the side that it takes if the answer shows sides."""

    fact: Fact
    claim: Claim | None = None
    side: Side | None = None
    words: str | None = None
    """Those of its words that answer, where they were found when the question was asked."""
    dated: bool = False
    """Whether its date is wanted with it."""
    asked: tuple[Circumstance, ...] = ()
    """What a follow-up wants to know of the statement itself; all of it is known."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What becomes of a question. ``nearest`` are facts to offer where it is refused."""

    status: Status
    confidence: float
    chosen: tuple[ChosenFact, ...] = ()
    nearest: tuple[Fact, ...] = ()
