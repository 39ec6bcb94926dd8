"""The front's connections: who is slow, and who is one too many."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import suppress

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

import bot.front.webhook
import nowall.http_server
from bot.front.server import listen, serve_http
from bot.front.webhook import Webhook
from bot.poller import StartupError
from bot.receiving import RawUpdate

HEAD = (
    b"POST /telegram HTTP/1.1\r\nHost: bot\r\nContent-Type: application/json\r\n"
    b"X-Telegram-Bot-Api-Secret-Token: secret\r\nContent-Length: 15\r\n\r\n"
)
BODY = b'{"update_id":1}'


@pytest.fixture
async def port(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[int]:
    monkeypatch.setattr(nowall.http_server, "HEAD_SECONDS", 0.3)
    monkeypatch.setattr(bot.front.webhook, "BODY_SECONDS", 0.3)

    async def take(_: list[RawUpdate]) -> None:
        return

    async def slow(_: Request) -> Response:
        await asyncio.sleep(0.6)
        return PlainTextResponse("late")

    listener = listen("127.0.0.1", 0)
    webhook = Route("/telegram", Webhook("secret", take).receive, methods=["POST"])
    serving = asyncio.create_task(serve_http(Starlette(routes=[webhook, Route("/slow", slow)]), listener))
    await asyncio.sleep(0.05)
    yield listener.getsockname()[1]
    serving.cancel()
    await asyncio.gather(serving, return_exceptions=True)


async def answer(port: int, *pieces: bytes, pause: float = 0.1) -> bytes:
    """Send piece after piece; all that comes back until the connection is closed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    answered = b""
    with suppress(ConnectionError):  # closed while we wrote
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause)
    async with asyncio.timeout(5):
        with suppress(ConnectionError):
            while data := await reader.read(1_000):
                answered += data
    writer.close()
    return answered


async def test_post_is_answered(port: int) -> None:
    assert (await answer(port, HEAD.replace(b"Host", b"Connection: close\r\nHost"), BODY)).startswith(b"HTTP/1.1 200")


async def test_silent_connection_is_closed(port: int) -> None:
    assert await answer(port) == b""


async def test_head_that_drips_is_not_waited_for(port: int) -> None:
    drops = [b"POST /telegram HTTP/1.1\r\n", *[b"X: y\r\n"] * 4]
    assert await answer(port, *drops) == b""


async def test_second_head_that_drips_is_not_waited_for_either(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(HEAD + BODY)
    assert (await reader.read(1_000)).startswith(b"HTTP/1.1 200")
    with suppress(ConnectionError):  # closed while we write
        async with asyncio.timeout(2):
            while not reader.at_eof():
                writer.write(b"G")
                await asyncio.sleep(0.1)
    writer.close()


async def test_body_that_drips_gets_408_and_the_connection_is_closed(port: int) -> None:
    assert (await answer(port, HEAD, b"{", b" ", b" ", b" ")).startswith(b"HTTP/1.1 408")


async def test_answer_that_takes_longer_than_a_head_is_waited_for(port: int) -> None:
    assert b"late" in await answer(port, b"GET /slow HTTP/1.1\r\nHost: bot\r\nConnection: close\r\n\r\n")


async def test_one_connection_too_many_gets_503(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nowall.http_server, "HEAD_SECONDS", 5.0)
    most = nowall.http_server.MOST_CONNECTIONS
    idle = [await asyncio.open_connection("127.0.0.1", port) for _ in range(most)]
    assert (await answer(port, HEAD + BODY)).startswith(b"HTTP/1.1 503")
    for _, writer in idle:
        writer.close()


def test_port_in_use_is_told() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(StartupError, match="cannot listen"):
            listen("127.0.0.1", taken.getsockname()[1])
