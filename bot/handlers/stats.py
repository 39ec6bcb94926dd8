"""``/stats``: numbers for the bot's owners."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping

from bot.commands import Kind
from bot.handlers import Heard, OnCommand, OnPress, Services, aside
from bot.presses import Action
from bot.rendering.stats import Numbers, stats_page

_SPANS = (1, 7, 30)
"""Days, today among them."""


class Stats:
    """Tells how much there is and what happens; knows since when the bot runs."""

    def __init__(self, services: Services, clock: Callable[[], float] = time.monotonic) -> None:
        self._services = services
        self._clock = clock
        self._began = clock()
        self.commands: Mapping[Kind, OnCommand] = {Kind.STATS: self.stats}
        self.presses: Mapping[Action, OnPress] = {}

    async def stats(self, heard: Heard) -> None:
        """The numbers as they are now."""
        if not heard.by_owner:
            await heard.say("owners_only")
            return
        desk, engine = self._services.desk, self._services.engine
        size = await aside(engine.catalogue.size)
        private, groups = await desk.active_chats()
        spans = [await desk.tallies(days) for days in _SPANS]
        uptime = self._clock() - self._began
        numbers = Numbers(size, private, groups, spans, uptime, engine.semantic)
        await heard.answer(stats_page(numbers, heard.language))
