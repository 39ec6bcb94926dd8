"""What is done with updates however they come: kept in the inbox, or, for inline queries, answered at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from bot.inbox import Arrival

RawUpdate = dict[str, Any]
"""An update as Telegram sends it."""


class Receiver:
    """The one way in: when `take` returns, all that speaks to the bot is safe in the inbox."""

    def __init__(
        self,
        sort: Callable[[Sequence[RawUpdate]], list[Arrival]],
        store: Callable[[list[Arrival]], Awaitable[int]],
        wake: Callable[[], None],
        express: Callable[[RawUpdate], None],
    ) -> None:
        self._sort = sort
        self._store = store
        self._wake = wake
        self._express = express

    async def take(self, batch: Sequence[RawUpdate]) -> None:
        """Take a batch. Raises where it could not be kept: whoever sent it must not be told that it was taken."""
        for update in batch:
            if "inline_query" in update:
                self._express(update)
        arrivals = self._sort(batch)
        if arrivals and await self._store(arrivals):
            self._wake()
