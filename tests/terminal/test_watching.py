from __future__ import annotations

import os
import signal
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from nowall.terminal.session import Session
from nowall.terminal.watching import watch_feeds
from tests.learn.sources.web import Answer, answer, only_loopback, site
from tests.terminal.conftest import Nowall
from tests.terminal.news import BAKERY, BRIDGE


@pytest.fixture(autouse=True)
def _own_signals() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@contextmanager
def stopped_when(condition: Callable[[], bool]) -> Iterator[None]:
    """Press Ctrl-C as soon as something is so, at the latest after a while."""

    ended = threading.Event()

    def press() -> None:
        ends = time.monotonic() + 60
        while not ended.wait(0.05):
            if condition() or time.monotonic() > ends:
                os.kill(os.getpid(), signal.SIGINT)
                return

    presser = threading.Thread(target=press)
    presser.start()
    try:
        yield
    finally:
        ended.set()
        presser.join()


def feeds_that_were_read(home: Path) -> int:
    try:
        with closing(sqlite3.connect(home / "corpus.db")) as database:
            query = "SELECT count(*) FROM meta WHERE name LIKE 'feed/%' AND json_extract(value, '$.due') > 0"
            return int(database.execute(query).fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def feed(*texts: str) -> Answer:
    space = "http://purl.org/rss/1.0/modules/content/"
    items = "".join(
        f"<item><guid>{number}</guid><title>{text.splitlines()[0]}</title>"
        f"<content:encoded>{text * 3}</content:encoded></item>"
        for number, text in enumerate(texts)
    )
    body = f"<rss xmlns:content='{space}'><channel><title>海川日报</title>{items}</channel></rss>"
    return answer(body, 200, "application/rss+xml")


def test_new_articles_of_a_feed_are_learned_until_ctrl_c(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], real_nowall: Nowall
) -> None:
    home = tmp_path / "home"
    with site({"/feed": feed(BRIDGE, BAKERY)}) as web, stopped_when(lambda: feeds_that_were_read(home) == 1):
        status = watch_feeds(Session(home, "none", permits=only_loopback), [f"{web.url}/feed"], 15)
    told = capsys.readouterr().out.splitlines()

    assert status == 0
    assert told[0] == "Watching 1 feeds; Ctrl-C ends it."
    assert [line[:2] for line in told[1:]] == ["✓ ", "✓ "]
    assert "海川日报" in real_nowall("--pack", "none", "sources").stdout


def test_feed_that_was_watched_is_watched_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home, session = tmp_path / "home", Session(tmp_path / "home", "none", permits=only_loopback)
    with site({"/feed": feed(BRIDGE)}) as web:
        with stopped_when(lambda: feeds_that_were_read(home) == 1):
            watch_feeds(session, [f"{web.url}/feed"], 15)
        capsys.readouterr()
        before = signal.getsignal(signal.SIGINT)
        with stopped_when(lambda: signal.getsignal(signal.SIGINT) is not before):
            watch_feeds(session, [], 15)

    assert capsys.readouterr().out == "Watching 1 feeds; Ctrl-C ends it.\n"
    assert web.asked.count("/feed") == 1


def test_feed_of_this_machine_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = tmp_path / "home"
    with site({"/feed": feed(BRIDGE)}) as web, stopped_when(lambda: feeds_that_were_read(home) == 1):
        watch_feeds(Session(home, "none"), [f"{web.url}/feed"], 15)

    assert "127.0.0.1 is not a public address" in capsys.readouterr().out
    assert web.asked == []


def test_what_is_no_address_is_a_sentence(real_nowall: Nowall) -> None:
    result = real_nowall("--pack", "none", "watch", "feed.xml")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "nowall: feed.xml: It is no web address: one starts with http:// or https://.\n"


def test_no_feed_is_a_sentence(real_nowall: Nowall) -> None:
    result = real_nowall("--pack", "none", "watch")

    assert (result.exit_code, result.stderr) == (1, "nowall: There is no feed to watch: name one.\n")
