"""Reading from the web: politely, and nothing but texts."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import TracebackType
from typing import Self

import httpx

from nowall import __version__
from nowall.learn.sources.addresses import Permits, Resolve, is_public, look_up, parse_address, shown
from nowall.learn.sources.decoding import decode, decode_html
from nowall.learn.sources.robots import Robots
from nowall.learn.sources.transport import FetchError, Limits, Reply, Transport

USER_AGENT = f"nowall/{__version__} (reads articles to answer questions about them)"
_TOKEN = "nowall"  # noqa: S105 -- the name that robots.txt knows us by
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 5
_HTML = ("text/html", "application/xhtml+xml")
_XML = ("application/xml", "text/xml", "application/rss+xml", "application/atom+xml", "application/rdf+xml")
_JSON = ("application/json", "application/feed+json")
_PLAIN = ("text/plain", "text/markdown", "text/x-markdown", *_JSON)
_KINDS = frozenset({*_HTML, *_XML, *_PLAIN, ""})
_HEADERS: dict[str | bytes, str | bytes] = {
    "User-Agent": USER_AGENT,
    "Accept": f"{', '.join((*_HTML, *_XML, *_PLAIN))}",
    "Accept-Encoding": "gzip",
}
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age=(\d{1,9})(?:$|[\s,])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave."""

    address: str
    """Where it stands in the end, after redirects."""
    body: bytes
    media_type: str
    """In small letters, without parameters; empty where the server did not say."""
    charset: str | None = None
    etag: str | None = None
    modified: str | None = None
    """The Last-Modified field, as it is to be sent back."""
    max_age: float | None = None
    """For how many seconds the server says that it stays as it is."""

    @property
    def text(self) -> str:
        """The body, decoded; raises InputError where it is no text."""
        return (decode if self.media_type in _PLAIN else decode_html)(self.body, self.charset)


class Fetcher:
    """Reads public web pages, one at a time, as their sites' robots.txt allows, with a pause for each host.

    ``permits`` decides which addresses may be connected to. It is a parameter of the code alone: no setting reaches it.
    ``sleep`` may return early where reading is to stop; all failures are `InputError`, mostly `FetchError`.
    """

    def __init__(
        self,
        permits: Permits = is_public,
        resolve: Resolve = look_up,
        limits: Limits = Limits(),  # noqa: B008 -- immutable
        pause: float = 1.0,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._transport = Transport(permits, resolve, limits)
        self._robots = Robots(lambda url, size: self._follow(url, {}, _anything, _anything, size), _TOKEN)
        self._pause = pause
        self._sleep = sleep
        self._free_at: dict[str, float] = {}
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close what is open."""
        self._transport.close()

    def fetch(self, address: str) -> Fetched:
        """Read what stands at an address."""
        fetched = self.fetch_if_changed(address)
        if fetched is None:
            raise FetchError("It was answered as if we knew it already: try again later.", 304)
        return fetched

    def fetch_if_changed(self, address: str, etag: str | None = None, modified: str | None = None) -> Fetched | None:
        """Read what stands at an address, or give None where it is as it was when it had this tag or date."""
        known = {"If-None-Match": etag, "If-Modified-Since": modified}
        with self._lock:
            self._transport.start_clock()
            headers: dict[str | bytes, str | bytes] = {name: value for name, value in known.items() if value}
            reply = self._follow(parse_address(address), headers, self._wait_for_turn, _only_texts)
        if reply.status == 304:
            return None
        if reply.status != 200:
            raise reply.refusal()
        return _fetched(reply)

    def _follow(
        self,
        url: httpx.URL,
        headers: dict[str | bytes, str | bytes],
        prepare: Callable[[httpx.URL], None],
        check: Callable[[httpx.Headers], None],
        size: int | None = None,
    ) -> Reply:
        for _ in range(_MOST_REDIRECTS + 1):
            prepare(url)
            reply = self._transport.get(url, _HEADERS | headers, check, size)
            if reply.status not in _REDIRECTS or "location" not in reply.headers:
                return reply
            url = _target(reply)
        raise FetchError(f"It redirects more than {_MOST_REDIRECTS} times: give the address of the page itself.")

    def _wait_for_turn(self, url: httpx.URL) -> None:
        delay = max(self._robots.check(url), self._pause)
        asked = time.monotonic()
        wait = self._free_at.get(url.host, 0.0) - asked
        if wait > 0:
            self._sleep(wait)
        now = time.monotonic()
        self._transport.stop_clock(now - asked)
        self._free_at = {host: free for host, free in self._free_at.items() if free > now} | {url.host: now + delay}


def _anything(_: object) -> None:
    """Accept robots.txt from wherever and of whatever type it is."""


def _only_texts(headers: httpx.Headers) -> None:
    kind = _media_type(headers)
    if kind not in _KINDS:
        raise FetchError(f"It is of the type {shown(kind)}: nowall reads web pages, texts and feeds.")


def _media_type(headers: httpx.Headers) -> str:
    return str(headers.get("content-type", "")).partition(";")[0].strip().lower()


def _target(reply: Reply) -> httpx.URL:
    try:
        joined = str(reply.url.join(reply.headers["location"]))
    except (httpx.InvalidURL, ValueError):
        raise FetchError("It redirects to something that is no address.", reply.status) from None
    return parse_address(joined)


def _fetched(reply: Reply) -> Fetched:
    headers = reply.headers
    max_age = _MAX_AGE.search(headers.get("cache-control", ""))
    return Fetched(
        address=str(reply.url),
        body=reply.body,
        media_type=_media_type(headers),
        charset=httpx.Response(200, headers={"Content-Type": headers.get("content-type", "")}).charset_encoding,
        etag=headers.get("etag"),
        modified=headers.get("last-modified"),
        max_age=float(max_age[1]) if max_age else None,
    )
