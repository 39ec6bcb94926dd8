"""Commands, and what is said to the bot without being a question."""

from __future__ import annotations

import asyncio
import re

from telegram import Update

from bot.addressing import Addressed, Kind
from bot.handlers import Context
from bot.incoming import addressed, is_private, language_of, topic
from bot.markup import join
from bot.rendering import Page, answer_page, article_page, notice, sources_page
from bot.sending import Sender
from bot.settings import BotSettings
from bot.state.turns import Spoken
from nowall.answers import Language
from nowall.engine import Engine
from nowall.texts import say

_LINK = re.compile(r"([af])_([A-Za-z0-9_-]{1,62})")
_SENTENCES = {Kind.MEDIA: "media", Kind.EMPTY: "empty", Kind.UNKNOWN_COMMAND: "unknown_command"}


class Commands:
    """``/start`` (also with a link to a fact or an article), ``/help``, ``/sources``, and one-sentence answers."""

    def __init__(self, settings: BotSettings, engine: Engine, sender: Sender) -> None:
        self._settings = settings
        self._engine = engine
        self._sender = sender

    async def start(self, update: Update, context: Context) -> None:
        """Greet, or show what a deep link leads to."""
        language = language_of(update.effective_user)
        what = addressed(update, context.bot.bot)
        link = _LINK.fullmatch(what.text) if isinstance(what, Addressed) else None
        if link is None:
            await self._sender.answer(update, notice(language, "hello"))
        elif link[1] == "f":
            await self._fact(update, link[2], language, context.bot.username)
        else:
            card = await asyncio.to_thread(self._engine.catalogue.article, link[2], language)
            page = article_page(card, language) if card else notice(language, "gone")
            await self._sender.answer(update, page)

    async def help(self, update: Update, context: Context) -> None:
        """How to use the bot; mentions are only named where Telegram delivers them."""
        language, username = language_of(update.effective_user), context.bot.username
        delivered = context.bot.can_read_all_group_messages
        mention = say(language, "bot.help_mention", username=username) if delivered else ""
        page = notice(language, "help", username=username, mention=mention)
        if self._by_owner(update):
            page = Page(join("\n", (page.markup, notice(language, "help_owner").markup)))
        await self._sender.answer(update, page)

    async def sources(self, update: Update, context: Context) -> None:
        """All articles; owners are told their ids in private."""
        language = language_of(update.effective_user)
        ids = self._by_owner(update) and is_private(update.effective_chat)
        cards = await asyncio.to_thread(self._engine.catalogue.sources, language)
        await self._sender.answer(update, sources_page(cards, language, context.bot.username, ids=ids))

    async def sentence(self, update: Update, context: Context) -> None:
        """One sentence for a sticker, an empty /ask, an unknown command."""
        what = addressed(update, context.bot.bot)
        key = _SENTENCES[what.kind] if isinstance(what, Addressed) else "empty"
        message = update.effective_message
        if key == "media" and self._by_owner(update) and message and message.document:
            key = "add_document"
        await self._sender.answer(update, notice(language_of(update.effective_user), key))

    def _by_owner(self, update: Update) -> bool:
        return self._settings.owns(update.effective_user.id if update.effective_user else None)

    async def _fact(self, update: Update, key: str, language: Language, username: str) -> None:
        answer = await asyncio.to_thread(self._engine.catalogue.card, key, language)
        page: Page = answer_page(answer, username) if answer else notice(language, "gone")
        message = update.effective_message
        where = topic(message) if message else 0
        facts = tuple(fact.id for fact in answer.facts) if answer else ()
        await self._sender.answer(update, page, Spoken(answer.text, facts, where) if answer else None)
