"""Calls over connections of their own: how these are kept, what is said over them, what failures mean."""

from __future__ import annotations

import asyncio
import json

import httpcore
import pytest
from telegram import InputFile, User
from telegram.error import NetworkError, TimedOut

from bot.connections import Connections
from bot.failures import Verdict, judge
from tests.bot.conftest import Clock
from tests.bot.http_server import connected, parameters, served, settle


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
    async with served() as server, connected() as connections:
        for _ in range(2):
            await asyncio.gather(*(connections.do_request(server.url, "GET") for _ in range(40)))
        assert server.opened == 40


async def test_connection_that_timed_out_is_not_used_again() -> None:
    async with served() as server, connected() as connections:
        server.gate.clear()
        with pytest.raises(TimedOut) as caught:
            await connections.do_request(server.url, "GET", read_timeout=0.05)
        assert judge(caught.value, sending=True) is Verdict.AMBIGUOUS
        await settle()
        server.gate.set()
        assert await connections.do_request(server.url, "GET") == (200, b"{}")
        assert server.opened == 2


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


@pytest.mark.parametrize("address", ["http://127.0.0.1:9/", "http://[::1]:9/", "https://127.0.0.1:9/"])
async def test_refused_connection_means_that_nothing_was_sent(address: str) -> None:
    with pytest.raises(NetworkError) as caught:
        await Connections().do_request(address, "GET")
    assert isinstance(caught.value.__cause__, httpcore.ConnectError)
    assert judge(caught.value, sending=True) is Verdict.UNSENT


async def test_address_without_a_scheme_means_that_nothing_was_sent() -> None:
    with pytest.raises(NetworkError, match="instead of http or https") as caught:
        await Connections().do_request("api.example.org/bot1:2/getMe", "GET")
    assert judge(caught.value, sending=True) is Verdict.UNSENT


async def test_connection_that_was_long_idle_is_closed(clock: Clock) -> None:
    async with served() as server:
        connections = Connections(clock)
        await asyncio.gather(*(connections.do_request(server.url, "GET") for _ in range(2)))
        clock.now += 61
        await connections.do_request(server.url, "GET")
        await settle()
        assert (server.opened, server.closed) == (2, 1)
        await connections.shutdown()


async def test_connection_that_the_server_closed_meanwhile_costs_no_call() -> None:
    async with served() as server, connected() as connections:
        await asyncio.gather(*(connections.do_request(server.url, "GET") for _ in range(3)))
        await server.hang_up()
        assert await connections.do_request(server.url, "POST", parameters(text="a")) == (200, b"{}")
        assert (server.opened, len(server.heads)) == (4, 4)


async def test_connection_that_breaks_while_a_call_runs_is_ambiguous() -> None:
    async with served() as server, connected() as connections:
        server.gate.clear()
        call = asyncio.create_task(connections.do_request(server.url, "POST", parameters(text="a")))
        await settle()
        await server.hang_up()
        with pytest.raises(NetworkError) as caught:
            await call
        assert judge(caught.value, sending=True) is Verdict.AMBIGUOUS
        assert len(server.heads) == 1


async def test_connection_that_the_server_wants_closed_is_closed() -> None:
    async with served() as server, connected() as connections:
        server.answer = b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\n{}"
        for _ in range(2):
            assert await connections.do_request(server.url, "GET") == (200, b"{}")
        assert server.opened == 2


async def test_what_is_no_http_is_told() -> None:
    async with served() as server, connected() as connections:
        server.answer = b"220 mail.example.org\r\n\r\n"
        with pytest.raises(NetworkError) as caught:
            await connections.do_request(server.url, "GET")
        assert judge(caught.value, sending=True) is Verdict.AMBIGUOUS


async def test_status_of_an_error_is_given() -> None:
    async with served() as server, connected() as connections:
        server.answer = b"HTTP/1.1 403 Forbidden\r\ncontent-length: 2\r\n\r\n{}"
        assert await connections.do_request(server.url, "GET") == (403, b"{}")


async def test_long_answer_in_pieces_is_whole() -> None:
    text = "墙".encode() * 500_000
    async with served(text) as server, connected() as connections:
        assert await connections.do_request(server.url, "GET") == (200, text)
        piece = f"{len(text):x}\r\n".encode() + text + b"\r\n0\r\n\r\n"
        server.answer = (
            b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" + piece + b"\r\n" + text + b"\r\n0\r\n\r\n"
        )
        assert await connections.do_request(server.url, "GET") == (200, text)
        assert server.opened == 1


async def test_parameters_are_sent_as_json() -> None:
    buttons = {"inline_keyboard": [[{"text": "更多", "callback_data": "m"}]]}
    async with served() as server, connected() as connections:
        data = parameters(chat_id=-100, text="墙 & Wand", reply_markup=buttons, nothing=None)
        await connections.do_request(f"{server.url}bot1:2/sendMessage", "POST", data)
        assert json.loads(server.bodies[0]) == {"chat_id": -100, "text": "墙 & Wand", "reply_markup": buttons}
        assert server.heads[0].startswith(b"POST /bot1:2/sendMessage HTTP/1.1\r\nHost: 127.0.0.1:")
        assert b"Content-Type: application/json\r\n" in server.heads[0]


async def test_objects_of_the_library_are_sent_as_json() -> None:
    async with served() as server, connected() as connections:
        await connections.do_request(server.url, "POST", parameters(user=User(1, "A", is_bot=False)))
        assert json.loads(server.bodies[0])["user"]["first_name"] == "A"


async def test_file_is_sent_in_a_form() -> None:
    async with served() as server, connected() as connections:
        data = parameters(chat_id=5, document=InputFile(b"\x00\xff" * 100_000, "all.json"))
        await connections.do_request(server.url, "POST", data)
        assert b"Content-Type: multipart/form-data; boundary=" in server.heads[0]
        assert b'filename="all.json"' in server.bodies[0]
        assert b"\x00\xff" * 100_000 in server.bodies[0]
        assert b'name="chat_id"\r\n\r\n5\r\n' in server.bodies[0]
