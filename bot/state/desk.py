"""What the bot's owners look at: questions without a good answer, and numbers."""

from __future__ import annotations

from datetime import date, timedelta

from bot.state.access import Access
from bot.state.chats import active_chats
from bot.state.gaps import Gap, close_gap, gap, open_gaps
from bot.state.tallies import day_of, tallies


class Desk(Access):
    """Gaps and tallies. What belongs to an update is noted with it, by the functions that this calls."""

    async def gaps(self, start: int, number: int) -> tuple[list[Gap], int]:
        """A page of the open gaps, most frequent first, and how many there are in all."""
        return await self._run(lambda connection: open_gaps(connection, start, number))

    async def gap(self, number: int) -> Gap | None:
        """A gap, open or closed."""
        return await self._run(lambda connection: gap(connection, number))

    async def close(self, number: int) -> bool:
        """Something was done about a gap; False where it is closed already."""
        return await self._run(lambda connection: close_gap(connection, number, self._clock()))

    async def tallies(self, days: int) -> dict[str, int]:
        """How often each happened in the last ``days`` days, today among them."""
        since = self._today() - timedelta(days=days - 1)
        return await self._run(lambda connection: tallies(connection, since))

    async def active_chats(self) -> tuple[int, int]:
        """How many private chats and how many groups the bot is in."""
        return await self._run(active_chats)

    def _today(self) -> date:
        return day_of(self._clock())
