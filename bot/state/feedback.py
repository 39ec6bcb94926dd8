"""A vote on an answer, and what it does to the gap of its question: counted once, taken back with the vote."""

from __future__ import annotations

from sqlalchemy import Connection

from bot.state.gaps import note_disliked, note_gap_reason
from bot.state.turns import turn_of
from bot.state.votes import Tally, cast_vote, give_reason, vote_of
from nowall.answers import Language


def judge(
    connection: Connection, chat: int, reply: int, person: int, *, up: bool, language: Language, at: float
) -> Tally:
    """Cast a vote (see `cast_vote`) and bring the gap in step, while the question is remembered."""
    before = vote_of(connection, chat, reply, person)
    tally = cast_vote(connection, chat, reply, person, up=up, at=at)
    was_down, is_down = before is not None and not before.up, not up and (before is None or before.up)
    spoken = turn_of(connection, chat, reply)
    if spoken and was_down != is_down:
        if before and before.reason:
            note_gap_reason(connection, spoken.question, before.reason, -1)
        note_disliked(connection, spoken.question, language, spoken.facts, change=1 if is_down else -1, at=at)
    return tally


def explain(connection: Connection, chat: int, reply: int, person: int, reason: str) -> bool:
    """Give the reason of a vote against an answer, once or another one; False where there is no such vote."""
    before = vote_of(connection, chat, reply, person)
    if not give_reason(connection, chat, reply, person, reason):
        return False
    spoken = turn_of(connection, chat, reply)
    if spoken and before and before.reason != reason:
        if before.reason:
            note_gap_reason(connection, spoken.question, before.reason, -1)
        note_gap_reason(connection, spoken.question, reason)
    return True
