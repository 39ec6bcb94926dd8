"""The settings of all chats in this process: addressing needs them before anything is stored."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.state.access import Access
from bot.state.preferences import DEFAULT, Preferences, all_preferences, set_preferences
from nowall.database import Writer


class Preferred(Access):
    """A copy of the table of preferences, which is as small as few chats change anything; `load` it first.

    What is written is written through it: by `set` here, by `Memory` and `People` with `moved` and `forgotten`.
    """

    def __init__(self, writer: Writer, clock: Callable[[], float] = time.time) -> None:
        super().__init__(writer, clock)
        self._chats: dict[int, Preferences] = {}

    async def load(self) -> None:
        """Read the table."""
        self._chats = await self._run(all_preferences)

    def of(self, chat: int) -> Preferences:
        """What is set in a chat."""
        return self._chats.get(chat, DEFAULT)

    async def set(self, chat: int, preferences: Preferences) -> None:
        """Set all at once; holds once it is stored."""
        await self._run(lambda connection: set_preferences(connection, chat, preferences, self._clock()))
        if preferences == DEFAULT:
            self._chats.pop(chat, None)
        else:
            self._chats[chat] = preferences

    def moved(self, old: int, new: int) -> None:
        """Follow what `move_chat` did to the table."""
        if preferences := self._chats.pop(old, None):
            self._chats.setdefault(new, preferences)

    def forgotten(self, chat: int) -> None:
        """Follow what `forget_chat` or `erase_person` did to the table."""
        self._chats.pop(chat, None)
