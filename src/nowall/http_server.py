"""uvicorn within an event loop of ours: it neither handles signals nor configures logs, whoever serves does both."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

import structlog
import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol

from nowall.errors import SettingsError

HEAD_SECONDS = 10.0
"""Within this time a request must have begun: who sends a letter a minute holds no connection."""
MOST_CONNECTIONS = 256
"""Telegram opens 40 at most; to more than these 503 is said."""
_BACKLOG = 512
LONGEST_GOODBYE = 3
"""Seconds that open connections have when the server stops."""
_log = structlog.get_logger(__name__)


class _Server(uvicorn.Server):
    """A server whose signals are somebody else's business."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave them alone."""
        yield


class _Impatient(H11Protocol):
    """A connection that is closed where the head of the next request takes too long; uvicorn waits for ever."""

    _limit: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait_for_head()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._limit:
            self._limit.cancel()
        super().connection_lost(exc)

    def _wait_for_head(self) -> None:
        if self._limit:
            self._limit.cancel()
        self._limit = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _give_up(self) -> None:
        if not self.cycle or self.cycle.response_complete:
            self.transport.close()


def listen(host: str, port: int) -> socket.socket:
    """Take the address now, so that a port in use is told before anything else happens. Raises SettingsError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # Named by its protocol: only then does asyncio send small pieces at once, and no answer waits 40 ms for an ACK.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise SettingsError(f"The HTTP front cannot listen on {host}, port {port}: {error.strerror}.") from None
    return listener


async def serve_http(app: ASGIApp, listener: socket.socket) -> None:
    """Serve until cancelled; open requests are finished within their grace period."""
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="none",
        server_header=False,
        date_header=False,
        http=_Impatient,
        backlog=_BACKLOG,
        limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=LONGEST_GOODBYE,
        h11_max_incomplete_event_size=16_384,
    )
    server = _Server(config)
    with closing(listener):
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        _log.info("front.listening", port=listener.getsockname()[1])
        try:
            await asyncio.shield(serving)
        except asyncio.CancelledError:
            server.should_exit = True
            with suppress(asyncio.CancelledError):
                await serving
            raise
