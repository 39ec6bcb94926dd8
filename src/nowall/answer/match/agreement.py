"""Whether a record gives something of the sort that a question asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from nowall.answer.question import NameOf, Question

DATE = re.compile(
    r"\d ?年|\d ?月|\d{4}|凌晨|点|"
    r"january|february|march|april|may \d|june|july|august|september|october|november|december"
)
_ORGANISATIONS = frozenset({"organisation", "publication", "source"})


def agreement(wanted: bool, given: bool) -> float:
    """1 where a record gives what is wanted, -1 where not, 0 where nothing of the sort is wanted."""
    if not wanted:
        return 0.0
    return 1.0 if given else -1.0


def names_what_is_asked(question: Question, about: Iterable[str], kind_of: Callable[[str], str | None]) -> float:
    """Whether a record has a name of what is wanted that the question does not have; 0 if it may be one."""
    if question.name_of is None:
        return 0.0
    new = {kind_of(entity) for entity in about if entity not in question.entities and entity not in question.hints}
    if question.name_of is NameOf.ANYTHING:
        return 1.0 if new else -1.0
    wanted = _ORGANISATIONS if question.name_of is NameOf.ORGANISATION else {"person"}
    if new & wanted:
        return 1.0
    return 0.0 if question.name_of is NameOf.SOMEBODY and new & _ORGANISATIONS else -1.0
