"""Calls of the Bot API at the same time, each over a connection of its own (decision 43).

PTB's HTTPXRequest takes two thirds of an echo bot's CPU time: its pool looks at each connection several times a call,
and httpx builds much that nobody reads. Here a call takes the connection that became free last, and httpcore, on which
httpx stands, speaks over it.
"""

from __future__ import annotations

import json
import time
from collections import deque
from collections.abc import Callable
from functools import lru_cache
from typing import Any
from urllib.request import getproxies, proxy_bypass

import httpcore
import httpx
from telegram.error import NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

_CONNECT_SECONDS = 5.0
_READ_SECONDS = 15.0
_WRITE_SECONDS = 15.0
_IDLE_SECONDS = 60.0
_TROUBLE = (httpcore.NetworkError, httpcore.ProtocolError, httpcore.ProxyError, httpcore.UnsupportedProtocol)


class Connections(BaseRequest):
    """As many connections as there are calls at a moment; what was long idle is closed by and by.

    The environment's proxies are used (HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY).
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._certificates = httpx.create_ssl_context()
        self._idle: deque[tuple[httpcore.AsyncConnectionInterface, float]] = deque()

    @property
    def read_timeout(self) -> float:
        """Seconds that a call waits for its answer, unless it says otherwise."""
        return _READ_SECONDS

    async def initialize(self) -> None:
        """Nothing: connections are opened by those who need them."""

    async def shutdown(self) -> None:
        """Close all that are idle."""
        while self._idle:
            connection, _ = self._idle.pop()
            await connection.aclose()

    async def do_request(  # noqa: PLR0917 - as PTB has it
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Make a call; gives status and body.

        Raises TimedOut or NetworkError, whose cause is httpcore's error. ``pool_timeout`` is without meaning: no call
        waits for a connection.
        """
        del pool_timeout
        seconds = {
            "connect": _or(_CONNECT_SECONDS, connect_timeout),
            "read": _or(_READ_SECONDS, read_timeout),
            "write": _or(_WRITE_SECONDS, write_timeout),
        }
        try:
            return await self._exchange(_request(url, method, request_data, seconds))
        except httpcore.TimeoutException as error:
            raise TimedOut from error
        except _TROUBLE as error:
            raise NetworkError(f"{type(error).__name__}: {error}") from error

    async def _exchange(self, request: httpcore.Request) -> tuple[int, bytes]:
        """A connection that has failed is not used again, nor one that the server will close."""
        connection = await self._take(request.url.origin)
        try:
            response = await connection.handle_async_request(request)
            body = await response.aread()
            await response.aclose()
        except BaseException:
            await connection.aclose()
            raise
        if connection.is_idle():
            self._idle.append((connection, self._clock()))
        if self._idle and self._clock() - self._idle[0][1] > _IDLE_SECONDS:
            longest_idle, _ = self._idle.popleft()
            await longest_idle.aclose()
        return response.status, body

    async def _take(self, origin: httpcore.Origin) -> httpcore.AsyncConnectionInterface:
        """An idle connection that the server has not closed in the meantime, else a new one.

        There is one origin: Telegram's files lie where its methods are.
        """
        while self._idle:
            connection, _ = self._idle.pop()
            if connection.can_handle_request(origin) and not connection.has_expired():
                return connection
            await connection.aclose()
        return self._open(origin)

    def _open(self, origin: httpcore.Origin) -> httpcore.AsyncConnectionInterface:
        pool = httpcore.AsyncConnectionPool(ssl_context=self._certificates, proxy=_proxy(origin))
        return pool.create_connection(origin)  # the pool only knows how to


def _or(default: float, given: Any) -> float | None:
    """What a caller gives, None for no limit; PTB has an object of its own for what was not given."""
    return given if given is None or isinstance(given, int | float) else default


def _request(url: str, method: str, data: RequestData | None, seconds: dict[str, float | None]) -> httpcore.Request:
    """The parameters as JSON; where a file is among them, as a form that holds it."""
    target, host = _target(url)
    headers = [(b"Host", host), (b"User-Agent", BaseRequest.USER_AGENT.encode())]
    body = None
    if data and data.contains_files:
        form = httpx.Request(method, url, data=data.json_parameters, files=data.multipart_data)
        body = form.read()
        headers.append((b"Content-Type", form.headers["content-type"].encode()))
    elif data:
        body = json.dumps(data.parameters).encode()
        headers.append((b"Content-Type", b"application/json"))
    if body is not None:
        headers.append((b"Content-Length", str(len(body)).encode()))
    return httpcore.Request(method, target, headers=headers, content=body, extensions={"timeout": seconds})


@lru_cache(maxsize=64)
def _target(url: str) -> tuple[httpcore.URL, bytes]:
    """An address, and its host as a request names it; httpx knows about IPv6, other scripts and spaces."""
    parsed = httpx.URL(url)
    if parsed.scheme not in {"http", "https"}:
        raise httpcore.UnsupportedProtocol(f"{parsed.scheme or 'no scheme'} in the address, instead of http or https")
    scheme, host, path = parsed.raw_scheme, parsed.raw_host, parsed.raw_path
    return httpcore.URL(scheme=scheme, host=host, port=parsed.port, target=path), parsed.netloc


def _proxy(origin: httpcore.Origin) -> httpcore.Proxy | None:
    proxies, host = getproxies(), origin.host.decode()
    address = proxies.get(origin.scheme.decode()) or proxies.get("all")
    if not address or proxy_bypass(host):
        return None
    proxy = httpx.Proxy(address if "://" in address else f"http://{address}")
    return httpcore.Proxy(str(proxy.url), auth=proxy.raw_auth)
