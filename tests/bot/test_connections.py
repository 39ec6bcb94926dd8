"""Calls over connections of their own, against a server that counts them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest
from telegram.error import NetworkError, TimedOut

from bot.connections import Connections
from tests.bot.conftest import Clock

ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"


class Server:
    """Answers requests on any number of connections once its gate is open."""

    def __init__(self) -> None:
        self.opened = 0
        self.closed = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.url = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.opened += 1
        try:
            while await reader.readuntil(b"\r\n\r\n"):
                await self.gate.wait()
                writer.write(ANSWER)
        except asyncio.IncompleteReadError:
            self.closed += 1
            writer.close()


@asynccontextmanager
async def served() -> AsyncIterator[Server]:
    server = Server()
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0)
    server.url = f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}/"
    yield server
    server.gate.set()
    await settle()
    listening.close()


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0.01)


async def test_calls_one_after_the_other_share_a_connection() -> None:
    async with served() as server:
        connections = Connections()
        answers = [await connections.do_request(server.url, "GET") for _ in range(5)]
        assert answers == [(200, b"{}")] * 5
        assert server.opened == 1
        await connections.shutdown()
        await settle()
        assert server.closed == 1


async def test_calls_at_the_same_time_have_a_connection_each_and_keep_them() -> None:
    async with served() as server:
        connections = Connections()
        for _ in range(2):
            await asyncio.gather(*(connections.do_request(server.url, "GET") for _ in range(40)))
        assert server.opened == 40
        await connections.shutdown()


async def test_connection_that_timed_out_is_not_used_again() -> None:
    async with served() as server:
        connections = Connections()
        server.gate.clear()
        with pytest.raises(TimedOut):
            await connections.do_request(server.url, "GET", read_timeout=0.05)
        await settle()
        server.gate.set()
        assert await connections.do_request(server.url, "GET") == (200, b"{}")
        assert server.opened == 2
        await connections.shutdown()


async def test_call_that_is_cancelled_closes_its_connection() -> None:
    async with served() as server:
        connections = Connections()
        server.gate.clear()
        call = asyncio.create_task(connections.do_request(server.url, "GET"))
        await settle()
        call.cancel()
        await asyncio.gather(call, return_exceptions=True)
        server.gate.set()
        await settle()
        assert (server.opened, server.closed) == (1, 1)


async def test_refused_connection_is_told_as_before() -> None:
    with pytest.raises(NetworkError) as caught:
        await Connections().do_request("http://127.0.0.1:9/", "GET")
    assert isinstance(caught.value.__cause__, httpx.ConnectError)


async def test_connection_that_was_long_idle_is_closed(clock: Clock) -> None:
    async with served() as server:
        connections = Connections(clock)
        await asyncio.gather(*(connections.do_request(server.url, "GET") for _ in range(2)))
        clock.now += 61
        await connections.do_request(server.url, "GET")
        await settle()
        assert (server.opened, server.closed) == (2, 1)
        await connections.shutdown()
