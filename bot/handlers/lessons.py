"""``/add``: articles that owners give the bot to learn."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from functools import partial

import structlog
from telegram import Document
from telegram.error import RetryAfter, TelegramError

from bot.commands import Kind
from bot.handlers import Heard, OnCommand, OnPress, Services, aside
from bot.learning import Job, Learning, Reading
from bot.material import Material, file_name, material
from bot.presses import Action
from bot.rendering.learned import MOST_LISTED, learned_page
from bot.rendering.page import Page, notice
from nowall.answers import ArticleCard, Language
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

    def __init__(self, services: Services, learning: Learning) -> None:
        self._services = services
        self._learning = learning
        self.commands: Mapping[Kind, OnCommand] = {Kind.ADD: self.add}
        self.presses: Mapping[Action, OnPress] = {}

    async def add(self, heard: Heard) -> None:
        """Learn addresses or a document. Doing it again does no harm: what is known already is passed over."""
        message, memory = heard.message, self._services.memory
        if not heard.by_owner:
            await heard.say("owners_only")
        elif heard.update.edited_message is None or await memory.reply_to(message.chat_id, message.message_id):
            what = await self._reading(material(message), heard.language)
            if isinstance(what, Page):
                await heard.answer(what)
            else:
                await self._learn(heard, what)

    async def _reading(self, given: Material, language: Language) -> Reading | Page:
        """How to learn what was given, or why that cannot be."""
        if given.document is None:
            if not given.addresses:
                return notice(language, "add_how")
            return partial(self._services.engine.add_addresses, given.addresses)
        if (given.document.file_size or 0) > _LARGEST_FILE:
            return notice(language, "add_too_large")
        data = await _download(given.document)
        if data is None:
            return notice(language, "add_not_downloaded")
        return partial(self._services.engine.add_file, file_name(given.document), data)

    async def _learn(self, heard: Heard, reading: Reading) -> None:
        job = self._learning.begin(reading)
        if await job.ends_within(_ANSWER_SECONDS):
            await heard.answer(await self._told(job, heard))
            return
        await heard.say("add_goes_on", articles=len(job.outcomes))
        self._learning.afterwards(self._tell_later(job, heard))

    async def _tell_later(self, job: Job, heard: Heard) -> None:
        page = notice(heard.language, "add_broke_off")
        try:
            await job.ends_within()
            page = await self._told(job, heard)
        finally:
            await self._services.sender.correct(heard.message, page)

    async def _told(self, job: Job, heard: Heard) -> Page:
        outcomes = tuple(job.outcomes)
        _log.info("articles.learned", articles=len(outcomes), facts=sum(outcome.facts for outcome in outcomes))
        if isinstance(job.error, HomeBusyError):
            return notice(heard.language, "add_busy")
        if job.error:
            return notice(heard.language, "add_failed", reason=job.error)
        cards = await aside(self._cards, outcomes, heard.language)
        album = heard.message.media_group_id is not None
        return learned_page(outcomes, cards, heard.reader, stopped=job.stop.is_set(), album=album)

    def _cards(self, outcomes: Sequence[Outcome], language: Language) -> dict[str, ArticleCard]:
        articles = [outcome.article for outcome in outcomes if outcome.article][:MOST_LISTED]
        cards = ((article, self._services.engine.catalogue.article(article, language)) for article in articles)
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
