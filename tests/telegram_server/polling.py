"""getUpdates: hands updates out until they are confirmed, to one poller at a time."""

from __future__ import annotations

import asyncio
import contextlib
import time
from itertools import islice

from tests.telegram_server.chats import Json
from tests.telegram_server.errors import ApiError
from tests.telegram_server.state import DEFAULT_UPDATES
from tests.telegram_server.world import World

_LONGEST_NAP = 0.2
_WEBHOOK = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook"
_OTHER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


class Polling:
    """The poller's side of the queue; lives on the server's event loop, which other threads wake it through."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._news = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._sleeping = False
        world.wake = self._wake

    def _wake(self) -> None:
        if self._sleeping:
            self._sleeping = False
            with contextlib.suppress(RuntimeError):  # the server has closed, people go on
                self._loop.call_soon_threadsafe(self._news.set)

    async def get_updates(self, parameters: Json) -> list[Json]:
        """Confirm what lies before the offset, and wait for what comes after it."""
        mine = self._begin(parameters)
        deadline = time.monotonic() + float(parameters.get("timeout") or 0)
        world = self._world
        while not world.updates and time.monotonic() < deadline:
            self._news.clear()
            self._sleeping = True
            if not world.updates:  # what came before this was not told
                await self._nap(deadline)
            if world.polls != mine:
                raise ApiError(409, _OTHER)
        with world.lock:
            limit = min(max(int(parameters.get("limit") or 100), 1), 100)
            return list(islice(world.updates, limit))

    def _begin(self, parameters: Json) -> int:
        world = self._world
        with world.changed:
            if world.webhook_url:
                raise ApiError(409, _WEBHOOK)
            world.polls += 1
            if (allowed := parameters.get("allowed_updates")) is not None:
                world.allowed = frozenset(allowed) or DEFAULT_UPDATES
            offset = int(parameters.get("offset") or 0)
            while world.updates and world.updates[0]["update_id"] < offset:
                world.updates.popleft()
            world.changed.notify_all()
            return world.polls

    async def _nap(self, deadline: float) -> None:
        nap = min(_LONGEST_NAP, max(deadline - time.monotonic(), 0.0))
        try:
            await asyncio.wait_for(self._news.wait(), nap)
        except TimeoutError:
            self._sleeping = False
