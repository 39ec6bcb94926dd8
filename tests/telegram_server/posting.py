"""The webhook's side of the queue: posts updates until they are taken, one of a chat at a time."""

from __future__ import annotations

import asyncio
import itertools
import time
from contextlib import suppress
from urllib.parse import urlsplit

import httpx

from tests.telegram_server.bell import Bell
from tests.telegram_server.chats import Json
from tests.telegram_server.world import World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_LONGEST_NAP = 0.2
_SOONEST_CUT = 0.001


class Posting:
    """Serves the webhook that is set, if one is; lives on the server's event loop."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._bell = Bell()
        self._turns = itertools.count()
        self._busy: set[int] = set()
        """Chats with an update in flight."""
        self._pauses: dict[int, tuple[float, float]] = {}
        """For updates that were not taken: when to post again, and how long the pause was."""
        self._overtaken: dict[int, float] = {}
        """Updates that could be posted already: until when they wait to be overtaken by a later one, mostly 0."""
        world.listeners.append(self._bell.ring)

    async def run(self) -> None:
        """Post until cancelled."""
        async with httpx.AsyncClient(trust_env=False, verify=False) as client, asyncio.TaskGroup() as group:
            while True:
                self._bell.arm()
                if (update := self._next()) is None:
                    await self._bell.sleep(_LONGEST_NAP)
                    continue
                self._busy.add(chat_of(update))
                group.create_task(self._deliver(client, group, update))

    def _next(self) -> Json | None:
        """The oldest update that may be posted now."""
        world, now = self._world, time.monotonic()
        with world.lock:
            if not world.webhook_url or len(self._busy) >= world.max_connections:
                return None
            passed = set(self._busy)
            for update in world.updates:
                chat = chat_of(update)
                if chat in passed:
                    continue
                if self._pauses.get(update["update_id"], (0.0, 0.0))[0] > now:
                    passed.add(chat)
                elif self._overtakable_until(update, now) <= now:
                    return update
        return None

    def _overtakable_until(self, update: Json, now: float) -> float:
        number, travel = update["update_id"], self._world.travel
        if number not in self._overtaken:
            self._overtaken[number] = now + travel.held if travel.happens(travel.reordered) else 0.0
        return self._overtaken[number]

    async def _deliver(self, client: httpx.AsyncClient, group: asyncio.TaskGroup, update: Json) -> None:
        world = self._world
        failure = await self._post(client, update, cut=world.travel.happens(world.travel.cut))
        with world.changed:
            self._busy.discard(chat_of(update))
            if failure:
                self._pause(update, failure)
            else:
                self._taken(update)
                if world.travel.happens(world.travel.duplicated):
                    group.create_task(self._once_more(client, update))
            world.changed.notify_all()
        self._bell.ring()

    def _taken(self, update: Json) -> None:
        number, chat, world = update["update_id"], chat_of(update), self._world
        self._pauses.pop(number, None)
        self._overtaken.pop(number, None)
        if update in world.updates:  # it may be dropped meanwhile
            world.updates.remove(update)
        earlier = [u["update_id"] for u in world.updates if u["update_id"] < number and chat_of(u) == chat]
        world.travels["reordered"] += len(earlier)
        self._overtaken |= dict.fromkeys(earlier, 0.0)

    def _pause(self, update: Json, failure: str) -> None:
        travel = self._world.travel
        _, pause = self._pauses.get(update["update_id"], (0.0, travel.first_pause / 2))
        pause = min(2 * pause, travel.longest_pause)
        self._pauses[update["update_id"]] = (time.monotonic() + pause, pause)
        self._world.delivery_error = (int(time.time()), failure)

    async def _once_more(self, client: httpx.AsyncClient, update: Json) -> None:
        """Some time after it was taken."""
        await asyncio.sleep(self._world.travel.dice.uniform(0, self._world.travel.held))
        await self._post(client, update, cut=False)
        with self._world.changed:
            self._world.travels["duplicated"] += 1
            self._world.changed.notify_all()

    async def _post(self, client: httpx.AsyncClient, update: Json, *, cut: bool) -> str | None:
        """Post an update; gives what went wrong, in Telegram's words. ``cut``: nobody reads the answer."""
        world = self._world
        world.travels["posted"] += 1
        world.travels["cut"] += cut
        if urlsplit(world.webhook_url).hostname not in LOOPBACK:
            return "Failed to resolve host: Name or service not known"
        headers = {SECRET_HEADER: world.webhook_secret} if world.webhook_secret else {}
        patience = httpx.Timeout(world.travel.patience, read=_SOONEST_CUT if cut else world.travel.patience)
        try:
            answer = await self._hand(client, {"json": update, "headers": headers, "timeout": patience})
        except httpx.TimeoutException:
            return "Read timeout expired"
        except httpx.ConnectError:
            return "Connection refused"
        except (httpx.HTTPError, httpx.InvalidURL):
            return "Connection closed"
        if answer.is_success and not cut:
            return None
        return f"Wrong response from the webhook: {answer.status_code} {answer.reason_phrase}"

    async def _hand(self, client: httpx.AsyncClient, post: Json) -> httpx.Response:
        """Post to whoever is next; as a reverse proxy does, to another one where nobody listens."""
        bots = self._world.behind or (self._world.webhook_url,)
        for _ in bots[1:]:
            with suppress(httpx.ConnectError):
                return await client.post(bots[next(self._turns) % len(bots)], **post)
        return await client.post(bots[next(self._turns) % len(bots)], **post)


def chat_of(update: Json) -> int:
    """The chat that an update belongs to, else its person: Telegram keeps the order within it."""
    content = next(value for name, value in update.items() if name != "update_id")
    message = content.get("message", content)
    return int((message.get("chat") or content["from"])["id"])
