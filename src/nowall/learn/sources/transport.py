"""One HTTP request at a time, to addresses that were checked, within limits of time and size."""

from __future__ import annotations

import ssl
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime

import httpcore
import httpx

from nowall.errors import InputError
from nowall.learn.sources.addresses import Permits, Resolve, shown, vetted


class FetchError(InputError):
    """What stands at a web address cannot be had: nobody answers, or not with what is wanted."""

    def __init__(self, message: str, status: int | None = None, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.status = status
        """The HTTP status, where an answer came."""
        self.retry_after = retry_after
        """After how many seconds the server wants to be asked again, where it said so."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long one address may take, redirects included, in seconds, and how much it may give."""

    connect: float = 10.0
    read: float = 20.0
    """The longest silence."""
    total: float = 60.0
    size: int = 10_000_000
    """Bytes, before and after decompression."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A response; its body is read only where the status is 200."""

    url: httpx.URL
    status: int
    headers: httpx.Headers
    body: bytes = b""

    def refusal(self) -> FetchError:
        """The error that a status other than 200 is."""
        return FetchError(
            f"It was answered with the status {self.status} in place of a page.",
            self.status,
            _seconds(self.headers.get("retry-after", "")),
        )


class Transport:
    """Sends GET requests: without cookies, proxies, or connections that are kept."""

    def __init__(self, permits: Permits, resolve: Resolve, limits: Limits) -> None:
        self._limits = limits
        self._deadline = _Deadline()
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            max_keepalive_connections=0,
            network_backend=_GuardedBackend(permits, resolve, self._deadline),
        )

    def close(self) -> None:
        """Close what is open."""
        self._pool.close()

    def start_clock(self) -> None:
        """Begin to count the total time anew."""
        self._deadline.ends = time.monotonic() + self._limits.total

    def stop_clock(self, seconds: float) -> None:
        """Grant the time that was waited for reasons of politeness."""
        self._deadline.ends += seconds

    def get(
        self,
        url: httpx.URL,
        headers: Mapping[str | bytes, str | bytes],
        check: Callable[[httpx.Headers], None],
        size: int | None = None,
    ) -> Reply:
        """Ask for an address, following nothing; ``check`` may raise before a body is read.

        With ``size`` the body is cut off there; without, one that is too large is an error.
        """
        timeouts = {"connect": self._limits.connect, "read": self._limits.read, "write": self._limits.read}
        try:
            with self._pool.stream("GET", str(url), headers=headers, extensions={"timeout": timeouts}) as response:
                found = httpx.Headers(response.headers)
                if response.status != 200:
                    return Reply(url, response.status, found)
                check(found)
                body = _body(found, response.iter_stream(), size or self._limits.size, is_cut=size is not None)
                return Reply(url, response.status, found, body)
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise _sentence(url, error) from error


@dataclass(slots=True)
class _Deadline:
    """The moment, on the monotonic clock, at which everything must be done."""

    ends: float = 0.0

    def left(self, timeout: float | None) -> float:
        left = self.ends - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left if timeout is None else min(left, timeout)


class _GuardedBackend(httpcore.NetworkBackend):
    """Opens connections to checked addresses only; names are not looked up again after the check."""

    def __init__(self, permits: Permits, resolve: Resolve, deadline: _Deadline) -> None:
        self._permits = permits
        self._resolve = resolve
        self._deadline = deadline
        self._backend = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        failure: Exception = httpcore.ConnectError()
        for address in vetted(host, port, self._permits, self._resolve):
            try:
                stream = self._backend.connect_tcp(
                    str(address), port, self._deadline.left(timeout), local_address, socket_options
                )
                return _TimedStream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure


class _TimedStream(httpcore.NetworkStream):
    """A connection on which every step ends with the total time: a server that drips cannot hold us."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: _Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        try:
            stream = self._stream.start_tls(ssl_context, server_hostname, self._deadline.left(timeout))
        except BaseException:
            self.close()
            raise
        return _TimedStream(stream, self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._stream.get_extra_info(info)


def _body(headers: httpx.Headers, chunks: Iterable[bytes], size: int, *, is_cut: bool) -> bytes:
    body = bytearray()
    for chunk in _decompressed(headers.get("content-encoding", ""), chunks, size):
        body += chunk
        if len(body) > size:
            if is_cut:
                break
            raise FetchError(f"It is larger than {size / 1_000_000:g} MB: that is no article.")
    return bytes(body[:size])


def _decompressed(coding: str, chunks: Iterable[bytes], size: int) -> Iterator[bytes]:
    """Undo gzip, the only coding that is asked for, at most ``size`` bytes at once; a second layer is refused."""
    coding = coding.strip().lower()
    if coding in {"", "identity"}:
        yield from chunks
        return
    if coding not in {"gzip", "x-gzip"}:
        raise FetchError(f"It is compressed in a way that was not asked for ({shown(coding)}).")
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        for chunk in chunks:
            yield unpack.decompress(chunk, size + 1)
    except zlib.error:
        raise FetchError("It is damaged: it cannot be decompressed.") from None
    if not unpack.eof:
        raise FetchError("It came incomplete: try again later.")


def _sentence(url: httpx.URL, error: Exception) -> FetchError:
    if isinstance(error, httpcore.TimeoutException):
        return FetchError("It did not come in time: try again later.")
    # httpcore raises anew without a cause
    origin = error.__cause__ or error.__context__
    if isinstance(origin, ssl.SSLError):
        reason = getattr(origin, "verify_message", "") or origin.reason or "TLS"
        return FetchError(f"No safe connection to {url.host} can be made ({reason}).")
    if isinstance(error, httpcore.ConnectError):
        return FetchError(f"The host {url.host} cannot be reached: check the address, or try again later.")
    return FetchError(f"The connection to {url.host} broke off, or what it sent is no HTTP: try again later.")


def _seconds(text: str) -> float | None:
    """Read a Retry-After field: seconds, or a date."""
    if text.strip().isdecimal():
        return float(text[:9])
    try:
        return max(parsedate_to_datetime(text).timestamp() - time.time(), 0.0)
    except (ValueError, OverflowError):
        return None
