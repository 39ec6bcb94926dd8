"""What sites allow robots to read (RFC 9309), kept per host for a while."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import httpx
from protego import Protego

from nowall.errors import InputError
from nowall.learn.sources.transport import FetchError, Reply

_SIZE = 512_000
"""The first 500 KiB count, as the RFC asks at least."""
_LIFE = 86_400.0
_LIFE_OF_FAILURE = 300.0
_MOST_HOSTS = 500
_LONGEST_DELAY = 10.0
# protego gives every rule to every agent of its group: with a hostile file that is a product of thousands.
_MOST_WORK = 2_000_000

Read = Callable[[httpx.URL, int], Reply]
"""Asks for an address, redirects followed, and gives the body's first bytes."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What one host allows, or why that cannot be known."""

    parsed: Protego | None
    """None where there are no rules."""
    failure: InputError | None
    expires: float


class Robots:
    """The rules of the hosts that were asked so far."""

    def __init__(self, read: Read, token: str) -> None:
        self._read = read
        self._token = token
        self._hosts: dict[httpx.URL, Rules] = {}

    def check(self, url: httpx.URL) -> float:
        """Give the seconds that the host wants between requests; raises InputError where it forbids this one."""
        rules = self._rules(url)
        if rules.failure:
            raise rules.failure
        if rules.parsed is None:
            return 0.0
        if not rules.parsed.can_fetch(str(url), self._token):
            raise FetchError("Its site does not let robots such as nowall read it: so says robots.txt.")
        return min(rules.parsed.crawl_delay(self._token) or 0.0, _LONGEST_DELAY)

    def _rules(self, url: httpx.URL) -> Rules:
        place = url.copy_with(raw_path=b"/robots.txt")
        known = self._hosts.pop(place, None)
        if known is None or known.expires < time.monotonic():
            known = self._ask(place)
        self._hosts[place] = known
        if len(self._hosts) > _MOST_HOSTS:
            del self._hosts[next(iter(self._hosts))]
        return known

    def _ask(self, place: httpx.URL) -> Rules:
        now = time.monotonic()
        try:
            reply = self._read(place, _SIZE)
            if reply.status == 200:
                return Rules(_parse(reply.body), None, now + _LIFE)
        except InputError as error:
            return Rules(None, error, now + _LIFE_OF_FAILURE)
        if reply.status < 500 and reply.status != 429:
            return Rules(None, None, now + _LIFE)
        refusal = reply.refusal()
        message = "Its site's robots.txt is not to be had, so nothing there may be read: try again later."
        return Rules(None, FetchError(message, reply.status, refusal.retry_after), now + _LIFE_OF_FAILURE)


def _parse(body: bytes) -> Protego:
    text = body.decode("utf-8-sig", "replace")
    lines = text.splitlines()
    agents = sum(line.lstrip()[:4].lower() == "user" for line in lines)
    if agents * len(lines) > _MOST_WORK:
        raise FetchError("Its site's robots.txt is too large to be understood, so nothing there may be read.")
    return Protego.parse(text)
