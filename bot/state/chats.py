"""Which chats the bot is in, where a group went that became a supergroup, and what goes with the bot."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, distinct, func, select

from bot.state.preferences import forget_preferences, move_preferences
from bot.state.schema import CHATS, REPLIES, TURNS, VOTES
from bot.state.upserts import upsert


def note_chat(connection: Connection, chat: int, at: float, *, active: bool, moved_to: int | None = None) -> bool:
    """Note whether the bot is in a chat. Tells whether the chat is new: not known before, or not active."""
    was_active = connection.scalar(select(CHATS.c.active).where(CHATS.c.chat == chat))
    values: dict[str, Any] = {"active": active, "at": at}
    if active or moved_to is not None:  # an old group that the bot is out of has still moved
        values["moved_to"] = moved_to
    upsert(connection, CHATS, {"chat": chat}, values)
    return not was_active


def move_chat(connection: Connection, old: int, new: int, at: float) -> None:
    """A group became a supergroup: same chat, same settings, new id, and messages numbered anew.

    Telegram says so twice, in either order: what was noted since the first time stays.
    """
    if connection.scalar(select(CHATS.c.moved_to).where(CHATS.c.chat == old)) != new:
        note_chat(connection, old, at, active=False, moved_to=new)
        note_chat(connection, new, at, active=True)
    move_preferences(connection, old, new)
    _forget_messages(connection, old)  # their numbers mean other messages in the new one


def forget_chat(connection: Connection, chat: int, at: float) -> None:
    """The bot was removed: only that it was there is remembered."""
    note_chat(connection, chat, at, active=False)
    forget_preferences(connection, chat)
    _forget_messages(connection, chat)


def active_chats(connection: Connection) -> tuple[int, int]:
    """In how many private chats and in how many groups the bot has answered lately: as long as replies are kept."""
    chats = func.count(distinct(REPLIES.c.chat))
    private, groups = chats.filter(REPLIES.c.chat > 0), chats.filter(REPLIES.c.chat < 0)
    row = connection.execute(select(private, groups)).one()
    return row[0], row[1]


def _forget_messages(connection: Connection, chat: int) -> None:
    for table in (REPLIES, TURNS, VOTES):
        connection.execute(delete(table).where(table.c.chat == chat))
