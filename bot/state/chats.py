"""Which chats the bot is in, and where a group went that became a supergroup."""

from __future__ import annotations

from sqlalchemy import Connection, delete
from sqlalchemy.dialects.sqlite import insert

from bot.state.schema import CHATS, REPLIES, TURNS


def note_chat(connection: Connection, chat: int, at: float, *, active: bool, moved_to: int | None = None) -> None:
    """Note whether the bot is in a chat."""
    values = {"active": active, "moved_to": moved_to, "at": at}
    row = insert(CHATS).values(chat=chat, **values)
    connection.execute(row.on_conflict_do_update(index_elements=["chat"], set_=values))


def move_chat(connection: Connection, old: int, new: int, at: float) -> None:
    """A group became a supergroup: same chat, new id, and messages numbered anew."""
    note_chat(connection, old, at, active=False, moved_to=new)
    note_chat(connection, new, at, active=True)
    # Message numbers of the old group mean other messages in the new one.
    for table in (REPLIES, TURNS):
        connection.execute(delete(table).where(table.c.chat == old))
