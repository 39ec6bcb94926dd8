"""The bot's memory as its handlers use it: asynchronous, one short transaction each."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Connection

from bot.state.chats import move_chat, note_chat
from bot.state.replies import find_reply, forget_replies
from bot.state.turns import conversation, followed_by, forget_turns, latest_turn
from nowall.answers import Turn
from nowall.database import Writer

T = TypeVar("T")

PRIVATE_SECONDS = 15 * 60.0
"""How long a private question follows the one before."""
_REPLY_SECONDS = 48 * 3600.0
_TURN_SECONDS = 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Before:
    """What came before a question: the earlier turns, and the bot's message that it follows."""

    turns: tuple[Turn, ...] = ()
    follows: int | None = None


class Memory:
    """Replies, turns and chats."""

    def __init__(self, writer: Writer, clock: Callable[[], float] = time.time) -> None:
        self._writer = writer
        self._clock = clock

    async def reply_to(self, chat: int, question: int) -> int | None:
        """The bot's answer to a message."""
        return await self._run(lambda connection: find_reply(connection, chat, question))

    async def before(self, chat: int, topic: int, *, replied: int | None, private: bool) -> Before:
        """What a new question follows: the answer it replies to, or, in private, the last one if it is recent."""

        def look(connection: Connection) -> Before:
            follows = replied
            if follows is None and private:
                follows = latest_turn(connection, chat, topic, self._clock() - PRIVATE_SECONDS)
            return Before(conversation(connection, chat, follows), follows)

        return await self._run(look)

    async def before_reply(self, chat: int, reply: int) -> Before:
        """What the question followed that ``reply`` answers: for a question that is edited."""

        def look(connection: Connection) -> Before:
            follows = followed_by(connection, chat, reply)
            return Before(conversation(connection, chat, follows), follows)

        return await self._run(look)

    async def note(self, chat: int, *, active: bool) -> None:
        """Note whether the bot is in a chat."""
        await self._run(lambda connection: note_chat(connection, chat, self._clock(), active=active))

    async def move(self, old: int, new: int) -> None:
        """Follow a group that became a supergroup."""
        await self._run(lambda connection: move_chat(connection, old, new, self._clock()))

    async def prune(self) -> None:
        """Forget what is old."""

        def forget(connection: Connection) -> None:
            forget_replies(connection, self._clock() - _REPLY_SECONDS)
            forget_turns(connection, self._clock() - _TURN_SECONDS)

        await self._run(forget)

    async def _run(self, work: Callable[[Connection], T]) -> T:
        return await asyncio.wrap_future(self._writer.submit(work))
