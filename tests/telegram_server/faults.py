"""What can go wrong between the bot and Telegram, ordered by a test for the next calls of a method."""

from __future__ import annotations

from dataclasses import dataclass

from tests.telegram_server.errors import ApiError


@dataclass(frozen=True, slots=True)
class Fault:
    """One mishap: ``error`` is answered, ``drop`` closes the connection without an answer.

    With ``accept`` the call takes effect all the same: the case in which a caller cannot know.
    ``delay`` seconds pass before anything is answered (after the effect, where it is accepted).
    """

    error: ApiError | None = None
    drop: bool = False
    accept: bool = False
    delay: float = 0.0
