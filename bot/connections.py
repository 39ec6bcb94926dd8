"""Calls of the Bot API at the same time, each over a connection of its own.

PTB's HTTPXRequest has one pool of connections for all calls. For every call that pool looks at each of them several
times, and while there are more than twenty it closes those that become idle: at 32 calls at a time this is half of a
bot's CPU time. Here each pool holds one connection, and a call takes the one that became free last.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from typing import Any

import httpx
from telegram.request import BaseRequest, HTTPXRequest

_CONNECT_SECONDS = 5.0
_READ_SECONDS = 15.0
_WRITE_SECONDS = 15.0
_IDLE_SECONDS = 60.0


class Connections(BaseRequest):
    """As many connections as there are calls at a moment; what was long idle is closed by and by."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._certificates = httpx.create_ssl_context()
        self._idle: deque[tuple[HTTPXRequest, float]] = deque()

    @property
    def read_timeout(self) -> float:
        """Seconds that a call waits for its answer, unless it says otherwise."""
        return _READ_SECONDS

    async def initialize(self) -> None:
        """Nothing: connections are opened by those who need them."""

    async def shutdown(self) -> None:
        """Close all that are idle."""
        while self._idle:
            connection, _ = self._idle.pop()
            await connection.shutdown()

    async def do_request(self, *arguments: Any, **named: Any) -> tuple[int, bytes]:
        """Make a call; takes and raises what HTTPXRequest does. A connection that has failed is not used again."""
        connection = self._idle.pop()[0] if self._idle else self._open()
        try:
            result = await connection.do_request(*arguments, **named)
        except BaseException:
            await connection.shutdown()
            raise
        self._idle.append((connection, self._clock()))
        await self._close_longest_idle()
        return result

    def _open(self) -> HTTPXRequest:
        return HTTPXRequest(
            connection_pool_size=1,
            connect_timeout=_CONNECT_SECONDS,
            read_timeout=_READ_SECONDS,
            write_timeout=_WRITE_SECONDS,
            httpx_kwargs={"verify": self._certificates},
        )

    async def _close_longest_idle(self) -> None:
        connection, since = self._idle[0]
        if self._clock() - since > _IDLE_SECONDS:
            self._idle.popleft()
            await connection.shutdown()
