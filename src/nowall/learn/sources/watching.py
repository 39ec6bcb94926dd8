"""Watching feeds: when to ask which one again, and what is new in it. Loop and storage are the caller's."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from nowall.errors import InputError
from nowall.learn.documents import Document
from nowall.learn.sources.addresses import shown
from nowall.learn.sources.feed_entries import Feed
from nowall.learn.sources.feed_formats import parse_feed
from nowall.learn.sources.feeds import read_entry
from nowall.learn.sources.fetching import Fetched, Fetcher
from nowall.learn.sources.results import Failure

INTERVAL = 900.0
"""Seconds between two looks at a feed."""
_LONGEST_LIFE = 3_600.0
"""Feeds that say they stay the same for longer are not believed: news would come a day late."""
_LONGEST_BACK_OFF = 6 * 3_600.0
_LONGEST_WAIT = 24 * 3_600.0
_MOST_TRIES = 3
_MOST_REMEMBERED = 1_000
"""Entries that are no longer in the feed, remembered in case that they come back."""


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is to be remembered of a watched feed."""

    due: float = 0.0
    """When to ask again, in seconds of the epoch."""
    etag: str | None = None
    modified: str | None = None
    life: float = 0.0
    """For how many seconds the feed said that it stays the same."""
    failures: int = 0
    """How often in a row it could not be read."""
    seen: tuple[str, ...] = ()
    """The keys of the entries that are dealt with, the latest last."""
    tried: Mapping[str, int] = field(default_factory=dict)
    """How often each entry failed whose turn comes again."""

    def to_json(self) -> dict[str, object]:
        """The state as a JSON object."""
        return {
            "due": self.due, "etag": self.etag, "modified": self.modified, "life": self.life,
            "failures": self.failures, "seen": list(self.seen), "tried": dict(self.tried),
        }  # fmt: skip

    @classmethod
    def from_json(cls, table: Mapping[str, object]) -> FeedState:
        """The state that a JSON object holds; what is missing or not of its type is as in a new one."""
        seen, tried = table.get("seen"), table.get("tried")
        return cls(
            due=_number(table.get("due")),
            etag=_text(table.get("etag")),
            modified=_text(table.get("modified")),
            life=_number(table.get("life")),
            failures=int(_number(table.get("failures"))),
            seen=tuple(key for key in seen if isinstance(key, str)) if isinstance(seen, list) else (),
            tried={key: int(_number(times)) for key, times in tried.items()} if isinstance(tried, dict) else {},
        )


@dataclass(frozen=True, slots=True)
class News:
    """Something that watching gives: who stores the result first and then the state loses nothing."""

    feed: str
    result: Document | Failure | None
    """None where only the state is new."""
    state: FeedState


def watch(
    feeds: Mapping[str, FeedState],
    fetcher: Fetcher,
    stop: threading.Event,
    *,
    interval: float = INTERVAL,
    now: Callable[[], float] = time.time,
    wait: Callable[[float], bool] | None = None,
    chance: Callable[[], float] = random.random,
) -> Iterator[News]:
    """Give what is new in feeds, the oldest first, until ``stop`` is set; waits, and asks for feeds that are due.

    ``wait`` waits for so many seconds and says whether to stop, ``chance`` gives a number between 0 and 1.
    A new feed is due at once, and all that it has is new.
    """
    wait = wait or stop.wait
    latest = now() + _LONGEST_WAIT
    states = {address: replace(state, due=min(state.due, latest)) for address, state in feeds.items()}
    while states and not stop.is_set():
        address = min(states, key=lambda each: states[each].due)
        pause = states[address].due - now()
        if pause > 0:
            if wait(min(pause, _LONGEST_WAIT)):
                return
            continue
        for news in _Look(address, fetcher, stop, interval, now, chance).at(states[address]):
            states[address] = news.state
            yield news


@dataclass(frozen=True, slots=True)
class _Look:
    """One look at a feed."""

    address: str
    fetcher: Fetcher
    stop: threading.Event
    interval: float
    now: Callable[[], float]
    chance: Callable[[], float]

    def at(self, state: FeedState) -> Iterator[News]:
        try:
            fetched = self.fetcher.fetch_if_changed(self.address, state.etag, state.modified)
            feed = parse_feed(fetched.text, fetched.address) if fetched else None
        except InputError as error:
            yield News(self.address, Failure(shown(self.address), str(error)), self._failed(state, error))
            return
        if fetched is None or feed is None:
            yield News(self.address, None, self._done(state))
            return
        known = frozenset(state.seen)
        for entry in reversed(feed.entries):
            if entry.key in known:
                continue
            if self.stop.is_set():
                return
            result = read_entry(entry, feed, self.fetcher)
            state = _dealt_with(state, entry.key, result)
            yield News(self.address, result, state)
        yield News(self.address, None, self._done(_as_read(state, fetched, feed)))

    def _done(self, state: FeedState) -> FeedState:
        delay = max(self.interval, min(state.life, _LONGEST_LIFE))
        return replace(state, due=self.now() + delay, failures=0)

    def _failed(self, state: FeedState, error: InputError) -> FeedState:
        """Ask ever more rarely, and not at one time with others; never before the server wants it."""
        back_off = self.interval * 2 ** min(state.failures, 10) * (0.5 + self.chance())
        wanted = getattr(error, "retry_after", None) or 0.0
        delay = max(min(back_off, _LONGEST_BACK_OFF), min(wanted, _LONGEST_WAIT))
        return replace(state, due=self.now() + delay, failures=state.failures + 1)


def _dealt_with(state: FeedState, key: str, result: Document | Failure) -> FeedState:
    times = state.tried.get(key, 0) + 1
    others = {tried: count for tried, count in state.tried.items() if tried != key}
    if isinstance(result, Failure) and times < _MOST_TRIES:
        return replace(state, tried={**others, key: times})
    return replace(state, seen=(*state.seen, key), tried=others)


def _as_read(state: FeedState, fetched: Fetched, feed: Feed) -> FeedState:
    """Remember the version that was read, unless entries of it are to be tried again."""
    present = {entry.key for entry in feed.entries}
    tried = {key: count for key, count in state.tried.items() if key in present}
    gone = [key for key in state.seen if key not in present][-_MOST_REMEMBERED:]
    return replace(
        state,
        etag=None if tried else fetched.etag,
        modified=None if tried else fetched.modified,
        life=max(feed.life or 0.0, fetched.max_age or 0.0),
        seen=(*gone, *(key for key in state.seen if key in present)),
        tried=tried,
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) and 0 <= value < 1e12 else 0.0
