"""``/add``: articles that owners give the bot to learn."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial

import structlog
from telegram import Document, Message, Update
from telegram.error import RetryAfter, TelegramError

from bot.handlers import Context
from bot.incoming import language_of
from bot.learned import MOST_LISTED, learned_page
from bot.learning import Job, Learning, Reading
from bot.material import Material, file_name, material
from bot.rendering import Page, notice
from bot.sending import Sender
from bot.settings import BotSettings
from bot.state.memory import Memory
from nowall.answers import ArticleCard, Language
from nowall.engine import Engine
from nowall.errors import HomeBusyError
from nowall.outcomes import Outcome

_ANSWER_SECONDS = 30.0
"""How long the chat waits for an outcome; later ones are put into the answer that it got. The lease is longer."""
_DOWNLOAD_SECONDS = 60.0
_LARGEST_FILE = 20_000_000
"""Bytes; larger files Telegram does not hand to bots."""
_log = structlog.get_logger(__name__)


class Lessons:
    """Learns what owners send, and tells in one message what came of it."""

    def __init__(
        self, settings: BotSettings, engine: Engine, memory: Memory, sender: Sender, learning: Learning
    ) -> None:
        self._settings = settings
        self._engine = engine
        self._memory = memory
        self._sender = sender
        self._learning = learning

    async def add(self, update: Update, context: Context) -> None:
        """Learn addresses or a document. Doing it again does no harm: what is known already is passed over."""
        message, user = update.effective_message, update.effective_user
        if not isinstance(message, Message):
            raise TypeError("the update has no message")
        language = language_of(user)
        if not self._settings.owns(user.id if user else None):
            await self._sender.answer(update, notice(language, "owners_only"))
        elif update.edited_message is None or await self._memory.reply_to(message.chat_id, message.message_id):
            what = await self._reading(material(message), language)
            if isinstance(what, Page):
                await self._sender.answer(update, what)
            else:
                await self._learn(update, message, what, context.bot.username)

    async def _reading(self, given: Material, language: Language) -> Reading | Page:
        """How to learn what was given, or why that cannot be."""
        if given.document is None:
            return (
                partial(self._engine.add_addresses, given.addresses) if given.addresses else notice(language, "add_how")
            )
        if (given.document.file_size or 0) > _LARGEST_FILE:
            return notice(language, "add_too_large")
        data = await _download(given.document)
        if data is None:
            return notice(language, "add_not_downloaded")
        return partial(self._engine.add_file, file_name(given.document), data)

    async def _learn(self, update: Update, message: Message, reading: Reading, username: str) -> None:
        language = language_of(update.effective_user)
        job = self._learning.begin(reading)
        if await job.ends_within(_ANSWER_SECONDS):
            await self._sender.answer(update, await self._told(job, message, language, username))
            return
        await self._sender.answer(update, notice(language, "add_goes_on", articles=len(job.outcomes)))
        self._learning.afterwards(self._tell_later(job, message, language, username))

    async def _tell_later(self, job: Job, message: Message, language: Language, username: str) -> None:
        page = notice(language, "add_broke_off")
        try:
            await job.ends_within()
            page = await self._told(job, message, language, username)
        finally:
            await self._sender.correct(message, page)

    async def _told(self, job: Job, message: Message, language: Language, username: str) -> Page:
        outcomes = tuple(job.outcomes)
        _log.info("articles.learned", articles=len(outcomes), facts=sum(outcome.facts for outcome in outcomes))
        if isinstance(job.error, HomeBusyError):
            return notice(language, "add_busy")
        if job.error:
            return notice(language, "add_failed", reason=job.error)
        cards = await asyncio.to_thread(self._cards, outcomes, language)
        album = message.media_group_id is not None
        return learned_page(outcomes, cards, language, username, stopped=job.stop.is_set(), album=album)

    def _cards(self, outcomes: Sequence[Outcome], language: Language) -> dict[str, ArticleCard]:
        articles = [outcome.article for outcome in outcomes if outcome.article][:MOST_LISTED]
        cards = ((article, self._engine.catalogue.article(article, language)) for article in articles)
        return {article: card for article, card in cards if card}


async def _download(document: Document) -> bytes | None:
    """The document's bytes, or None where Telegram does not give them. Its address holds the token: never log it."""
    try:
        async with asyncio.timeout(_DOWNLOAD_SECONDS):
            file = await document.get_file()
            return bytes(await file.download_as_bytearray())
    except RetryAfter:
        raise
    except (TelegramError, TimeoutError) as error:
        _log.warning("document.not_downloaded", error=type(error).__name__)
        return None
