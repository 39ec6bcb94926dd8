"""What can be asked at all, as far as the terminal knows better than the engine."""

from __future__ import annotations

from collections.abc import Iterable

from nowall.answers import Turn
from nowall.errors import InputError
from nowall.terminal.session import Session


def readable(session: Session, text: str) -> str:
    """Give the text back, or raise InputError where bytes in it are no UTF-8 (Python marks them by surrogates)."""
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise InputError(session.say("not_text")) from error
    return text


def earlier_turns(questions: Iterable[str]) -> tuple[Turn, ...]:
    """Earlier questions as turns that the engine answers first."""
    return tuple(Turn(question) for question in questions)
