"""Polling: committed first, then confirmed; never dies of anything but a bad token."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from structlog.testing import capture_logs
from telegram.error import Conflict, EndPointNotFound, NetworkError, RetryAfter

import bot.poller
from bot.inbox import Arrival
from bot.poller import Poller, StartupError
from bot.receiving import Receiver


class Api:
    """Gives one prepared result after the other, then waits for ever."""

    def __init__(self, *results: Any) -> None:
        self.results = list(results)
        self.offsets: list[int | None] = []
        self.done = asyncio.Event()

    async def do_api_request(self, endpoint: str, api_kwargs: dict[str, Any], *, read_timeout: float) -> Any:
        assert endpoint == "getUpdates"
        assert read_timeout > api_kwargs["timeout"]
        assert api_kwargs["allowed_updates"]
        self.offsets.append(api_kwargs.get("offset"))
        if not self.results:
            self.done.set()
            await asyncio.Event().wait()
        result = self.results.pop(0)
        if isinstance(result, Exception):
            raise result
        return result


class Store:
    """Takes arrivals; fails when told."""

    def __init__(self, *failures: Exception) -> None:
        self.failures = list(failures)
        self.kept: list[int] = []
        self.woken = 0
        self.expressed: list[int] = []

    async def store(self, arrivals: list[Arrival]) -> int:
        if self.failures:
            raise self.failures.pop(0)
        self.kept += [arrival.update_id for arrival in arrivals]
        return len(arrivals)

    def wake(self) -> None:
        self.woken += 1

    def express(self, update: dict[str, Any]) -> None:
        self.expressed.append(update["update_id"])


def sort(batch: Sequence[dict[str, Any]]) -> list[Arrival]:
    return [Arrival(raw["update_id"], 1, "{}") for raw in batch if not raw.get("chatter")]


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot.poller, "back_off", lambda *_: 0.0)


async def poll(api: Api, store: Store) -> None:
    task = asyncio.create_task(Poller(api, Receiver(sort, store.store, store.wake, store.express).take).run())
    await asyncio.wait({task, asyncio.create_task(api.done.wait())}, return_when=asyncio.FIRST_COMPLETED, timeout=5)
    if task.done():
        task.result()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def test_offset_moves_only_after_the_commit() -> None:
    api, store = Api([{"update_id": 5}], [{"update_id": 5}], []), Store(OSError("disk full"))
    await poll(api, store)
    assert api.offsets == [None, None, 6, 6]
    assert store.kept == [5]
    assert store.woken == 1


async def test_chatter_moves_the_offset_and_is_not_stored() -> None:
    api, store = Api([{"update_id": 8, "chatter": True}]), Store()
    await poll(api, store)
    assert api.offsets == [None, 9]
    assert store.kept == []
    assert store.woken == 0


async def test_inline_query_goes_past_the_inbox() -> None:
    api, store = Api([{"update_id": 8}, {"update_id": 9, "inline_query": {}, "chatter": True}]), Store()
    await poll(api, store)
    assert api.offsets == [None, 10]
    assert (store.kept, store.expressed) == ([8], [9])


async def test_trouble_is_survived() -> None:
    api, store = Api(NetworkError("down"), RetryAfter(0), ValueError("not JSON"), [{"update_id": 1}]), Store()
    await poll(api, store)
    assert store.kept == [1]


async def test_conflict_is_told_clearly() -> None:
    with capture_logs() as logs:
        await poll(Api(Conflict("terminated by other getUpdates request")), Store())
    assert logs[0]["event"] == "poll.conflict"
    assert "another program" in logs[0]["hint"]


async def test_token_that_is_withdrawn_ends_the_bot() -> None:
    with pytest.raises(StartupError, match="BOT_TOKEN"):
        await poll(Api(EndPointNotFound("x")), Store())
