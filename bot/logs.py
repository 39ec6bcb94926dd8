"""Logs: JSON lines, or readable ones on a terminal; never a token, never what somebody wrote."""

from __future__ import annotations

import logging
import re
import sys
import warnings
from typing import TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")
_QUIET = ("httpx", "httpcore", "telegram", "alembic", "asyncio", "jieba")


class Redactor:
    """Takes tokens out of a finished line: the configured one, and whatever looks like one."""

    def __init__(self, secret: str, render: Processor) -> None:
        self._secret = secret
        self._render = render

    def __call__(self, logger: WrappedLogger, name: str, event: EventDict) -> str:
        """Render the event, then redact."""
        line = str(self._render(logger, name, event))
        if self._secret:
            line = line.replace(self._secret, "[token]")
        return _TOKEN.sub("[token]", line)


def set_up_logs(secret: str = "", stream: TextIO | None = None, level: int = logging.INFO) -> None:
    """Send structlog and the standard library's logging through one redacting renderer."""
    target = stream or sys.stderr
    readable = target.isatty()
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    render: Processor = (
        structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        if readable
        else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    finish: list[Processor] = [structlog.stdlib.ProcessorFormatter.remove_processors_meta]
    if not readable:
        finish.append(structlog.processors.format_exc_info)
    handler = logging.StreamHandler(target)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=[*finish, Redactor(secret, render)])
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.captureWarnings(capture=True)
    warnings.filterwarnings("ignore", message=r"Please use 'Bot\.(getUpdates|sendMessage)'")
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared[:2],
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
