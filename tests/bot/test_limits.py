"""How fast one person may write, counted in memory or together with other bots."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import Engine

from bot.limits import Limiter, Limits, Pace
from bot.state.buckets import SharedLimits
from nowall.database import Writer, schema_of

Limit = Callable[[int], Limiter]


@pytest.fixture
def limit(database: Engine, writer: Writer) -> Limit:
    if schema_of(database) is None:
        return Limits
    return lambda per_minute: SharedLimits(writer, "people", per_minute)


async def test_flood_gets_one_notice_and_then_silence(limit: Limit) -> None:
    limits = limit(3)
    paces = [await limits.take(1, 100.0) for _ in range(6)]
    assert paces == [Pace.OK, Pace.OK, Pace.OK, Pace.NOTICE, Pace.SILENCE, Pace.SILENCE]
    assert await limits.take(2, 100.0) is Pace.OK


async def test_bucket_fills_again(limit: Limit) -> None:
    limits = limit(3)
    for _ in range(4):
        await limits.take(1, 100.0)
    assert await limits.take(1, 121.0) is Pace.OK
    assert await limits.take(1, 121.0) is Pace.SILENCE


async def test_flood_that_goes_on_gets_a_notice_a_minute(limit: Limit) -> None:
    limits = limit(20)
    paces = [await limits.take(1, 100.0 + 0.5 * n) for n in range(4 * 120)]
    assert paces.count(Pace.OK) in range(90, 102)
    assert paces.count(Pace.NOTICE) == 4


async def test_backlog_counts_by_when_it_was_written(limit: Limit) -> None:
    limits = limit(3)
    assert {await limits.take(1, 60.0 * n) for n in range(100)} == {Pace.OK}


async def test_clock_that_goes_back_gives_nothing_away(limit: Limit) -> None:
    limits = limit(2)
    paces = [await limits.take(1, at) for at in (100.0, 50.0, 100.0, 50.0)]
    assert paces == [Pace.OK, Pace.OK, Pace.NOTICE, Pace.SILENCE]


async def test_no_limit(limit: Limit) -> None:
    limits = limit(0)
    assert {await limits.take(1, 0.0) for _ in range(1000)} == {Pace.OK}
