"""getUpdates: hands updates out until they are confirmed, to one poller at a time."""

from __future__ import annotations

import asyncio
import time
from itertools import islice

from tests.telegram_server.bell import Bell
from tests.telegram_server.chats import Json
from tests.telegram_server.errors import ApiError
from tests.telegram_server.state import DEFAULT_UPDATES
from tests.telegram_server.world import World

_LONGEST_NAP = 0.2
_WEBHOOK = "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete it first"
_OTHER = "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running"


class Polling:
    """The poller's side of the queue; lives on the server's event loop, which other threads wake it through."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._bell = Bell()
        self._again: list[Json] = []
        """What the next batch has once more."""
        world.listeners.append(self._bell.ring)

    async def get_updates(self, parameters: Json) -> list[Json]:
        """Confirm what lies before the offset, and wait for what comes after it."""
        mine = self._begin(parameters)
        deadline = time.monotonic() + float(parameters.get("timeout") or 0)
        world = self._world
        while not world.updates and time.monotonic() < deadline:
            self._bell.arm()
            if not world.updates:  # what came before this was not told
                await self._bell.sleep(min(_LONGEST_NAP, max(deadline - time.monotonic(), 0.0)))
            if world.polls != mine:
                raise ApiError(409, _OTHER)
            if world.webhook_url:
                raise ApiError(409, _WEBHOOK)
        mixed = bool(world.updates) and world.travel.happens(world.travel.reordered)
        if mixed:  # the more there is, the more is mixed
            await asyncio.sleep(world.travel.held)
        limit = min(max(int(parameters.get("limit") or 100), 1), 100)
        return self._batch(limit, mixed=mixed)

    def _batch(self, limit: int, *, mixed: bool) -> list[Json]:
        world, travel = self._world, self._world.travel
        with world.lock:
            batch = list(islice(world.updates, limit))
            if not batch:
                return []
            again, self._again = self._again, [update for update in batch if travel.happens(travel.duplicated)]
            world.travels["duplicated"] += len(again)
            if mixed and len(batch) > 1:
                travel.dice.shuffle(batch)
                world.travels["reordered"] += len(batch)
        return again + batch

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
