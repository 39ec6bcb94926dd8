"""Inline queries pass the inbox by: they are answered at once or not at all, and only the newest counts."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Any

import structlog
from telegram import Bot, Update

from bot.lanes import Processor
from bot.metrics import INLINE

MOST_RUNNING = 32
LIFETIME_SECONDS = 10.0
"""Telegram takes no answer to an older query."""
_log = structlog.get_logger(__name__)


class Express:
    """Runs the handlers of inline queries, many at a time; of a person who types, only the newest query waits.

    What fails is logged and forgotten: the next letter that is typed is the next query.
    """

    def __init__(self, bot: Bot, application: Processor, clock: Callable[[], float] = time.monotonic) -> None:
        self._bot = bot
        self._application = application
        self._clock = clock
        self._waiting: dict[int, tuple[Update, float]] = {}
        self._running: set[asyncio.Task[None]] = set()

    def take(self, raw: Mapping[str, Any]) -> None:
        """Run the handlers of Telegram's own JSON now, or as soon as others are done. Raises nothing."""
        try:
            update = Update.de_json(dict(raw), self._bot)
            person = update.effective_user.id if update.effective_user else 0
            self._waiting.pop(person, None)
            self._waiting[person] = update, self._clock()
        except Exception:  # noqa: BLE001 - one malformed query must not stop the others; the intake tells of it
            return
        INLINE.inc()
        self._start()

    async def stop(self, patience: float) -> None:
        """Finish what runs; what takes longer than ``patience``, and what still waits, is dropped."""
        self._waiting.clear()
        running = set(self._running)
        if not running:
            return
        _, late = await asyncio.wait(running, timeout=patience)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    def _start(self) -> None:
        while self._waiting and len(self._running) < MOST_RUNNING:
            person = next(iter(self._waiting))
            update, came_at = self._waiting.pop(person)
            if self._clock() - came_at > LIFETIME_SECONDS:
                continue
            task = asyncio.create_task(self._handle(update), name=f"inline {update.update_id}")
            self._running.add(task)
            task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        self._start()

    async def _handle(self, update: Update) -> None:
        try:
            async with asyncio.timeout(LIFETIME_SECONDS):
                await self._application.process_update(update)
        except Exception as error:  # noqa: BLE001 - a query that fails is the loss of a moment
            log_failure(update.update_id, error)


def log_failure(update_id: int | None, error: Exception | None) -> None:
    """Tell that an inline query went unanswered."""
    _log.warning("inline.failed", update=update_id, exc_info=error)
