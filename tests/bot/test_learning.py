"""Requests to learn: one at a time, stopped where they must be."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest

from bot.learning import Learning
from nowall.errors import InputError
from nowall.outcomes import Fate, Outcome

ADDED = Outcome("x", Fate.ADDED, "x", 1)


def endless(stop: threading.Event) -> Iterator[Outcome]:
    while not stop.wait(0.01):
        yield ADDED


def failing(_: threading.Event) -> Iterator[Outcome]:
    yield ADDED
    raise InputError("No.")


async def test_request_that_takes_too_long_is_stopped() -> None:
    job = Learning(longest=0.1).begin(endless)
    assert not await job.ends_within(0.01)
    assert await job.ends_within(5)
    assert job.stop.is_set()
    assert ADDED in job.outcomes


async def test_all_are_stopped_with_the_bot_also_those_that_wait() -> None:
    learning = Learning()
    running, waiting = learning.begin(endless), learning.begin(endless)
    await asyncio.sleep(0.05)
    await learning.stop(5)
    assert await running.ends_within(0)
    assert await waiting.ends_within(0)
    assert running.outcomes
    assert not waiting.outcomes


async def test_error_of_ours_is_kept_with_what_was_learned() -> None:
    job = Learning().begin(failing)
    assert await job.ends_within(5)
    assert (str(job.error), job.outcomes) == ("No.", [ADDED])


async def test_other_errors_reach_who_waits() -> None:
    job = Learning().begin(lambda _: iter([1 / 0]))  # type: ignore[list-item]
    with pytest.raises(ZeroDivisionError):
        await job.ends_within(5)


async def test_stop_without_requests_is_at_once() -> None:
    await Learning().stop(5)
