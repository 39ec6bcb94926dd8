"""``nowall watch``: feeds, learned as they bring something new."""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Sequence
from types import FrameType

from rich.text import Text

from nowall.errors import InputError
from nowall.learn.learner import Learner
from nowall.learn.sources.addresses import parse_address, shown
from nowall.learn.sources.results import Read
from nowall.learn.sources.watching import FeedState, watch
from nowall.library import Library
from nowall.outcomes import Fate
from nowall.terminal.console import console, put
from nowall.terminal.guard import OK
from nowall.terminal.printable import one_line
from nowall.terminal.session import Session

_NOTE = "feed/"
"""What the names of notes on feeds begin with in the store."""


def watch_feeds(session: Session, feeds: Sequence[str], minutes: float) -> int:
    """Watch these feeds, and those that were watched before, until somebody says stop."""
    stop = threading.Event()
    _stop_on_signals(stop)
    with session.library() as library, session.fetcher(sleep=stop.wait) as fetcher:
        states = _states(library, feeds)
        if not states:
            raise InputError(session.say("watch_nothing"))
        put(console(), Text(session.say("watch_begins", feeds=len(states))))
        for news in watch(states, fetcher, stop, interval=minutes * 60):
            if news.result is not None:
                _learn(session, library, Read(news.result, 0))
            library.store.note(f"{_NOTE}{news.feed}", json.dumps(news.state.to_json()))
    return OK


def _states(library: Library, feeds: Sequence[str]) -> dict[str, FeedState]:
    for feed in feeds:
        _check_address(feed)
    known = {name.removeprefix(_NOTE): json.loads(text) for name, text in library.store.notes(_NOTE).items()}
    return {address: FeedState.from_json(known.get(address, {})) for address in dict.fromkeys([*known, *feeds])}


def _check_address(feed: str) -> None:
    try:
        parse_address(feed)
    except InputError as error:
        raise InputError(f"{shown(feed)}: {error}") from error


def _learn(session: Session, library: Library, read: Read) -> None:
    for outcome in Learner(library, processes=1).add([read]):
        if outcome.fate is Fate.FAILED:
            put(console(), Text.assemble(("✗ ", "red"), one_line(f"{outcome.origin}: {outcome.message}")))
        elif outcome.fate in (Fate.ADDED, Fate.CHANGED):
            told = session.say("watch_learned", article=one_line(outcome.article or ""), facts=outcome.facts)
            put(console(), Text.assemble(("✓ ", "green"), told))


def _stop_on_signals(stop: threading.Event) -> None:
    def _stop(_: int, __: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _stop)
