"""The one place that creates messages: fence, call, record. Everything else that it does is idempotent."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog
from sqlalchemy import Connection
from telegram import Bot, InlineKeyboardMarkup, LinkPreviewOptions, Message, ReplyParameters, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest, ChatMigrated, Forbidden, TelegramError

from bot.failures import back_off, flood_wait
from bot.inbox import Inbox
from bot.incoming import is_private, topic
from bot.lanes import CURRENT
from bot.metrics import STAGE_SECONDS
from bot.pictures import Picture, exchange_picture, file_id, send_picture
from bot.rendering.page import Page
from bot.state.memory import Memory
from bot.state.pictures import remember_picture
from bot.state.replies import remember_reply
from bot.state.turns import Spoken, remember_turn
from bot.state.votes import forget_votes_on

T = TypeVar("T")
_CORRECTIONS = 5
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_log = structlog.get_logger(__name__)

Also = Callable[[Connection], object]
"""What is written in the transaction that closes the update, or not at all."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A new message: where it is, and its number there."""

    chat: int
    message: int


class Sender:
    """Answers messages: at most one new message per update, and it is known before the update is closed."""

    def __init__(self, inbox: Inbox, memory: Memory, clock: Callable[[], float] = time.time) -> None:
        self._inbox = inbox
        self._memory = memory
        self._clock = clock

    async def answer(self, update: Update, page: Page, spoken: Spoken | None = None, also: Also | None = None) -> None:
        """Answer the update's message. An edited message edits the answer that it has, or is let be."""
        message = update.effective_message
        if not isinstance(message, Message):
            raise TypeError("the update has no message to answer")
        if update.edited_message is None:
            await self._answer(message, page, spoken, also)
        elif reply := await self._memory.reply_to(message.chat_id, message.message_id):
            if await _edited(message.get_bot(), message.chat_id, reply, page):
                await self._close_edited(message.chat_id, reply, spoken, also)
            else:
                await self._answer(message, page, spoken, also)

    async def post(self, bot: Bot, chat: int, page: Page) -> None:
        """Say something in a chat that nobody asked for."""
        await self._create(chat, lambda: _send(bot, {"chat_id": chat}, page))

    async def document(self, bot: Bot, chat: int, name: str, data: bytes, caption: str) -> None:
        """Send a file."""
        await self._create(chat, lambda: bot.send_document(chat_id=chat, document=data, filename=name, caption=caption))

    async def picture(self, message: Message, picture: Picture, page: Page, spoken: Spoken) -> None:
        """Reply to a message of the bot's with a picture, and remember by which id Telegram has it."""
        replied = ReplyParameters(message.message_id, allow_sending_without_reply=True)
        place = {**_beside(message), "reply_parameters": replied}

        def record(connection: Connection, sent: Message) -> None:
            remember_picture(connection, picture.digest, file_id(sent), self._clock())
            self._record(connection, sent.chat_id, sent.message_id, spoken, None)

        await self._create(message.chat_id, lambda: send_picture(message.get_bot(), place, picture, page), record)

    async def exchange_picture(self, message: Message, picture: Picture, page: Page) -> None:
        """Put another picture in the place of the one in a message of the bot's."""
        known = picture.known
        try:
            known = await exchange_picture(message, picture, page)
        except BadRequest as error:
            _log.info("edit.refused", error=str(error))

        def record(connection: Connection) -> None:
            if known:
                remember_picture(connection, picture.digest, known, self._clock())

        await self._inbox.close(CURRENT.get(), "edited", record)

    async def edit(
        self, bot: Bot, chat: int, reply: int, page: Page, *, spoken: Spoken | None = None, also: Also | None = None
    ) -> None:
        """Change a message of the bot's, and what it is remembered to answer."""
        await _edited(bot, chat, reply, page)
        await self._close_edited(chat, reply, spoken, also)

    async def exchange_buttons(self, message: Message, buttons: InlineKeyboardMarkup) -> None:
        """Change what stands under a message of the bot's; that it fails harms nobody."""
        try:
            await message.edit_reply_markup(reply_markup=buttons)
        except TelegramError as error:
            _log.info("edit.refused", error=str(error))

    async def close(self, outcome: str, also: Also) -> None:
        """The update is done without a message: write what came of it."""
        await self._inbox.close(CURRENT.get(), outcome, also)

    async def correct(self, message: Message, page: Page) -> None:
        """Change the answer that a message got, whose update is closed already. Tries a few times, then lets it be."""
        reply = await self._memory.reply_to(message.chat_id, message.message_id)
        for tries in range(_CORRECTIONS if reply else 0):
            try:
                await _edit(message.get_bot(), message.chat_id, reply or 0, page)
            except (BadRequest, Forbidden) as error:
                _log.info("edit.refused", error=str(error))
            except TelegramError as error:
                _log.warning("edit.failed", error=str(error))
                await asyncio.sleep(flood_wait(error) or back_off(tries))
                continue
            return

    async def _answer(self, message: Message, page: Page, spoken: Spoken | None, also: Also | None) -> None:
        def record(connection: Connection, sent: Sent) -> None:
            remember_reply(connection, message.chat_id, message.message_id, sent.message, self._clock())
            self._record(connection, sent.chat, sent.message, spoken, also)

        await self._create(message.chat_id, lambda: self._reply(message, page), record)

    async def _create(
        self,
        chat: int,
        send: Callable[[], Awaitable[T]],
        record: Callable[[Connection, T], None] | None = None,
    ) -> None:
        claim = CURRENT.get()
        await self._inbox.fence(claim)
        try:
            with STAGE_SECONDS.labels("send").time():
                sent = await send()
        except Forbidden:
            await self._memory.note(chat, active=False)
            raise
        await self._inbox.close(claim, "answered", (lambda c: record(c, sent)) if record else None)

    async def _reply(self, message: Message, page: Page) -> Sent:
        """One new message; a second call only where Telegram has refused the first."""
        bot, place = message.get_bot(), _beside(message)
        try:
            return await _send(bot, place, page)
        except ChatMigrated as moved:
            await self._memory.move(message.chat_id, moved.new_chat_id)
            return await _send(bot, {"chat_id": moved.new_chat_id}, page)
        except BadRequest as error:
            _log.warning("send.plain", error=str(error))
            return await _send(bot, place, page, plain=True)

    async def _close_edited(self, chat: int, reply: int, spoken: Spoken | None, also: Also | None) -> None:
        def record(connection: Connection) -> None:
            if spoken:
                forget_votes_on(connection, chat, reply)  # they were for what stood there before
            self._record(connection, chat, reply, spoken, also)

        await self._inbox.close(CURRENT.get(), "edited", record)

    def _record(self, connection: Connection, chat: int, reply: int, spoken: Spoken | None, also: Also | None) -> None:
        if spoken:
            remember_turn(connection, chat, reply, spoken, self._clock())
        if also:
            also(connection)


def _beside(message: Message) -> dict[str, Any]:
    """Where a message is answered: in its topic, and, where others speak too, as a reply; both as reply_text has it."""
    place: dict[str, Any] = {"chat_id": message.chat_id, "message_thread_id": topic(message) or None}
    if message.direct_messages_topic:
        place["direct_messages_topic_id"] = message.direct_messages_topic.topic_id
    if not is_private(message.chat):
        place["reply_parameters"] = {"message_id": message.message_id, "allow_sending_without_reply": True}
    return place


async def _send(bot: Bot, place: dict[str, Any], page: Page, *, plain: bool = False) -> Sent:
    """A new message. PTB would build objects of all that Telegram gives back, which takes longer than the call."""
    words = {"text": page.plain} if plain else {"text": page.html, "parse_mode": ParseMode.HTML}
    under = {"reply_markup": page.keyboard, "link_preview_options": _preview(page)}
    sent = await bot.do_api_request("sendMessage", api_kwargs={**place, **words, **under})
    return Sent(sent["chat"]["id"], sent["message_id"])


async def _edit(bot: Bot, chat: int, message: int, page: Page) -> None:
    await bot.edit_message_text(
        chat_id=chat,
        message_id=message,
        text=page.html,
        parse_mode=ParseMode.HTML,
        reply_markup=page.buttons,
        link_preview_options=_preview(page),
    )


async def _edited(bot: Bot, chat: int, message: int, page: Page) -> bool:
    """Edit a message; False for a prompt, which Telegram lets nobody edit."""
    try:
        await _edit(bot, chat, message, page)
    except BadRequest as error:  # not modified, deleted meanwhile: nothing that could be repeated
        _log.info("edit.refused", error=str(error))
        return "can't be edited" not in str(error)
    return True


def _preview(page: Page) -> LinkPreviewOptions:
    if page.preview is None:
        return _NO_PREVIEW
    return LinkPreviewOptions(is_disabled=False, url=page.preview, prefer_small_media=True)
