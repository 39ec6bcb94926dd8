"""Pages that are kept, and work that waits."""

from __future__ import annotations

import asyncio
import gzip
import threading

import pytest

from nowall.site.desk import BusyError, Desk
from nowall.site.shelf import Leaf, Shelf


def leaf(length: int = 2_000) -> Leaf:
    return Leaf.of(b"x" * length)


def test_leaf_is_packed_where_that_is_worth_it() -> None:
    assert gzip.decompress(leaf().packed) == leaf().body
    assert leaf(10).packed == b""


def test_same_contents_have_the_same_mark() -> None:
    assert leaf().mark == leaf().mark != leaf(10).mark


def test_leaf_is_kept_for_its_view_alone() -> None:
    shelf, view, newer = Shelf(), object(), object()
    assert shelf.get(view, "a") is None
    shelf.put(view, "a", leaf())
    assert shelf.get(view, "a") is not None
    assert shelf.get(newer, "a") is None
    shelf.put(view, "a", leaf())  # set before the corpus changed, ready after it
    assert shelf.get(newer, "a") is None


def test_oldest_go_first_where_room_ends() -> None:
    shelf, view = Shelf(most_bytes=11_000), object()
    shelf.get(view, "a")
    for name in "abc":
        shelf.put(view, name, leaf())
    shelf.get(view, "a")
    for name in "de":
        shelf.put(view, name, leaf())
    assert [name for name in "abcde" if shelf.get(view, name)] == ["a", "c", "d", "e"]


def test_huge_leaf_is_not_kept() -> None:
    shelf, view = Shelf(most_bytes=10_000), object()
    shelf.get(view, "a")
    shelf.put(view, "a", leaf(9_000))
    assert shelf.get(view, "a") is None


async def test_who_is_one_too_many_is_sent_away_at_once() -> None:
    desk, free = Desk("test", 2), threading.Event()
    first, second = (asyncio.create_task(desk.do(free.wait)) for _ in range(2))
    await asyncio.sleep(0)
    with pytest.raises(BusyError):
        await desk.do(free.wait)
    free.set()
    assert await first
    assert await second
    assert await desk.do(lambda: "again") == "again"


async def test_failure_frees_the_place() -> None:
    desk = Desk("test", 1)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            await desk.do(lambda: 1 // 0)
