"""What is done with updates however they come: kept in the inbox, or, for inline queries, answered at once."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any

import structlog

from bot.inbox import Arrival

RawUpdate = dict[str, Any]
"""An update as Telegram sends it."""
_MOST = 2**63
_log = structlog.get_logger(__name__)


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
        legible = [update for raw in batch if (update := _legible(raw))]
        for update in legible:
            if "inline_query" in update:
                self._express(update)
        arrivals = self._sort(legible)
        if arrivals and await self._store(arrivals):
            self._wake()


def _legible(update: RawUpdate) -> RawUpdate | None:
    """The update without what no database and no answer can hold; one such update would keep all others waiting."""
    try:
        whole: RawUpdate = _whole(update)
    except (OverflowError, RecursionError) as error:
        _log.warning("update.unreadable", update=update.get("update_id"), error=type(error).__name__)
        return None
    return whole


def _whole(value: Any) -> Any:
    """JSON in which halves of surrogate pairs are replaced. Raises OverflowError for a number beyond 64 bits."""
    if isinstance(value, dict):
        return {_whole(name): _whole(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_whole(inner) for inner in value]
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if isinstance(value, int) and not -_MOST <= value < _MOST:
        raise OverflowError
    return value
