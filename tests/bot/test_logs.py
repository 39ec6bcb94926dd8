"""Logs: one JSON object a line, without secrets."""

from __future__ import annotations

import io
import json
import logging
import warnings
from collections.abc import Iterator

import pytest
import structlog

from bot.logs import set_up_logs

TOKEN = "12345678:AAFoo-secret_token-of-thirty-five"


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield io.StringIO()
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


def lines(stream: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_events_carry_the_update_that_they_belong_to(stream: io.StringIO) -> None:
    set_up_logs(TOKEN, stream)
    structlog.contextvars.bind_contextvars(update=42)
    structlog.get_logger("bot").info("question.answered", status="answered")
    logging.getLogger("elsewhere").warning("from the standard library")
    first, second = lines(stream)
    assert (first["event"], first["update"], first["level"]) == ("question.answered", 42, "info")
    assert (second["event"], second["update"]) == ("from the standard library", 42)


@pytest.mark.parametrize("secret", [TOKEN, ""])
def test_token_is_taken_out_wherever_it_stands(stream: io.StringIO, secret: str) -> None:
    set_up_logs(secret, stream)
    log = structlog.get_logger("bot")
    log.warning("poll.failed", url=f"https://api.telegram.org/bot{TOKEN}/getUpdates", nested={"a": [TOKEN]})
    try:
        int(TOKEN)
    except ValueError:
        log.exception("oops")
        logging.getLogger("x").exception("oops %s", TOKEN)
    assert "secret_token" not in stream.getvalue()
    assert stream.getvalue().count("[token]") >= 4
    assert len(lines(stream)) == 3


def test_short_configured_token_is_taken_out_too(stream: io.StringIO) -> None:
    set_up_logs("1:abc", stream)
    structlog.get_logger("bot").info("x", url="http://localhost/bot1:abc/getMe")
    assert "1:abc" not in stream.getvalue()


def test_http_clients_are_quiet(stream: io.StringIO) -> None:
    set_up_logs(TOKEN, stream)
    logging.getLogger("httpx").info("HTTP Request: POST https://api.telegram.org/bot…")
    logging.getLogger("httpcore.connection").debug("connect")
    assert not stream.getvalue()


def test_warnings_become_log_lines(stream: io.StringIO) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        set_up_logs(TOKEN, stream)
        warnings.warn("old thing", UserWarning, stacklevel=1)
    assert "old thing" in stream.getvalue()


def test_terminal_gets_readable_lines(stream: io.StringIO, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "isatty", lambda: True, raising=False)
    set_up_logs(TOKEN, stream)
    structlog.get_logger("bot").info("bot.started", token=TOKEN)
    assert "bot.started" in stream.getvalue()
    assert "{" not in stream.getvalue()
    assert "secret_token" not in stream.getvalue()
