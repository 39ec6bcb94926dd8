"""The settings of all chats in this process: addressing needs them before anything is stored."""

from __future__ import annotations

import time
from collections.abc import Callable

from sqlalchemy import Connection

from bot.state.access import Access
from bot.state.preferences import (
    DEFAULT,
    VERSION,
    Preferences,
    all_preferences,
    preferences_of,
    set_preferences,
)
from bot.state.versions import version_of
from nowall.database import Writer


class Preferred(Access):
    """A copy of the table of preferences, which is as small as few chats change anything; `load` it first.

    What is written is written through it: by `set` here, by `Memory` and `People` with `moved` and `forgotten`. What
    other bots of the same server write is in it when `load` has looked again.
    """

    def __init__(self, writer: Writer, clock: Callable[[], float] = time.time) -> None:
        super().__init__(writer, clock)
        self._chats: dict[int, Preferences] = {}
        self._version = -1

    async def load(self) -> None:
        """Read the table, if it has changed since the last time."""
        known = self._version

        def look(connection: Connection) -> tuple[int, dict[int, Preferences]] | None:
            version = version_of(connection, VERSION)  # before the table: what changes meanwhile is read once more
            return None if version == known else (version, all_preferences(connection))

        if found := await self._run(look):
            self._version, self._chats = found

    async def now(self, chat: int) -> Preferences:
        """What is set in a chat, by the table: whoever changes some of it must not undo what another bot has set."""
        found = await self._run(lambda connection: preferences_of(connection, chat))
        self._keep(chat, found)
        return found

    def of(self, chat: int) -> Preferences:
        """What is set in a chat."""
        return self._chats.get(chat, DEFAULT)

    async def set(self, chat: int, preferences: Preferences) -> None:
        """Set all at once; holds once it is stored."""
        await self._run(lambda connection: set_preferences(connection, chat, preferences, self._clock()))
        self._keep(chat, preferences)

    def moved(self, old: int, new: int) -> None:
        """Follow what `move_chat` did to the table."""
        if preferences := self._chats.pop(old, None):
            self._chats.setdefault(new, preferences)

    def forgotten(self, chat: int) -> None:
        """Follow what `forget_chat` or `erase_person` did to the table."""
        self._chats.pop(chat, None)

    def _keep(self, chat: int, preferences: Preferences) -> None:
        if preferences == DEFAULT:
            self._chats.pop(chat, None)
        else:
            self._chats[chat] = preferences
