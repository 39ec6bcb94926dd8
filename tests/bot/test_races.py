"""Several inboxes on one server at the same time: nothing is lost, nothing taken twice, every lane in order."""

from __future__ import annotations

import asyncio
import random
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, func, select

from bot.inbox import Arrival, Claim, Inbox
from bot.state.schema import INBOX, LANES
from nowall.database import PostgresSchema, Writer, open_database

pytestmark = pytest.mark.parametrize("database", ["postgres"], indirect=True)
BOTS, LANES_USED, UPDATES = 3, 6, 240


@pytest.fixture
def writers(database: Engine, state_place: PostgresSchema) -> Iterator[list[Writer]]:
    """One for each bot, with connections of its own."""
    databases = [open_database(state_place, busy_seconds=5.0, in_order=False) for _ in range(BOTS)]
    writers = [Writer(each) for each in databases]
    yield writers
    for writer, each in zip(writers, databases, strict=True):
        writer.close()
        each.dispose()


@pytest.fixture
def bots(writers: list[Writer]) -> list[Inbox]:
    return [Inbox(writer) for writer in writers]


def count(writer: Writer, column: Any, *where: Any) -> int:
    return writer.submit(
        lambda connection: int(connection.scalar(select(func.count(column)).where(*where)) or 0)
    ).result()


async def test_lanes_that_are_filled_and_drained_by_many_lose_nothing(bots: list[Inbox], writers: list[Writer]) -> None:
    done, filled = defaultdict[int, list[int]](list), asyncio.Event()

    async def fill(inbox: Inbox, numbers: range) -> None:
        for number in numbers:
            await inbox.store([Arrival(number, number % LANES_USED, "{}")])

    async def drain(inbox: Inbox) -> None:
        while not (filled.is_set() and sum(map(len, done.values())) >= UPDATES):
            claim = await inbox.claim()
            if claim is None:
                await asyncio.sleep(0.002)
            while claim:
                await inbox.fence(claim)
                done[claim.lane.id].append(claim.update_id)
                await inbox.close(claim, "answered")
                claim = claim.following

    async def fill_all() -> None:
        await asyncio.gather(*(fill(bot, range(n, UPDATES, BOTS)) for n, bot in enumerate(bots)))
        filled.set()

    async with asyncio.timeout(60):
        await asyncio.gather(fill_all(), *(drain(bot) for bot in bots for _ in range(3)))
    assert sorted(number for lane in done.values() for number in lane) == list(range(UPDATES))
    assert count(writers[0], INBOX.c.update_id, INBOX.c.outcome == "answered") == UPDATES
    assert count(writers[0], LANES.c.lane) == 0
    assert not any(bot._held for bot in bots)


async def test_same_updates_posted_to_all_are_kept_once(bots: list[Inbox]) -> None:
    async def fill(inbox: Inbox, seed: int) -> int:
        numbers = list(range(60))
        random.Random(seed).shuffle(numbers)
        return sum(await asyncio.gather(*(inbox.store([Arrival(n, n % LANES_USED, "{}")]) for n in numbers)))

    async with asyncio.timeout(60):
        assert sum(await asyncio.gather(*(fill(bot, seed) for seed, bot in enumerate(bots)))) == 60


async def test_update_that_comes_while_its_lane_is_emptied_is_found(bots: list[Inbox]) -> None:
    for number in range(0, 100, 2):
        await bots[0].store([Arrival(number, 1, "{}")])
        claim = await bots[0].claim()
        assert claim
        await asyncio.gather(bots[0].close(claim, "done"), bots[1].store([Arrival(number + 1, 1, "{}")]))
        following: Claim | None = claim.following or await bots[2].claim()
        assert following
        assert following.update_id == number + 1
        await (bots[0] if claim.following else bots[2]).close(following, "done")


async def test_lost_leases_of_many_are_taken_over_by_many_once(bots: list[Inbox], writers: list[Writer]) -> None:
    await bots[0].store([Arrival(number, number, "{}") for number in range(40)])
    for _ in range(40):
        assert await bots[0].claim()
    writers[0].submit(lambda connection: connection.exec_driver_sql("UPDATE lanes SET leased_until = 0")).result()
    freed = await asyncio.gather(*(bot.tend(sweep=True) for bot in bots[1:]), bots[1].tend(sweep=True))
    assert sum(freed) == 40
    assert count(writers[0], INBOX.c.update_id, INBOX.c.failures == 1, INBOX.c.state == "waiting") == 40


async def test_beats_and_sweeps_among_work_take_nothing_away(bots: list[Inbox], writers: list[Writer]) -> None:
    await bots[0].store([Arrival(number, number % 8, "{}") for number in range(80)])
    seen: list[int] = []

    async def work(inbox: Inbox) -> None:
        claim = await inbox.claim()
        while claim:
            await inbox.fence(claim)
            seen.append(claim.update_id)
            await inbox.close(claim, "answered")
            claim = claim.following or await inbox.claim()

    async def beat(inbox: Inbox) -> None:
        while len(seen) < 80:
            assert await inbox.tend(sweep=True) == 0
            await asyncio.sleep(0.005)

    async with asyncio.timeout(60):
        await asyncio.gather(*(work(bot) for bot in bots), *(beat(bot) for bot in bots))
    assert sorted(seen) == list(range(80))
