"""``/remove``: articles that owners take back, after a look at what they name."""

from __future__ import annotations

import asyncio
import re

from telegram import CallbackQuery, Message, Update

from bot.addressing import Addressed
from bot.handlers import Context
from bot.handlers.callbacks import answer_press
from bot.incoming import addressed, language_of
from bot.rendering import KEEP_DATA, REMOVE_DATA, Page, notice, removal_page, title_of
from bot.sending import Sender
from bot.settings import BotSettings
from nowall.answers import Language
from nowall.engine import Engine
from nowall.errors import HomeBusyError
from nowall.texts import say

PRESSES = re.compile(f"({re.escape(REMOVE_DATA)}|{re.escape(KEEP_DATA)})" + r"([A-Za-z0-9_-]{1,58})")
"""The buttons under the question whether to remove an article."""


class Removal:
    """Asks before it removes; the button does it, and may be pressed twice."""

    def __init__(self, settings: BotSettings, engine: Engine, sender: Sender) -> None:
        self._settings = settings
        self._engine = engine
        self._sender = sender

    async def ask(self, update: Update, context: Context) -> None:
        """Name the article, and offer to remove it."""
        user, what = update.effective_user, addressed(update, context.bot.bot)
        language, wanted = language_of(user), what.text if isinstance(what, Addressed) else ""
        if not self._settings.owns(user.id if user else None):
            page = notice(language, "owners_only")
        elif not wanted:
            page = notice(language, "remove_how")
        else:
            page = await asyncio.to_thread(self._question, wanted, language)
        await self._sender.answer(update, page)

    def _question(self, wanted: str, language: Language) -> Page:
        card = self._engine.catalogue.article(wanted, language)
        if card is None:
            return notice(language, "remove_unknown", article=wanted)
        if self._engine.is_curated(card.citation.article):
            return notice(language, "remove_curated", title=title_of(card.citation, language))
        return removal_page(card, language)

    async def pressed(self, update: Update, _: Context) -> None:
        """Remove the article, or keep it, and say so in the place of the question."""
        query = update.callback_query
        wanted = PRESSES.fullmatch((query.data if query else None) or "")
        if query is None or wanted is None:
            return
        language = language_of(query.from_user)
        if not self._settings.owns(query.from_user.id):
            await answer_press(query, say(language, "bot.owners_only"))
            return
        card = await asyncio.to_thread(self._engine.catalogue.article, wanted[2], language)
        if card is None or not isinstance(query.message, Message):
            await answer_press(query, say(language, "bot.gone"))
            return
        await answer_press(query)
        title = title_of(card.citation, language)
        if wanted[1] == KEEP_DATA:
            await self._show(query, query.message, notice(language, "remove_kept", title=title))
            return
        try:
            await asyncio.to_thread(self._engine.remove, [card.citation.article])
        except HomeBusyError:
            page = Page(notice(language, "remove_busy", title=title).markup, query.message.reply_markup)
        else:
            page = notice(language, "remove_done", title=title)
        await self._show(query, query.message, page)

    async def _show(self, query: CallbackQuery, message: Message, page: Page) -> None:
        await self._sender.edit(query.get_bot(), message.chat_id, message.message_id, page)
