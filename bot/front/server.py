"""uvicorn within the bot's event loop: it neither handles signals nor configures logs, the bot does both."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress

import structlog
import uvicorn
from starlette.types import ASGIApp

from bot.poller import StartupError

_BACKLOG = 512
_LONGEST_GOODBYE = 3
"""Seconds that open connections have when the bot stops."""
_log = structlog.get_logger(__name__)


class _Server(uvicorn.Server):
    """A server whose signals are the bot's business."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave them alone."""
        yield


def listen(host: str, port: int) -> socket.socket:
    """Take the address now, so that a port in use is told before anything else happens. Raises StartupError."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise StartupError(f"The HTTP front cannot listen on {host}, port {port}: {error.strerror}.") from None
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
        backlog=_BACKLOG,
        timeout_graceful_shutdown=_LONGEST_GOODBYE,
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
