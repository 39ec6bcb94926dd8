"""Alerts: what goes wrong is told to the bot's owners, now and then, and without a word that anybody wrote."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Iterable
from contextvars import ContextVar

import structlog
from telegram import Bot
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.failures import Verdict, back_off, flood_wait, judge
from bot.incoming import language_of
from bot.rendering.alerts import Trouble, alert_page
from bot.state.preferred import Preferred

QUIET_SECONDS = 600.0
"""How long nothing is said after an alert; what happens meanwhile goes together into the next one."""
_TRIES = 5
_EVENT = re.compile(r"[a-z_]+(?:\.[a-z_]+)+")
"""What our own events are called; all else may hold words of others."""
_TELLING: ContextVar[bool] = ContextVar("telling", default=False)
_log = structlog.get_logger(__name__)


class Alerts(logging.Handler):
    """Collects log events of level ERROR or worse, by name, and writes to each owner in private.

    Best effort: beside the inbox, forgotten when the bot stops. What fails here is logged, and not alerted.
    """

    def __init__(
        self,
        bot: Bot,
        owners: Iterable[int],
        preferred: Preferred,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        super().__init__(logging.ERROR)
        self._bot = bot
        self._owners = set(owners)
        self._preferred = preferred
        self._sleep = sleep
        self._news = asyncio.Event()
        self._troubles: dict[str, Trouble] = {}

    async def run(self) -> None:
        """Tell until cancelled; without owners nothing is collected."""
        if not self._owners:
            return
        _TELLING.set(True)
        self._loop = asyncio.get_running_loop()
        logging.getLogger().addHandler(self)
        try:
            while True:
                await self._news.wait()
                self._news.clear()
                await self._tell(self._taken())
                await self._sleep(QUIET_SECONDS)
        finally:
            logging.getLogger().removeHandler(self)

    def emit(self, record: logging.LogRecord) -> None:
        """Count an event. Called by any thread, one at a time."""
        fields = record.msg if isinstance(record.msg, dict) else structlog.contextvars.get_contextvars()
        event = str(fields.get("event", ""))
        if _TELLING.get() or (event == "update.failed" and "closed" not in fields):  # it is tried again
            return
        name = event if _EVENT.fullmatch(event) else record.name
        update, before = fields.get("update"), self._troubles.get(name, Trouble())
        self._troubles[name] = Trouble(before.times + 1, update if isinstance(update, int) else before.update)
        if not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._news.set)

    def _taken(self) -> dict[str, Trouble]:
        self.acquire()
        try:
            taken, self._troubles = self._troubles, {}
        finally:
            self.release()
        return taken

    async def _tell(self, troubles: dict[str, Trouble]) -> None:
        await asyncio.gather(*(self._send(owner, troubles) for owner in self._owners))

    async def _send(self, owner: int, troubles: dict[str, Trouble]) -> None:
        """Write to an owner; once more only where the message surely has not arrived. Raises nothing."""
        page = alert_page(troubles, self._preferred.of(owner).language or language_of(None))
        for tries in range(_TRIES):
            try:
                await self._bot.send_message(chat_id=owner, text=page.html, parse_mode=ParseMode.HTML)
            except (Forbidden, BadRequest) as error:  # an owner who never wrote to the bot, or blocked it
                _log.warning("alert.refused", error=str(error))
                self._owners = self._owners - {owner}
            except TelegramError as error:
                _log.warning("alert.failed", error=str(error))
                if judge(error, sending=True) is Verdict.UNSENT:
                    await self._sleep(flood_wait(error) or back_off(tries))
                    continue
            except Exception:  # noqa: BLE001 - an alert must not end what it watches
                _log.warning("alert.failed", exc_info=True)
            return
