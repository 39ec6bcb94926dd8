"""The workers: order within a chat, none between chats, and what they report."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import select
from telegram import Bot, Update
from telegram.error import Forbidden, NetworkError, RetryAfter

import bot.failures
import bot.lanes
from bot.inbox import LEASE_SECONDS, Arrival, Inbox
from bot.lanes import CURRENT, Lanes
from bot.state.schema import INBOX
from nowall.database import Writer
from nowall.errors import StoreError
from tests.bot.conftest import Clock

Handler = Callable[[Update], Awaitable[None]]


class Handling:
    """Stands for PTB's Application: runs one handler, and reports what it raises as the error handler does."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler

    async def process_update(self, update: object, /) -> None:
        assert isinstance(update, Update)
        try:
            await self._handler(update)
        except Exception as error:  # noqa: BLE001 - as PTB does
            CURRENT.get().error = error


def read(_: int, payload: str) -> Update:
    return Update.de_json(json.loads(payload), Bot("1:x"))


def arrival(update_id: int, lane: int = 1) -> Arrival:
    return Arrival(update_id, lane, json.dumps({"update_id": update_id}))


@pytest.fixture(autouse=True)
def _short_delays(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (bot.failures, bot.lanes):
        monkeypatch.setattr(module, "back_off", lambda *_: 0.01)


@pytest.fixture
def inbox(writer: Writer) -> Inbox:
    return Inbox(writer)


@asynccontextmanager
async def running(inbox: Inbox, handler: Handler, apologise: Handler | None = None) -> AsyncIterator[Lanes]:
    async def silence(_: Update) -> None:
        pass

    lanes = Lanes(inbox, read, Handling(handler), apologise or silence, workers=4)
    task = asyncio.create_task(lanes.run())
    yield lanes
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await lanes.stop(patience=1.0)


async def until(condition: Callable[[], Any]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110 - the condition may be anything
            await asyncio.sleep(0.005)


def outcomes(writer: Writer) -> list[tuple[str, str | None]]:
    rows = select(INBOX.c.state, INBOX.c.outcome).order_by(INBOX.c.update_id)
    return writer.submit(lambda connection: [(row.state, row.outcome) for row in connection.execute(rows)]).result()


async def test_chats_run_side_by_side_and_each_in_order(inbox: Inbox) -> None:
    seen: list[int] = []
    gate = asyncio.Event()

    async def handler(update: Update) -> None:
        if update.update_id == 1:
            await gate.wait()
        seen.append(update.update_id)

    await inbox.store([arrival(1, 1), arrival(2, 1), arrival(3, 2), arrival(4, 2)])
    async with running(inbox, handler):
        await until(lambda: seen == [3, 4])
        gate.set()
        await until(lambda: seen == [3, 4, 1, 2])


async def test_flood_wait_holds_its_own_chat_only(inbox: Inbox) -> None:
    seen: list[int] = []

    async def handler(update: Update) -> None:
        if update.update_id == 1 and seen.count(1) == 0:
            seen.append(1)
            raise RetryAfter(1)
        seen.append(update.update_id)

    await inbox.store([arrival(1, 1), arrival(2, 1), arrival(3, 2)])
    async with running(inbox, handler):
        await until(lambda: len(seen) == 4)
    assert seen == [1, 3, 1, 2]


async def test_bug_is_tried_three_times_then_closed_with_an_apology(inbox: Inbox, writer: Writer) -> None:
    tries, apologies = [], []

    async def handler(update: Update) -> None:
        tries.append(update.update_id)
        if update.update_id == 1:
            raise RuntimeError("a bug")

    async def apologise(update: Update) -> None:
        apologies.append(update.update_id)
        raise NetworkError("and that does not work either")

    await inbox.store([arrival(1), arrival(2)])
    async with running(inbox, handler, apologise):
        await until(lambda: tries == [1, 1, 1, 2])
        await until(lambda: outcomes(writer) == [("done", "failed"), ("done", "done")])
    assert apologies == [1]


async def test_ambiguous_send_is_repeated_at_most_five_times(inbox: Inbox, writer: Writer) -> None:
    sends = []

    async def handler(_: Update) -> None:
        await inbox.fence(CURRENT.get())
        sends.append(1)
        raise NetworkError("Internal Server Error (500)")

    await inbox.store([arrival(1)])
    async with running(inbox, handler):
        await until(lambda: outcomes(writer) == [("done", "unclear")])
    assert len(sends) == 6


async def test_refused_send_is_closed(inbox: Inbox, writer: Writer) -> None:
    async def handler(_: Update) -> None:
        await inbox.fence(CURRENT.get())
        raise Forbidden("bot was blocked by the user")

    await inbox.store([arrival(1)])
    async with running(inbox, handler):
        await until(lambda: outcomes(writer) == [("done", "rejected")])


async def test_unreadable_update_does_not_stop_its_lane(inbox: Inbox, writer: Writer) -> None:
    async def handler(_: Update) -> None:
        pass

    broken = Arrival(1, 1, '{"update_id": 1, "message": {}}')
    await inbox.store([broken, arrival(2)])
    async with running(inbox, handler):
        await until(lambda: outcomes(writer) == [("done", "failed"), ("done", "done")])


async def test_stop_finishes_what_is_in_flight_and_leaves_the_rest(inbox: Inbox, writer: Writer) -> None:
    started, seen = asyncio.Event(), []

    async def handler(update: Update) -> None:
        started.set()
        await asyncio.sleep(0.1)
        seen.append(update.update_id)

    await inbox.store([arrival(1), arrival(2)])
    async with running(inbox, handler):
        await started.wait()
    assert seen == [1]
    assert outcomes(writer) == [("done", "done"), ("waiting", None)]
    assert await inbox.claim() is not None


async def test_stop_has_limited_patience(inbox: Inbox, writer: Writer) -> None:
    started = asyncio.Event()

    async def handler(_: Update) -> None:
        started.set()
        await asyncio.Event().wait()

    await inbox.store([arrival(1)])
    async with running(inbox, handler) as lanes:
        await started.wait()
        await lanes.stop(patience=0.05)
    assert outcomes(writer) == [("claimed", None)]
    await inbox.recover()
    assert outcomes(writer) == [("waiting", None)]


async def test_new_arrivals_wake_the_workers(inbox: Inbox) -> None:
    seen: list[int] = []

    async def handler(update: Update) -> None:
        seen.append(update.update_id)

    async with running(inbox, handler) as lanes:
        await asyncio.sleep(0.05)
        await inbox.store([arrival(1)])
        lanes.wake()
        await until(lambda: seen == [1])


async def test_update_whose_lease_ran_out_is_answered_all_the_same(writer: Writer, clock: Clock) -> None:
    inbox, seen = Inbox(writer, clock), list[int]()

    async def handler(update: Update) -> None:
        seen.append(update.update_id)
        if seen == [1]:
            clock.now += LEASE_SECONDS + 1  # the machine slept
            assert await Inbox(writer, clock).tend(sweep=True) == 1
        await inbox.fence(CURRENT.get())

    await inbox.store([arrival(1), arrival(2)])
    async with running(inbox, handler):
        await until(lambda: outcomes(writer) == [("done", "done"), ("done", "done")])
    assert sorted(seen) == [1, 1, 2]


async def test_update_comes_back_to_a_lane_that_was_emptied_meanwhile(inbox: Inbox, writer: Writer) -> None:
    await inbox.store([arrival(1)])
    claim = await inbox.claim()
    assert claim
    writer.submit(lambda connection: connection.exec_driver_sql("DELETE FROM lanes")).result()
    await inbox.again(claim, 0.0)
    await inbox.tend(sweep=True)
    assert await inbox.claim()


@pytest.mark.parametrize("sends", [False, True])
async def test_inbox_that_cannot_be_written_for_a_while_loses_nothing(writer: Writer, sends: bool) -> None:
    class Full(Inbox):
        failures = 0

        async def close(self, *arguments: Any) -> None:
            await self._fail()
            await super().close(*arguments)

        async def again(self, *arguments: Any) -> None:
            await self._fail()
            await super().again(*arguments)

        async def _fail(self) -> None:
            self.failures += 1
            if self.failures <= 4:
                raise StoreError("The disk is full.")

    inbox, seen = Full(writer), list[int]()

    async def handler(update: Update) -> None:
        seen.append(update.update_id)
        if sends:
            await inbox.fence(CURRENT.get())

    await inbox.store([arrival(1), arrival(2)])
    async with running(inbox, handler):
        await until(lambda: outcomes(writer) == [("done", "done"), ("done", "done")])
    assert seen == [1, 1, 2]
    ambiguous = select(INBOX.c.ambiguous).order_by(INBOX.c.update_id)
    assert writer.submit(lambda c: list(c.scalars(ambiguous))).result() == [int(sends), 0]
