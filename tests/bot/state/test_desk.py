"""What owners look at."""

from __future__ import annotations

import pytest

from bot.state.desk import Desk
from bot.state.gaps import note_unknown
from bot.state.memory import Memory
from bot.state.tallies import count, day_of
from nowall.answers import Language
from nowall.database import Writer
from tests.bot.conftest import Clock

DAY = 86_400


@pytest.fixture
def desk(writer: Writer, clock: Clock) -> Desk:
    return Desk(writer, clock)


def count_now(writer: Writer, clock: Clock, by: int = 1) -> None:
    """Something was answered today."""
    writer.submit(lambda connection: count(connection, "answered", day_of(clock.now), by)).result()


async def test_gaps_are_listed_read_and_closed(desk: Desk, writer: Writer, clock: Clock) -> None:
    writer.submit(lambda connection: note_unknown(connection, "谁说的?", Language.ZH_HANS, clock.now)).result()
    (found,), total = await desk.gaps(0, 5)
    assert (total, found.question, found.last_at) == (1, "谁说的?", clock.now)
    assert await desk.gap(found.id) == found
    assert await desk.close(found.id)
    assert await desk.gaps(0, 5) == ([], 0)
    assert not await desk.close(found.id)
    assert await desk.gap(99) is None


async def test_tallies_are_of_the_last_days(desk: Desk, writer: Writer, clock: Clock) -> None:
    count_now(writer, clock)
    clock.now += DAY
    count_now(writer, clock, 2)
    assert await desk.tallies(1) == {"answered": 2}
    assert await desk.tallies(2) == {"answered": 3}


async def test_old_counts_go_with_housekeeping(desk: Desk, writer: Writer, memory: Memory, clock: Clock) -> None:
    count_now(writer, clock)
    clock.now += 400 * DAY
    await memory.prune()
    assert await desk.tallies(500) == {"answered": 1}
    clock.now += DAY
    await memory.prune()
    assert await desk.tallies(500) == {}
