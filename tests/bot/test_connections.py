"""Calls over connections of their own, against a server that counts them."""

from __future__ import annotations

import asyncio
import base64
import json
import shutil
import ssl
import subprocess
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpcore
import pytest
from telegram import InputFile, User
from telegram.error import NetworkError, TimedOut
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.connections import Connections
from bot.failures import Verdict, judge

HEAD = b"HTTP/1.1 200 OK\r\ncontent-length: "


class Server:
    """Answers requests on any number of connections once its gate is open, and keeps what they say."""

    def __init__(self, answer: bytes = b"{}") -> None:
        self.answer = HEAD + str(len(answer)).encode() + b"\r\n\r\n" + answer
        self.opened = 0
        self.closed = 0
        self.heads: list[bytes] = []
        self.bodies: list[bytes] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.url = ""
        self._writers: list[asyncio.StreamWriter] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.opened += 1
        self._writers.append(writer)
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                await self._take(head, reader)
                await self.gate.wait()
                writer.write(self.answer)
        except (asyncio.IncompleteReadError, ConnectionError):
            self.closed += 1
            writer.close()

    async def hang_up(self) -> None:
        """Close all connections."""
        for writer in self._writers:
            writer.close()
        await settle()

    async def _take(self, head: bytes, reader: asyncio.StreamReader) -> None:
        self.heads.append(head)
        length = [line.partition(b":")[2] for line in head.lower().split(b"\r\n") if line.startswith(b"content-length")]
        self.bodies.append(await reader.readexactly(int(length[0])) if length else b"")


@asynccontextmanager
async def served(
    answer: bytes = b"{}", host: str = "127.0.0.1", tls: ssl.SSLContext | None = None
) -> AsyncIterator[Server]:
    server = Server(answer)
    listening = await asyncio.start_server(server.serve, host, 0, ssl=tls)
    name = f"[{host}]" if ":" in host else host
    server.url = f"{'https' if tls else 'http'}://{name}:{listening.sockets[0].getsockname()[1]}/"
    yield server
    server.gate.set()
    await server.hang_up()
    listening.close()


@asynccontextmanager
async def connected(idle_seconds: float = 60.0) -> AsyncIterator[Connections]:
    connections = Connections(idle_seconds)
    yield connections
    await connections.shutdown()


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0.01)


def parameters(**values: object) -> RequestData:
    return RequestData([RequestParameter.from_input(name, value) for name, value in values.items()])


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


async def test_connection_that_was_long_idle_is_closed() -> None:
    async with served() as server, connected(idle_seconds=0.2) as connections:
        await asyncio.gather(*(connections.do_request(server.url, "GET") for _ in range(2)))
        await asyncio.sleep(0.3)
        await connections.do_request(server.url, "GET")
        await settle()
        assert (server.opened, server.closed) == (3, 2)


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


async def test_internet_protocol_6_is_spoken() -> None:
    try:
        async with served(host="::1") as server, connected() as connections:
            assert await connections.do_request(server.url, "GET") == (200, b"{}")
            assert b"\r\nHost: [::1]:" in server.heads[0]
    except OSError:
        pytest.skip("this machine has no IPv6")


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate of 127.0.0.1 with its key, in one file."""
    if not (openssl := shutil.which("openssl")):
        pytest.skip("there is no openssl")
    file, name = tmp_path / "certificate.pem", "subjectAltName=IP:127.0.0.1"
    new = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", "/CN=test", "-addext", name]
    subprocess.run([*new, "-keyout", file, "-out", tmp_path / "public.pem"], check=True, capture_output=True)
    file.write_bytes(file.read_bytes() + (tmp_path / "public.pem").read_bytes())
    return file


def encrypted(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


async def test_encrypted_connection_is_kept(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    async with served(tls=encrypted(certificate)) as server, connected() as connections:
        for _ in range(3):
            assert await connections.do_request(server.url, "POST", parameters(a=1)) == (200, b"{}")
        assert server.opened == 1
        await server.hang_up()
        assert await connections.do_request(server.url, "POST", parameters(a=1)) == (200, b"{}")


async def test_certificate_of_nobody_known_is_refused_before_anything_is_sent(certificate: Path) -> None:
    async with served(tls=encrypted(certificate)) as server, connected() as connections:
        with pytest.raises(NetworkError) as caught:
            await connections.do_request(server.url, "GET")
        assert judge(caught.value, sending=True) is Verdict.UNSENT
        assert not server.heads


async def test_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    async with served() as proxy, connected() as connections:
        monkeypatch.setenv("http_proxy", proxy.url.replace("//", "//somebody:secret@"))
        monkeypatch.setenv("no_proxy", "")
        assert await connections.do_request("http://api.example.org/bot/getMe", "GET") == (200, b"{}")
        assert proxy.heads[0].startswith(b"GET http://api.example.org/bot/getMe HTTP/1.1\r\n")
        assert b"Proxy-Authorization: Basic " + base64.b64encode(b"somebody:secret") in proxy.heads[0]


async def test_proxy_tunnels_what_is_encrypted(monkeypatch: pytest.MonkeyPatch) -> None:
    async with served() as proxy, connected() as connections:
        proxy.answer = b"HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n"
        monkeypatch.setenv("https_proxy", proxy.url.removeprefix("http://"))
        monkeypatch.setenv("no_proxy", "")
        with pytest.raises(NetworkError) as caught:
            await connections.do_request("https://api.example.org/bot/getMe", "GET")
        assert proxy.heads[0].startswith(b"CONNECT api.example.org:443 HTTP/1.1\r\n")
        assert judge(caught.value, sending=True) is Verdict.UNSENT


async def test_proxy_is_passed_by_where_the_environment_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    async with served() as server, connected() as connections:
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        assert await connections.do_request(server.url, "GET") == (200, b"{}")
