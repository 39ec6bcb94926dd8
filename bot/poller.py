"""Long polling of our own: a batch is committed to the inbox, only then the offset moves (decision 8)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, NoReturn, Protocol

import structlog
from telegram.error import Conflict, EndPointNotFound, InvalidToken, RetryAfter

from bot.failures import back_off, flood_wait
from bot.intake import ALLOWED_UPDATES
from bot.metrics import POLLS
from bot.receiving import RawUpdate
from nowall.errors import StoreError

_POLL_SECONDS = 30
_READ_SECONDS = _POLL_SECONDS + 15.0
_LONGEST_DELAY = 30.0
_FULL_DELAY = 5.0
"""Where Telegram is well and what it gives cannot be kept: whether there is room again is soon seen."""
_log = structlog.get_logger(__name__)


class StartupError(Exception):
    """The bot cannot run like this; the message is one sentence for whoever runs it."""


class Api(Protocol):
    """The one thing that polling needs of PTB's bot: a call whose result is left as it came."""

    async def do_api_request(self, endpoint: str, api_kwargs: dict[str, Any], *, read_timeout: float) -> Any:
        """Call a method of the Bot API."""


class Poller:
    """Takes updates from Telegram, a batch at a time."""

    def __init__(
        self, api: Api, take: Callable[[list[RawUpdate]], Awaitable[None]], heard: Callable[[], None] = lambda: None
    ) -> None:
        """``take`` keeps a batch (see `Receiver`); ``heard`` is told whenever Telegram has answered."""
        self._api = api
        self._take = take
        self._heard = heard
        self._offset: int | None = None
        self._troubles = 0

    async def run(self) -> NoReturn:
        """Poll until cancelled. Whatever fails is tried again, except for a token that is not accepted."""
        while True:
            try:
                await self.poll_once()
                self._troubles = 0
                POLLS.labels("ok").inc()
            except (InvalidToken, EndPointNotFound):
                raise StartupError("Telegram no longer accepts the token: set BOT_TOKEN to a valid one.") from None
            except Exception as error:  # noqa: BLE001 - a poller that dies silently is the worst of all
                await asyncio.sleep(self._trouble(error))

    async def poll_once(self) -> None:
        """Wait for a batch, commit it, then move the offset: not before it is safe with us."""
        parameters: dict[str, Any] = {"timeout": _POLL_SECONDS, "allowed_updates": list(ALLOWED_UPDATES)}
        if self._offset is not None:
            parameters["offset"] = self._offset
        batch: list[RawUpdate] = await self._api.do_api_request(
            "getUpdates", api_kwargs=parameters, read_timeout=_READ_SECONDS
        )
        self._heard()
        if not batch:
            return
        await self._take(batch)
        self._offset = max(update["update_id"] for update in batch) + 1

    def _trouble(self, error: Exception) -> float:
        """Log what is wrong, in words, and say how long to wait."""
        self._troubles += 1
        POLLS.labels(type(error).__name__).inc()
        delay = back_off(self._troubles, _FULL_DELAY if isinstance(error, StoreError) else _LONGEST_DELAY)
        if isinstance(error, RetryAfter):
            delay = flood_wait(error)
        if isinstance(error, Conflict):
            hint = "another program takes this bot's updates: stop it, a bot has one poller"
            _log.error("poll.conflict", hint=hint, error=str(error), again_in=round(delay, 1))
        elif not isinstance(error, StoreError) and (self._troubles in {1, 2} or self._troubles % 10 == 0):
            _log.warning("poll.failed", error=repr(error), times=self._troubles, again_in=round(delay, 1))
        return delay
