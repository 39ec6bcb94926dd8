from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nowall.learn.documents import Document
from nowall.learn.sources.results import Failure
from nowall.learn.sources.watching import INTERVAL, FeedState, News, watch
from tests.learn.sources.web import Answer, Site, answer, fetcher, site

START = 1_000_000.0


@dataclass
class Clock:
    """A clock that moves by waiting alone; it stops the watch when it has moved for long enough."""

    ends: float = START + 30 * 24 * 3_600
    time: float = START
    waits: list[float] = field(default_factory=list)
    stop: threading.Event = field(default_factory=threading.Event)

    def now(self) -> float:
        return self.time

    def wait(self, seconds: float) -> bool:
        self.waits.append(seconds)
        self.time += seconds
        if self.time >= self.ends:
            self.stop.set()
        return self.stop.is_set()


def rss(*numbers: int, extra: str = "") -> str:
    text = "模型没有撞上墙，研究人员说。" * 30
    items = "".join(
        f"<item><guid>n{n}</guid><title>N{n}</title><link>/p/{n}</link>"
        f"<content:encoded>{text if n < 100 else ''}</content:encoded></item>"
        for n in numbers
    )
    space = "http://purl.org/rss/1.0/modules/content/"
    return f"<rss xmlns:content='{space}'><channel><title>T</title>{extra}{items}</channel></rss>"


def feed(*numbers: int, extra: str = "", **headers: str) -> Answer:
    return answer(rss(*numbers, extra=extra), 200, "application/rss+xml", **headers)


def watched(web: Site, clock: Clock, state: FeedState = FeedState(), interval: float = INTERVAL) -> Iterator[News]:  # noqa: B008
    with fetcher() as reader:
        yield from watch(
            {f"{web.url}/feed": state}, reader, clock.stop,
            interval=interval, now=clock.now, wait=clock.wait, chance=lambda: 0.5,
        )  # fmt: skip


def titles(news: list[News]) -> list[str | None]:
    return [each.result.title for each in news if isinstance(each.result, Document)]


def test_new_feed_gives_all_it_has_the_oldest_first_and_then_what_is_new() -> None:
    clock = Clock()
    with site({"/feed": feed(2, 1)}) as web:
        stream = watched(web, clock)
        first = list(islice(stream, 3))
        web.pages["/feed"] = feed(4, 3, 2)
        second = list(islice(stream, 3))
    assert (titles(first), titles(second)) == (["N1", "N2"], ["N3", "N4"])
    assert clock.waits == [INTERVAL]
    assert first[-1].result is None
    assert first[-1].state.due == START + INTERVAL


def test_state_that_was_stored_goes_on_where_it_was() -> None:
    with site({"/feed": feed(3, 2, 1)}) as web:
        before = next(watched(web, Clock()))
        stored = FeedState.from_json(json.loads(json.dumps(before.state.to_json())))
        assert stored == before.state
        assert titles(list(islice(watched(web, Clock(), stored), 3))) == ["N2", "N3"]


def test_unchanged_feed_is_asked_for_conditionally() -> None:
    clock = Clock()
    with site({"/feed": feed(1, ETag='"v1"', Last_Modified="Mon")}) as web:
        stream = watched(web, clock)
        list(islice(stream, 2))
        web.pages["/feed"] = answer(status=304)
        news = next(stream)
    assert web.headers[-1]["If-None-Match"] == '"v1"'
    assert web.headers[-1]["If-Modified-Since"] == "Mon"
    assert (news.result, news.state.seen) == (None, news.state.seen)
    assert news.state.due == clock.time + INTERVAL


@pytest.mark.parametrize(
    ("extra", "headers", "delay"),
    [
        ("<ttl>30</ttl>", {}, 1800),
        ("<ttl>1</ttl>", {}, INTERVAL),
        ("<ttl>99999</ttl>", {}, 3600),
        ("<ttl>soon</ttl>", {}, INTERVAL),
        ("", {"Cache_Control": "public, max-age=1200"}, 1200),
        ("", {"Cache_Control": "max-age=31536000"}, 3600),
        ("", {"Cache_Control": "s-maxage=1200, no-cache"}, INTERVAL),
    ],
)
def test_feed_says_within_bounds_when_to_ask_again(extra: str, headers: dict[str, str], delay: float) -> None:
    with site({"/feed": feed(1, extra=extra, **headers)}) as web:
        *_, news = islice(watched(web, Clock()), 2)
    assert news.state.due == START + delay


def test_failures_are_told_and_asked_for_ever_more_rarely() -> None:
    clock = Clock()
    with site({"/feed": answer(status=500)}) as web:
        stream = watched(web, clock)
        failures = list(islice(stream, 7))
        web.pages["/feed"] = feed(1)
        recovered = list(islice(stream, 2))
    assert all(isinstance(each.result, Failure) for each in failures)
    assert clock.waits == [900, 1800, 3600, 7200, 14400, 21600, 21600]
    assert titles(recovered) == ["N1"]
    assert recovered[-1].state.failures == 0


@pytest.mark.parametrize(("wanted", "delay"), [("7200", 7200), ("10", INTERVAL), ("9999999", 86400)])
def test_server_that_wants_to_be_left_alone_is(wanted: str, delay: float) -> None:
    with site({"/feed": answer(status=429, Retry_After=wanted)}) as web:
        news = next(watched(web, Clock()))
    assert news.state.due == START + delay


def test_page_that_fails_is_tried_again_three_times_in_all() -> None:
    clock = Clock(ends=START + 5 * INTERVAL)
    with site({"/feed": feed(100, 1, ETag='"v1"')}) as web:
        news = list(watched(web, clock))
        assert web.asked.count("/p/100") == 3
    assert [type(each.result) for each in news if each.result] == [Document, Failure, Failure, Failure]
    assert news[-1].state.tried == {}
    assert web.headers[-1]["If-None-Match"] == '"v1"'


def test_page_that_comes_late_is_learnt() -> None:
    clock = Clock()
    with site({"/feed": feed(100)}) as web:
        stream = watched(web, clock)
        assert isinstance(next(stream).result, Failure)
        web.pages["/p/100"] = answer("<p>there now")
        assert titles(list(islice(stream, 2))) == ["N100"]


def test_entry_that_comes_back_is_not_learnt_twice() -> None:
    with site({"/feed": feed(1, 2)}) as web:
        stream = watched(web, Clock())
        list(islice(stream, 3))
        for numbers in ((2, 3), (1, 3)):
            web.pages["/feed"] = feed(*numbers)
            news = list(islice(stream, 2 if 2 in numbers else 1))
            assert titles(news) == (["N3"] if 2 in numbers else [])


def test_stop_ends_between_two_entries_and_nothing_is_lost() -> None:
    clock = Clock()
    with site({"/feed": feed(3, 2, 1)}) as web:
        stream = watched(web, clock)
        first = next(stream)
        clock.stop.set()
        assert list(stream) == []
        assert titles(list(islice(watched(web, Clock(), first.state), 3))) == ["N2", "N3"]


def test_stop_ends_a_wait_at_once() -> None:
    stop = threading.Event()
    with fetcher() as reader:
        stream = watch({"http://127.0.0.1:1/feed": FeedState()}, reader, stop)
        next(stream)
        threading.Timer(0.05, stop.set).start()
        assert list(stream) == []


def test_feed_that_is_due_first_is_asked_first() -> None:
    clock = Clock()
    with site({"/a": feed(1), "/b": feed(2)}) as web, fetcher() as reader:
        feeds = {f"{web.url}/a": FeedState(due=START + 500), f"{web.url}/b": FeedState(due=START + 100)}
        news = list(islice(watch(feeds, reader, clock.stop, now=clock.now, wait=clock.wait), 4))
    assert titles(news) == ["N2", "N1"]
    assert clock.waits == [100, 400]


def test_clock_that_was_wrong_does_not_silence_a_feed() -> None:
    clock = Clock()
    with site({"/feed": feed(1)}) as web:
        assert titles(list(islice(watched(web, clock, FeedState(due=START + 10**9)), 1))) == ["N1"]
    assert sum(clock.waits) == 86_400


def test_state_does_not_grow_without_end() -> None:
    old = FeedState(seen=tuple(f"k{n}" for n in range(5_000)), tried={"gone": 1})
    with site({"/feed": feed(1)}) as web:
        *_, news = islice(watched(web, Clock(), old), 2)
    assert len(news.state.seen) == 1_001
    assert news.state.tried == {}


def test_no_feeds_end_at_once() -> None:
    with fetcher() as reader:
        assert list(watch({}, reader, threading.Event())) == []


@settings(deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["due", "etag", "modified", "life", "failures", "seen", "tried"]),
        st.recursive(
            st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
            max_leaves=5,
        ),
    )
)
def test_damaged_state_is_a_state(table: dict[str, object]) -> None:
    state = FeedState.from_json(table)
    assert FeedState.from_json(json.loads(json.dumps(state.to_json()))) == state
