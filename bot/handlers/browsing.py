"""Looking around without a question: ``/quote``, ``/who``, ``/timeline``, ``/topics``, ``/sources``, ``/random``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from telegram import InlineKeyboardMarkup, Message

from bot.commands import Kind
from bot.handlers import Heard, OnCommand, OnPress, Pressed, Services, aside
from bot.incoming import is_private, topic
from bot.presses import Action, Press
from bot.rendering.answers import answer_page
from bot.rendering.cards import ARTICLES_A_PAGE, TOPICS_A_PAGE, entity_head, kind_page, library_page, topics_page
from bot.rendering.keyboards import button, keyboard, paging_row
from bot.rendering.listing import headline, listing_page
from bot.rendering.page import Page, Reader, notice, prompt
from bot.state.turns import Spoken
from nowall.answers import EntityCard, FactPage
from nowall.texts import say

_FACTS_A_PAGE = 5
_MOST_NAMED = 4
_SEEDS = 1_000_000
_BEST_QUOTES = "quotes"
"""The key of the list of quotes that was asked for without words: there is nothing to remember for its pages."""

Found = tuple[Page, FactPage | None]
"""A page, and the facts on it: what a follow-up may rest on."""


class Browsing:
    """Shows lists of facts, pages of them by buttons. The words of a list are remembered with its message."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.commands: Mapping[Kind, OnCommand] = {
            Kind.QUOTE: self.listed,
            Kind.TIMELINE: self.listed,
            Kind.WHO: self.who,
            Kind.TOPICS: self.topics,
            Kind.SOURCES: self.library,
            Kind.RANDOM: self.random,
        }
        self.presses: Mapping[Action, OnPress] = {
            Action.LIST: self.turned,
            Action.ABOUT: self.about,
            Action.TOPICS: self.topics_turned,
            Action.LIBRARY: self.library_turned,
            Action.RANDOM: self.another,
        }

    async def listed(self, heard: Heard) -> None:
        """Quotes, of somebody or about something, or what happened in order of time."""
        kind, words = heard.what.kind, heard.what.text
        if kind is Kind.TIMELINE and not words:
            await heard.answer(prompt(heard.language, f"prompt_{kind}", f"example_{kind}"))
            return
        page, found = await aside(self._list, kind, words, 0, heard.reader)
        await heard.answer(page, _spoken(words, found, heard.message) if words else None)

    async def turned(self, pressed: Pressed) -> None:
        """Another page of such a list."""
        key = pressed.press.key
        spoken = await self._services.memory.turn(pressed.message.chat_id, pressed.message.message_id)
        if key == _BEST_QUOTES:
            kind, words = Kind.QUOTE, ""
        elif spoken and key in {Kind.QUOTE, Kind.TIMELINE}:
            kind, words = Kind(key), spoken.question
        else:
            await pressed.confirm("outdated")
            return
        await pressed.confirm()
        page, _ = await aside(self._list, kind, words, pressed.press.number, pressed.reader)
        await pressed.show(page)

    async def who(self, heard: Heard) -> None:
        """Who or what somebody or something is."""
        words = heard.what.text
        if not words:
            await heard.answer(prompt(heard.language, "prompt_who", "example_who"))
            return
        cards = await aside(self._services.engine.catalogue.named, words, heard.language, _MOST_NAMED)
        if not cards:
            await heard.answer(notice(heard.language, "who_unknown").under(_to_topics(heard.reader)))
            return
        page, found = await aside(self._about, cards[0], 0, heard.reader, cards[1:])
        await heard.answer(page, _spoken(words, found, heard.message))

    async def about(self, pressed: Pressed) -> None:
        """What is known of somebody or something, a page of it."""
        card = await aside(self._services.engine.catalogue.entity, pressed.press.key, pressed.language)
        if card is None:
            await pressed.confirm("gone")
            return
        await pressed.confirm()
        page, found = await aside(self._about, card, pressed.press.number, pressed.reader)
        await pressed.show(page, _spoken(card.name, found, pressed.message))

    async def topics(self, heard: Heard) -> None:
        """The kinds of things that are known."""
        kinds = await aside(self._services.engine.catalogue.topic_kinds)
        await heard.answer(topics_page(kinds, heard.reader))

    async def topics_turned(self, pressed: Pressed) -> None:
        """The things of one kind, a page of them; without a kind, the kinds."""
        await pressed.confirm()
        await pressed.show(await aside(self._topics, pressed.press.key, pressed.press.number, pressed.reader))

    async def library(self, heard: Heard) -> None:
        """All articles; owners are told their ids in private."""
        ids = heard.by_owner and is_private(heard.message.chat)
        await heard.answer(await aside(self._library, 0, heard.reader, ids=ids))

    async def library_turned(self, pressed: Pressed) -> None:
        """Another page of them."""
        ids = self._services.settings.owns(pressed.user) and is_private(pressed.message.chat)
        await pressed.confirm()
        await pressed.show(await aside(self._library, pressed.press.number, pressed.reader, ids=ids))

    async def random(self, heard: Heard) -> None:
        """A fact or a quote worth reading; the same again where the update is repeated."""
        page, found = await aside(self._random, heard.update.update_id, heard.reader)
        await heard.answer(page, _spoken("", found, heard.message))

    async def another(self, pressed: Pressed) -> None:
        """Another one."""
        await pressed.confirm()
        page, found = await aside(self._random, pressed.press.number, pressed.reader)
        await pressed.show(page, _spoken("", found, pressed.message))

    def _list(self, kind: Kind, words: str, start: int, reader: Reader) -> Found:
        catalogue, language = self._services.engine.catalogue, reader.language
        look = catalogue.quotes if kind is Kind.QUOTE else catalogue.timeline
        found = look(words, language, start, _FACTS_A_PAGE)
        if not found.facts:
            return notice(language, f"none_{kind}").under(_to_topics(reader)), None
        key = kind if words else _BEST_QUOTES
        pages = paging_row(lambda at: Press(Action.LIST, key, at), start, _FACTS_A_PAGE, found.total)
        head = headline(say(language, f"bot.{kind}_head"), found, reader)
        return listing_page(head, found, reader, [pages]), found

    def _about(self, card: EntityCard, start: int, reader: Reader, others: tuple[EntityCard, ...] = ()) -> Found:
        found = self._services.engine.catalogue.about(card.key, reader.language, start, _FACTS_A_PAGE)
        pages = paging_row(lambda at: Press(Action.ABOUT, card.key, at), start, _FACTS_A_PAGE, found.total)
        also = [button(other.name, Press(Action.ABOUT, other.key)) for other in others]
        head = entity_head(card, reader) if start == 0 else headline(card.name, found, reader)
        return listing_page(head, found, reader, [pages, also]), found

    def _topics(self, kind: str, start: int, reader: Reader) -> Page:
        catalogue = self._services.engine.catalogue
        kinds = dict(catalogue.topic_kinds())
        if kind not in kinds:
            return topics_page(tuple(kinds.items()), reader)
        cards = catalogue.topics(reader.language, kind, start, TOPICS_A_PAGE)
        return kind_page(kind, cards, start, kinds[kind], reader)

    def _library(self, start: int, reader: Reader, *, ids: bool) -> Page:
        catalogue = self._services.engine.catalogue
        total = catalogue.size().articles
        start = min(start, max(0, total - 1) // ARTICLES_A_PAGE * ARTICLES_A_PAGE)  # some may have been removed since
        cards = catalogue.sources(reader.language, start, ARTICLES_A_PAGE)
        return library_page(cards, start, total, reader, ids=ids)

    def _random(self, seed: int, reader: Reader) -> Found:
        answer = self._services.engine.catalogue.random(reader.language, seed % _SEEDS)
        if answer is None:
            return notice(reader.language, "no_sources"), None
        page = answer_page(answer, replace(reader, language=answer.language))
        own = page.buttons.inline_keyboard if page.buttons else ()
        next_one = Press(Action.RANDOM, number=_following(seed))
        row = [button(say(reader.language, "bot.button_another"), next_one)]
        return page.under(keyboard([*own, row])), FactPage(answer.facts, answer.citations, 0, 1)


def _following(seed: int) -> int:
    """The seed after this one: the same press leads to the same fact, and all seeds come up (a linear congruence).

    By the theorem of Hull and Dobell its period is whole: 11 is odd and no multiple of 5, 48 260 one of 20.
    """
    return (seed * 48_261 + 11) % _SEEDS


def _to_topics(reader: Reader) -> InlineKeyboardMarkup | None:
    return keyboard([[button(say(reader.language, "bot.button_all_topics"), Press(Action.TOPICS))]])


def _spoken(words: str, found: FactPage | None, message: Message) -> Spoken | None:
    """What a follow-up may rest on: the words, or those of the first fact where there were none."""
    if not found or not found.facts:
        return None
    return Spoken(words or found.facts[0].text, tuple(fact.id for fact in found.facts), topic(message))
