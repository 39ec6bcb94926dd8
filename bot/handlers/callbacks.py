"""Buttons: a topic that is pressed turns the message into that fact's card."""

from __future__ import annotations

import asyncio
import re

import structlog
from telegram import CallbackQuery, Message, Update
from telegram.error import BadRequest

from bot.handlers import Context
from bot.incoming import language_of, topic
from bot.rendering import CARD_DATA, Page, answer_page
from bot.sending import Sender
from bot.state.turns import Spoken
from nowall.engine import Engine
from nowall.texts import say

_CARD = re.compile(re.escape(CARD_DATA) + r"([A-Za-z0-9_-]{1,58})")
_log = structlog.get_logger(__name__)


class Callbacks:
    """Answers presses; creates no message, so that a press can be repeated without harm."""

    def __init__(self, engine: Engine, sender: Sender) -> None:
        self._engine = engine
        self._sender = sender

    async def pressed(self, update: Update, context: Context) -> None:
        """Show the fact in the place of the message that offered it, and keep its buttons."""
        query = update.callback_query
        if query is None:
            return
        language = language_of(query.from_user)
        wanted = _CARD.fullmatch(query.data or "")
        card = await asyncio.to_thread(self._engine.catalogue.card, wanted[1], language) if wanted else None
        message = query.message
        if card is None or not isinstance(message, Message):
            await answer_press(query, say(language, "bot.gone" if wanted else "bot.outdated"))
            return
        await answer_press(query)
        page = Page(answer_page(card, context.bot.username).markup, message.reply_markup)
        spoken = Spoken(card.text, tuple(fact.id for fact in card.facts), topic(message))
        await self._sender.edit(query.get_bot(), message.chat_id, message.message_id, page, spoken)


async def answer_press(query: CallbackQuery, words: str | None = None) -> None:
    """Stop the spinner; too late is no error."""
    try:
        await query.answer(text=words)
    except BadRequest as error:
        _log.info("callback.too_late", error=str(error))
