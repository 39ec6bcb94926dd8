"""What was asked and with which facts it was answered: what a follow-up question rests on."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, delete, select

from bot.state.schema import TURNS
from bot.state.upserts import upsert
from nowall.answers import Turn

MOST_TURNS = 3
TURN_DAYS = 7
"""How long a turn is remembered."""
_TURN = select(TURNS).where(TURNS.c.chat == bindparam("chat"), TURNS.c.reply == bindparam("reply"))
_LATEST = (
    select(TURNS.c.reply)
    .where(TURNS.c.chat == bindparam("chat"), TURNS.c.topic == bindparam("topic"), TURNS.c.at >= bindparam("since"))
    .order_by(TURNS.c.at.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Spoken:
    """A question as it is remembered; ``follows`` is the bot's message before it in the same conversation."""

    question: str
    facts: tuple[str, ...]
    topic: int = 0
    follows: int | None = None


def remember_turn(connection: Connection, chat: int, reply: int, spoken: Spoken, at: float) -> None:
    """Note what the bot's message ``reply`` answered."""
    values = {
        "topic": spoken.topic,
        "follows": spoken.follows,
        "question": spoken.question,
        "facts": list(spoken.facts),
        "at": at,
    }
    upsert(connection, TURNS, {"chat": chat, "reply": reply}, values)


def turn_of(connection: Connection, chat: int, reply: int) -> Spoken | None:
    """What the bot's message ``reply`` answered."""
    row = connection.execute(_TURN, {"chat": chat, "reply": reply}).first()
    return None if row is None else Spoken(row.question, tuple(row.facts), row.topic, row.follows)


def latest_turn(connection: Connection, chat: int, topic: int, since: float) -> int | None:
    """The bot's last answer in this chat and topic, if it is recent."""
    return connection.scalar(_LATEST, {"chat": chat, "topic": topic, "since": since})


def followed_by(connection: Connection, chat: int, reply: int) -> int | None:
    """The bot's message that came before ``reply`` in its conversation."""
    return connection.scalar(select(TURNS.c.follows).where(TURNS.c.chat == chat, TURNS.c.reply == reply))


def conversation(connection: Connection, chat: int, reply: int | None) -> tuple[Turn, ...]:
    """The turns that led to ``reply`` and it itself, oldest first."""
    turns: list[Turn] = []
    while reply is not None and len(turns) < MOST_TURNS:
        spoken = turn_of(connection, chat, reply)
        if spoken is None:
            break
        turns.append(Turn(spoken.question, spoken.facts))
        reply = spoken.follows
    return tuple(reversed(turns))


def forget_turns(connection: Connection, before: float) -> None:
    """Forget the old ones."""
    connection.execute(delete(TURNS).where(TURNS.c.at < before))
