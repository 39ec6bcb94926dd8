"""Who lives renews its leases; those of who does not are taken over, but not right after a gap."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

import pytest

from bot.heartbeat import BEAT_SECONDS, STEADY_SECONDS, Heartbeat
from bot.inbox import LEASE_SECONDS, Arrival, Inbox
from nowall.database import Writer
from tests.bot.conftest import Clock

Beat = Callable[[float], Awaitable[None]]


@pytest.fixture
def woken() -> list[bool]:
    return []


@pytest.fixture
def heartbeat(inbox: Inbox, clock: Clock, woken: list[bool]) -> Heartbeat:
    return Heartbeat(inbox, lambda: woken.append(True), clock=clock)


@pytest.fixture
def beat(heartbeat: Heartbeat, clock: Clock) -> Beat:
    """Beat for so many seconds."""

    async def run(seconds: float) -> None:
        for _ in range(round(seconds / BEAT_SECONDS)):
            await heartbeat.beat()
            clock.now += BEAT_SECONDS

    return run


async def test_lanes_of_the_dead_are_taken_over(
    inbox: Inbox, clock: Clock, writer: Writer, beat: Beat, woken: list[bool]
) -> None:
    dead = Inbox(writer, clock)
    await inbox.store([Arrival(1, 5, "{}")])
    assert await dead.claim()
    await beat(LEASE_SECONDS)
    assert not woken
    await beat(2 * BEAT_SECONDS)
    assert woken
    assert await inbox.claim()


async def test_own_leases_live_on(inbox: Inbox, clock: Clock, beat: Beat, woken: list[bool]) -> None:
    await inbox.store([Arrival(1, 5, "{}")])
    claim = await inbox.claim()
    await beat(10 * LEASE_SECONDS)
    assert claim
    await inbox.fence(claim)
    assert not woken


async def test_nothing_is_taken_over_right_after_a_gap(
    inbox: Inbox, clock: Clock, writer: Writer, beat: Beat, woken: list[bool]
) -> None:
    others = Inbox(writer, clock)
    await inbox.store([Arrival(1, 5, "{}")])
    claim = await others.claim()
    await beat(2 * STEADY_SECONDS)
    clock.now += 60  # the database was away, or all of them slept
    await beat(BEAT_SECONDS)
    await others.tend(sweep=False)
    await beat(STEADY_SECONDS + BEAT_SECONDS)
    assert claim
    await others.fence(claim)
    assert not woken


async def test_clock_is_measured_with_every_beat(inbox: Inbox) -> None:
    measured = []

    async def measure() -> None:
        measured.append(True)

    await Heartbeat(inbox, lambda: None, measure).beat()
    assert measured
