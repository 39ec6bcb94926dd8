"""The heartbeat: who lives renews its leases; leases of those who do not are taken over."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import NoReturn

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.inbox import Inbox
from bot.metrics import TAKEN_OVER
from nowall.errors import StoreError

BEAT_SECONDS = 3.0
STEADY_SECONDS = 8.0
"""So long after a gap nothing is taken over: others, who lived through the same, renew what they have first."""
_GAP_SECONDS = 2.5 * BEAT_SECONDS
_log = structlog.get_logger(__name__)


class Heartbeat:
    """Beats every few seconds, on whatever the inbox is kept.

    A gap between beats is an outage of the database, a machine that slept, or the start of this bot. After one, leases
    may have run out whose holders live, and may be sending.
    """

    def __init__(
        self,
        inbox: Inbox,
        wake: Callable[[], None],
        measure: Callable[[], Awaitable[None]] | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """``wake`` is told when there are lanes to serve, ``measure`` brings the inbox's clock up to date."""
        self._inbox = inbox
        self._wake = wake
        self._measure = measure
        self._clock = clock
        self._last = 0.0
        self._steady_since = 0.0

    async def run(self) -> NoReturn:
        """Beat until cancelled."""
        while True:
            try:
                await self.beat()
            except StoreError:  # the inbox has told it
                pass
            except SQLAlchemyError:
                _log.exception("inbox.unusable")
            await asyncio.sleep(BEAT_SECONDS)

    async def beat(self) -> None:
        """Renew, and, in steady times, take over. Raises what keeps it from that."""
        if self._measure:
            await self._measure()
        now = self._clock()
        if not 0.0 <= now - self._last <= _GAP_SECONDS:
            self._steady_since = now
        lanes = await self._inbox.tend(sweep=now - self._steady_since >= STEADY_SECONDS)
        self._last = now
        if lanes:
            TAKEN_OVER.inc(lanes)
            _log.warning("lanes.taken_over", lanes=lanes)
            self._wake()
