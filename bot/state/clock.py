"""The clock that all bots of one server go by: the server's."""

from __future__ import annotations

import time

from sqlalchemy import Connection, text

from bot.state.access import Access
from nowall.database import Writer

_NOW = text("SELECT extract(epoch FROM clock_timestamp())")


class ServerClock(Access):
    """Seconds since 1970 by the server's clock, which is asked now and then: those of machines may differ."""

    def __init__(self, writer: Writer) -> None:
        super().__init__(writer)
        self._ahead = 0.0

    def __call__(self) -> float:
        """The time, right within half of the way to the server and back."""
        return time.time() + self._ahead

    async def measure(self) -> None:
        """Ask the server how late it is."""
        self._ahead = await self._run(_ahead)


def _ahead(connection: Connection) -> float:
    before = time.time()
    there = float(connection.scalar(_NOW) or 0.0)
    return there - (before + time.time()) / 2
