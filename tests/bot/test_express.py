"""Inline queries: at once, many at a time, the newest of each person."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from structlog.testing import capture_logs
from telegram import Bot, Update

import bot.express
from bot.express import LIFETIME_SECONDS, Express
from tests.bot.conftest import Clock


class Handling:
    """Stands for PTB's Application: each query waits at the gate."""

    def __init__(self, handler: Callable[[int], Awaitable[None]] | None = None) -> None:
        self.begun: list[int] = []
        self.done: list[int] = []
        self.gate = asyncio.Event()
        self._handler = handler

    async def process_update(self, update: object, /) -> None:
        assert isinstance(update, Update)
        self.begun.append(update.update_id)
        if self._handler:
            await self._handler(update.update_id)
        await self.gate.wait()
        self.done.append(update.update_id)


def query(update_id: int, person: int = 0) -> dict[str, Any]:
    sender = {"id": person or update_id, "is_bot": False, "first_name": "Mei"}
    return {"update_id": update_id, "inline_query": {"id": "1", "from": sender, "query": "x", "offset": ""}}


async def settle() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


@pytest.fixture(autouse=True)
def _two_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.express, "MOST_RUNNING", 2)


async def test_queries_run_side_by_side_up_to_a_number() -> None:
    handling = Handling()
    express = Express(Bot("1:x"), handling)
    for number in (1, 2, 3):
        express.take(query(number))
    await settle()
    assert handling.begun == [1, 2]
    handling.gate.set()
    await settle()
    assert handling.done == [1, 2, 3]


async def test_of_a_persons_waiting_queries_the_newest_is_run() -> None:
    handling = Handling()
    express = Express(Bot("1:x"), handling)
    for number, person in ((1, 1), (2, 2), (3, 7), (4, 8), (5, 7)):
        express.take(query(number, person))
    handling.gate.set()
    await settle()
    assert handling.done == [1, 2, 4, 5]


async def test_query_that_waited_too_long_is_dropped(clock: Clock) -> None:
    handling = Handling()
    express = Express(Bot("1:x"), handling, clock)
    for number in (1, 2, 3):
        express.take(query(number))
    await settle()
    clock.now += LIFETIME_SECONDS + 1
    express.take(query(4))
    handling.gate.set()
    await settle()
    assert handling.done == [1, 2, 4]


async def test_query_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.express, "LIFETIME_SECONDS", 0.01)
    with capture_logs() as logs:
        Express(Bot("1:x"), Handling()).take(query(3))
        await asyncio.sleep(0.05)
    assert [(log["event"], log["update"]) for log in logs] == [("inline.failed", 3)]


async def test_failure_is_logged_and_costs_no_other() -> None:
    async def fail_first(number: int) -> None:
        if number == 1:
            raise RuntimeError("a bug")

    handling = Handling(fail_first)
    handling.gate.set()
    express = Express(Bot("1:x"), handling)
    with capture_logs() as logs:
        express.take(query(1))
        express.take({"update_id": 2, "inline_query": {"nonsense": True}})
        express.take({"update_id": 2, "inline_query": {**query(2)["inline_query"], "from": {"id": {}}}})
        express.take(query(3))
        await settle()
    assert [log["update"] for log in logs] == [1]  # the intake tells of what cannot be read
    assert handling.done == [3]


async def test_stop_waits_for_what_runs_and_drops_what_waits() -> None:
    handling = Handling()
    express = Express(Bot("1:x"), handling)
    for number in (1, 2, 3):
        express.take(query(number))
    await settle()
    asyncio.get_running_loop().call_later(0.01, handling.gate.set)
    await express.stop(patience=1.0)
    assert handling.done == [1, 2]


async def test_stop_has_limited_patience() -> None:
    handling = Handling()
    express = Express(Bot("1:x"), handling)
    express.take(query(1))
    await settle()
    async with asyncio.timeout(1.0):
        await express.stop(patience=0.01)
    assert handling.done == []
