"""The webhook's registration: set at the start, and looked at once a minute."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import NoReturn

import structlog
from telegram import Bot, WebhookInfo
from telegram.error import BadRequest, InvalidToken, TelegramError

from bot.failures import back_off
from bot.intake import ALLOWED_UPDATES
from bot.poller import StartupError

_LOOK_SECONDS = 60.0
_MOST_CONNECTIONS = 40
_log = structlog.get_logger(__name__)


class WebhookKeeper:
    """Tells Telegram where to post. The webhook stays when the bot stops: Telegram keeps what comes meanwhile."""

    def __init__(self, bot: Bot, url: str, secret: str, heard: Callable[[], None]) -> None:
        self._bot = bot
        self._url = url
        self._secret = secret
        self._heard = heard
        self._last_error: object = None

    async def run(self) -> NoReturn:
        """Set it, and set it again whenever somebody has taken it away. Raises StartupError where that cannot be."""
        await self._set()
        tries = 0
        while True:
            await asyncio.sleep(_LOOK_SECONDS if tries == 0 else back_off(tries))
            try:
                await self._look()
                tries = 0
            except TelegramError as error:
                tries += 1
                _log.warning("webhook.not_checked", error=str(error))

    async def _set(self) -> None:
        tries = 0
        while True:
            try:
                await self._bot.set_webhook(
                    url=self._url,
                    secret_token=self._secret,
                    allowed_updates=list(ALLOWED_UPDATES),
                    max_connections=_MOST_CONNECTIONS,
                )
            except (BadRequest, InvalidToken) as error:
                raise StartupError(f"Telegram does not accept BOT_WEBHOOK_URL: {error}.") from None
            except TelegramError as error:
                tries += 1
                _log.warning("webhook.not_set", error=str(error))
                await asyncio.sleep(back_off(tries))
            else:
                self._heard()
                _log.info("webhook.set")
                return

    async def _look(self) -> None:
        info = await self._bot.get_webhook_info()
        self._heard()
        if info.url != self._url:
            _log.error("webhook.taken_away", hint="another program polls, or has set a webhook, with the same token")
            await self._set()
        self._report(info)

    def _report(self, info: WebhookInfo) -> None:
        """What Telegram says of its last failure to reach the bot, once."""
        if info.last_error_date and info.last_error_date != self._last_error:
            _log.warning("webhook.unreached", error=info.last_error_message, pending=info.pending_update_count)
        self._last_error = info.last_error_date
