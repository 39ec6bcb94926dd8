"""The bot's memory as its handlers use it: asynchronous, one short transaction each."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection

from bot.state.access import DAY_SECONDS, Access
from bot.state.buckets import BUCKET_SECONDS, forget_buckets
from bot.state.chats import forget_chat, move_chat, note_chat
from bot.state.gaps import prune_gaps
from bot.state.pictures import PICTURE_DAYS, find_picture, forget_pictures
from bot.state.preferred import Preferred
from bot.state.replies import REPLY_DAYS, find_reply, forget_replies
from bot.state.tallies import TALLY_DAYS, forget_tallies
from bot.state.turns import TURN_DAYS, Spoken, conversation, followed_by, forget_turns, latest_turn, turn_of
from bot.state.votes import VOTE_DAYS, Tally, forget_votes, tally_of
from nowall.answers import Turn
from nowall.database import Writer

PRIVATE_SECONDS = 15 * 60.0
"""How long a private question follows the one before."""


@dataclass(frozen=True, slots=True)
class Before:
    """What came before a question: the earlier turns, and the bot's message that it follows."""

    turns: tuple[Turn, ...] = ()
    follows: int | None = None


class Memory(Access):
    """Conversations and chats: replies, turns, votes, and where the bot is."""

    def __init__(
        self, writer: Writer, clock: Callable[[], float] = time.time, preferred: Preferred | None = None
    ) -> None:
        super().__init__(writer, clock)
        self.preferred = preferred or Preferred(writer, clock)

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

    async def turn(self, chat: int, reply: int) -> Spoken | None:
        """What the bot's message ``reply`` answered, while it is remembered."""
        return await self._run(lambda connection: turn_of(connection, chat, reply))

    async def tally(self, chat: int, reply: int) -> Tally:
        """How an answer is liked."""
        return await self._run(lambda connection: tally_of(connection, chat, reply))

    async def picture(self, digest: str) -> str | None:
        """By which id Telegram sends a picture again, if it has it."""
        return await self._run(lambda connection: find_picture(connection, digest))

    async def note(self, chat: int, *, active: bool) -> bool:
        """Note whether the bot is in a chat. Tells whether the chat is new: not known before, or not active."""
        return await self._run(lambda connection: note_chat(connection, chat, self._clock(), active=active))

    async def move(self, old: int, new: int) -> None:
        """Follow a group that became a supergroup."""
        await self._run(lambda connection: move_chat(connection, old, new, self._clock()))
        self.preferred.moved(old, new)

    async def forget(self, chat: int) -> None:
        """The bot was removed from a chat: keep only that it was there."""
        await self._run(lambda connection: forget_chat(connection, chat, self._clock()))
        self.preferred.forgotten(chat)

    async def prune(self) -> None:
        """Forget what is old, of all that the bot remembers."""

        def forget(connection: Connection) -> None:
            now = self._clock()
            forget_replies(connection, now - REPLY_DAYS * DAY_SECONDS)
            forget_turns(connection, now - TURN_DAYS * DAY_SECONDS)
            forget_pictures(connection, now - PICTURE_DAYS * DAY_SECONDS)
            forget_votes(connection, now - VOTE_DAYS * DAY_SECONDS)
            forget_tallies(connection, datetime.fromtimestamp(now - TALLY_DAYS * DAY_SECONDS, UTC).date())
            forget_buckets(connection, now - BUCKET_SECONDS)
            prune_gaps(connection)

        await self._run(forget)
