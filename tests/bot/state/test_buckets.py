"""Limits that bots share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select

from bot.limits import Limits, Pace
from bot.state.buckets import SharedLimits, forget_buckets
from bot.state.schema import BUCKETS
from nowall.database import Writer

pytestmark = pytest.mark.parametrize("database", ["postgres"], indirect=True)


@pytest.fixture
def other(database: Engine) -> Iterator[Writer]:
    """Another bot's."""
    writer = Writer(database)
    yield writer
    writer.close()


async def test_bots_count_together(writer: Writer, other: Writer) -> None:
    here, there = SharedLimits(writer, "people", 3), SharedLimits(other, "people", 3)
    paces = [await limits.take(1, 100.0) for limits in (here, there, here, there, here)]
    assert paces == [Pace.OK, Pace.OK, Pace.OK, Pace.NOTICE, Pace.SILENCE]


async def test_kinds_are_counted_apart(writer: Writer) -> None:
    assert await SharedLimits(writer, "people", 1).take(1, 100.0) is Pace.OK
    assert await SharedLimits(writer, "groups", 1).take(1, 100.0) is Pace.OK


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.floats(0, 300), max_size=25), st.integers(1, 5), st.integers())
async def test_counts_as_memory_does(writer: Writer, moments: list[float], per_minute: int, number: int) -> None:
    number %= 2**62
    writer.submit(lambda connection: forget_buckets(connection, 1e9)).result()
    here, shared = Limits(per_minute), SharedLimits(writer, "people", per_minute)
    for moment in moments:
        assert await here.take(number, moment) is await shared.take(number, moment)


async def test_old_buckets_are_forgotten(writer: Writer) -> None:
    limits = SharedLimits(writer, "people", 3)
    await limits.take(1, 100.0)
    await limits.take(2, 200.0)
    writer.submit(lambda connection: forget_buckets(connection, 150.0)).result()
    left = select(func.count()).select_from(BUCKETS)
    assert writer.submit(lambda connection: connection.scalar(left)).result() == 1
