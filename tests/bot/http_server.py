"""A server of HTTP on loopback that counts its connections, and calls to it."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.connections import Connections

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
async def connected() -> AsyncIterator[Connections]:
    connections = Connections()
    yield connections
    await connections.shutdown()


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0.01)


def parameters(**values: object) -> RequestData:
    return RequestData([RequestParameter.from_input(name, value) for name, value in values.items()])
