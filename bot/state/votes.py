"""What people think of answers: one vote each, and a reason if they like."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, and_, delete, func, select, update

from bot.state.schema import VOTES
from bot.state.upserts import upsert

VOTE_DAYS = 30
"""How long votes are kept."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many like an answer, and how many do not."""

    up: int = 0
    down: int = 0


@dataclass(frozen=True, slots=True)
class Vote:
    """What one person thinks of an answer."""

    up: bool
    reason: str | None = None
    """Why not; only where ``up`` is false."""


def cast_vote(connection: Connection, chat: int, reply: int, person: int, *, up: bool, at: float) -> Tally:
    """Vote, or change one's vote (its reason goes), or take it back by voting the same again."""
    before = vote_of(connection, chat, reply, person)
    if before and before.up == up:
        connection.execute(delete(VOTES).where(_of(chat, reply, person)))
    else:
        key = {"chat": chat, "reply": reply, "person": person}
        upsert(connection, VOTES, key, {"up": up, "reason": None, "at": at})
    return tally_of(connection, chat, reply)


def give_reason(connection: Connection, chat: int, reply: int, person: int, reason: str) -> bool:
    """Say why one does not like an answer; False where there is no such vote (any more)."""
    mine = update(VOTES).where(_of(chat, reply, person), VOTES.c.up.is_(False))
    return bool(connection.execute(mine.values(reason=reason)).rowcount)


def vote_of(connection: Connection, chat: int, reply: int, person: int) -> Vote | None:
    """What a person thinks of an answer."""
    row = connection.execute(select(VOTES.c.up, VOTES.c.reason).where(_of(chat, reply, person))).first()
    return None if row is None else Vote(row.up, row.reason)


def tally_of(connection: Connection, chat: int, reply: int) -> Tally:
    """How an answer is liked."""
    votes = select(VOTES.c.up, func.count().label("number")).where(VOTES.c.chat == chat, VOTES.c.reply == reply)
    counts = {row.up: row.number for row in connection.execute(votes.group_by(VOTES.c.up))}
    return Tally(counts.get(True, 0), counts.get(False, 0))


def forget_votes(connection: Connection, before: float) -> None:
    """Forget the old ones."""
    connection.execute(delete(VOTES).where(VOTES.c.at < before))


def forget_votes_on(connection: Connection, chat: int, reply: int) -> None:
    """Forget those on a message whose words have changed."""
    connection.execute(delete(VOTES).where(VOTES.c.chat == chat, VOTES.c.reply == reply))


def _of(chat: int, reply: int, person: int) -> ColumnElement[bool]:
    return and_(VOTES.c.chat == chat, VOTES.c.reply == reply, VOTES.c.person == person)
