"""Inline mode: ``@bot words`` in any chat offers facts and quotes to send."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

import structlog
from telegram import InlineQuery, InlineQueryResultArticle, Update
from telegram.error import BadRequest

from bot.handlers import Services, aside
from bot.rendering.inline import ask_button, inline_results
from bot.rendering.page import Reader
from bot.state.preferences import DEFAULT
from nowall.answers import FactPage, Language
from nowall.errors import InputError

MOST_RESULTS = 50
PAGE = 20
CACHE_SECONDS = 60
"""So long Telegram answers the same words by itself."""
_OFFSET = re.compile(r"[0-9]{1,4}")
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Offer:
    """What is answered to a query."""

    results: Sequence[InlineQueryResultArticle] = ()
    further: int | None = None
    """Where the next page starts, if there is one."""
    unknown: Language | None = None
    """In which language to say that nothing was found, if that is so."""
    personal: bool = True
    """Whether others who type the same may get something else."""


class Inline:
    """Answers inline queries. Nothing is stored, and nothing is asked of the semantic model."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def asked(self, update: Update) -> None:
        """Offer what fits the words; the best known quotes where there are none yet."""
        if query := update.inline_query:
            person = query.from_user.id
            served = self._services.settings.serves(person, person)
            await _answer(query, await aside(self._offer, query) if served else Offer())

    def _offer(self, query: InlineQuery) -> Offer:
        words, start = query.query.strip(), _start(query.offset)
        reader, personal = self._reader(query, words)
        page = self._found(words, reader.language, start)
        further = start + PAGE
        return Offer(
            inline_results(page, reader),
            further if further < min(page.total, MOST_RESULTS) else None,
            None if page.total else reader.language,
            personal,
        )

    def _reader(self, query: InlineQuery, words: str) -> tuple[Reader, bool]:
        """As in the person's private chat, else in the language of the words; whether for them alone."""
        person, services = query.from_user, self._services
        reader, set_here = services.reader(query.get_bot(), person.id, person), services.preferred.of(person.id)
        question = "" if words.startswith("#") else words
        spoken = {client: services.engine.spoken_in(question, client) for client in Language}
        if set_here.language is None:
            reader = replace(reader, language=spoken[reader.language])
        alike = len(set(spoken.values())) == 1
        return reader, not alike or set_here != DEFAULT or bool(services.settings.allowed_chats)

    def _found(self, words: str, language: Language, start: int) -> FactPage:
        catalogue, count = self._services.engine.catalogue, max(0, min(PAGE, MOST_RESULTS - start))
        try:
            if words:
                return catalogue.find(words, language, start, count)
            return catalogue.quotes("", language, start, count)
        except InputError:
            return FactPage()


async def _answer(query: InlineQuery, offer: Offer) -> None:
    """Too late is no error: whoever types on has asked anew."""
    try:
        await query.answer(
            offer.results,
            cache_time=CACHE_SECONDS,
            is_personal=offer.personal,
            next_offset=str(offer.further) if offer.further else None,
            button=ask_button(offer.unknown) if offer.unknown else None,
        )
    except BadRequest as error:
        if "query is too old" not in error.message.lower():
            raise
        _log.info("inline.too_late", error=error.message)


def _start(offset: str) -> int:
    return int(offset) if _OFFSET.fullmatch(offset) else 0
