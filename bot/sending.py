"""The one place that creates messages: fence, call, record. Everything else that it does is idempotent."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import structlog
from sqlalchemy import Connection
from telegram import Bot, Message, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.failures import back_off, flood_wait
from bot.inbox import Inbox
from bot.lanes import CURRENT
from bot.rendering import Page
from bot.state.memory import Memory
from bot.state.replies import remember_reply
from bot.state.turns import Spoken, remember_turn

_CORRECTIONS = 5
_log = structlog.get_logger(__name__)


class Sender:
    """Answers messages: at most one new message per update, and it is known before the update is closed."""

    def __init__(self, inbox: Inbox, memory: Memory, clock: Callable[[], float] = time.time) -> None:
        self._inbox = inbox
        self._memory = memory
        self._clock = clock

    async def answer(self, update: Update, page: Page, spoken: Spoken | None = None) -> None:
        """Answer the update's message. An edited message edits the answer that it has, or is let be."""
        message = update.effective_message
        if not isinstance(message, Message):
            raise TypeError("the update has no message to answer")
        if update.edited_message is None:
            await self._create(message, page, spoken)
        elif reply := await self._memory.reply_to(message.chat_id, message.message_id):
            await self.edit(message.get_bot(), message.chat_id, reply, page, spoken)

    async def edit(self, bot: Bot, chat: int, reply: int, page: Page, spoken: Spoken | None = None) -> None:
        """Change a message of the bot's, and what it is remembered to answer."""
        try:
            await bot.edit_message_text(
                chat_id=chat, message_id=reply, text=page.html, parse_mode=ParseMode.HTML, reply_markup=page.keyboard
            )
        except BadRequest as error:  # not modified, deleted meanwhile: nothing that could be repeated
            _log.info("edit.refused", error=str(error))
        await self._inbox.close(CURRENT.get(), "edited", lambda c: self._remember(c, chat, reply, spoken))

    async def correct(self, message: Message, page: Page) -> None:
        """Change the answer that a message got, whose update is closed already. Tries a few times, then lets it be."""
        reply = await self._memory.reply_to(message.chat_id, message.message_id)
        for tries in range(_CORRECTIONS if reply else 0):
            try:
                await message.get_bot().edit_message_text(
                    chat_id=message.chat_id,
                    message_id=reply,
                    text=page.html,
                    parse_mode=ParseMode.HTML,
                    reply_markup=page.keyboard,
                )
            except (BadRequest, Forbidden) as error:
                _log.info("edit.refused", error=str(error))
            except TelegramError as error:
                _log.warning("edit.failed", error=str(error))
                await asyncio.sleep(flood_wait(error) or back_off(tries))
                continue
            return

    async def _create(self, message: Message, page: Page, spoken: Spoken | None) -> None:
        claim = CURRENT.get()
        await self._inbox.fence(claim)
        try:
            sent = await self._send(message, page)
        except Forbidden:
            await self._memory.note(message.chat_id, active=False)
            raise

        def record(connection: Connection) -> None:
            remember_reply(connection, message.chat_id, message.message_id, sent.message_id, self._clock())
            self._remember(connection, sent.chat_id, sent.message_id, spoken)

        await self._inbox.close(claim, "answered", record)

    async def _send(self, message: Message, page: Page) -> Message:
        """One new message; a second call only where Telegram has refused the first."""
        try:
            return await message.reply_text(text=page.html, parse_mode=ParseMode.HTML, reply_markup=page.keyboard)
        except ChatMigrated as moved:
            await self._memory.move(message.chat_id, moved.new_chat_id)
            return await message.get_bot().send_message(
                chat_id=moved.new_chat_id, text=page.html, parse_mode=ParseMode.HTML, reply_markup=page.keyboard
            )
        except BadRequest as error:
            _log.warning("send.plain", error=str(error))
            return await message.reply_text(text=page.plain, parse_mode=None, reply_markup=page.keyboard)

    def _remember(self, connection: Connection, chat: int, reply: int, spoken: Spoken | None) -> None:
        if spoken:
            remember_turn(connection, chat, reply, spoken, self._clock())
