"""Which message answers which question, so that an edited question edits its answer."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from bot.state.schema import REPLIES
from bot.state.upserts import upsert

REPLY_DAYS = 7
"""How long it is remembered."""


def remember_reply(connection: Connection, chat: int, question: int, reply: int, at: float) -> None:
    """Note that ``reply`` answers ``question``."""
    upsert(connection, REPLIES, {"chat": chat, "question": question}, {"reply": reply, "at": at})


def find_reply(connection: Connection, chat: int, question: int) -> int | None:
    """The message that answers ``question``, if there is one."""
    return connection.scalar(select(REPLIES.c.reply).where(REPLIES.c.chat == chat, REPLIES.c.question == question))


def forget_replies(connection: Connection, before: float) -> None:
    """Forget the old ones."""
    connection.execute(delete(REPLIES).where(REPLIES.c.at < before))
