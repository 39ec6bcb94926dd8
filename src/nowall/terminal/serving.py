"""``nowall serve``: the pages, without a bot."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
import socket
import sys
from typing import NoReturn

import structlog
from rich.text import Text
from starlette.applications import Starlette

from nowall.engine import Engine
from nowall.errors import StoreError
from nowall.http_server import listen, serve_http
from nowall.site.app import site_routes
from nowall.terminal.console import console, put
from nowall.terminal.guard import OK
from nowall.terminal.session import Session

_REFRESH_SECONDS = 1.0
_TROUBLED_SECONDS = 5.0
_log = structlog.get_logger(__name__)


def serve(session: Session, host: str, port: int) -> int:
    """Serve until somebody says stop; port 0 takes a free one, and the address is told."""
    plain = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(
        processors=[structlog.processors.add_log_level, structlog.processors.TimeStamper("iso"), plain],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    listener = listen(host, port)
    with session.engine(warm=True) as engine:
        shown = f"[{host}]" if ":" in host else host
        address = f"http://{shown}:{listener.getsockname()[1]}/"
        put(console(), Text(session.say("serve_begins", address=address)))
        app = Starlette(routes=site_routes(engine, session.settings.public_url))
        with contextlib.suppress(asyncio.CancelledError):
            asyncio.run(_until_stopped(app, listener, engine))
    return OK


async def _until_stopped(app: Starlette, listener: socket.socket, engine: Engine) -> None:
    refreshing = asyncio.create_task(_refresh(engine))
    serving = asyncio.create_task(serve_http(app, listener))
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, serving.cancel)
    try:
        await serving
    finally:
        refreshing.cancel()


async def _refresh(engine: Engine) -> NoReturn:
    """Look once a second whether the corpus has changed; while it cannot be read, the old pages stay."""
    while True:
        pause = _REFRESH_SECONDS
        try:
            await asyncio.to_thread(engine.refresh)
        except StoreError as error:
            _log.warning("corpus.refresh_failed", error=str(error))
            pause = _TROUBLED_SECONDS
        await asyncio.sleep(pause)
