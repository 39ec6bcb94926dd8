"""Reading on, by the buttons under an answer: further facts, what stands around it, its source, and back."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

from bot.commands import Kind
from bot.handlers import OnCommand, OnPress, Pressed, Services, aside, spoken_of
from bot.presses import Action, Press
from bot.rendering.answers import answer_page
from bot.rendering.cards import article_page
from bot.rendering.keyboards import back_button, keyboard, offering_rows, paging_row, with_tally
from bot.rendering.listing import headline, listing_page
from bot.rendering.page import Page
from bot.state.turns import Spoken
from nowall.answers import Answer
from nowall.errors import InputError
from nowall.texts import say

_MORE_A_PAGE = 3


class Reading:
    """Turns an answer into what one wants to know beside it, and back."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.commands: Mapping[Kind, OnCommand] = {}
        self.presses: Mapping[Action, OnPress] = {
            Action.CARD: self.card,
            Action.BACK: self.back,
            Action.SOURCES: self.sources,
            Action.MORE: self.more,
            Action.CONTEXT: self.context,
            Action.ARTICLE: self.article,
        }

    async def card(self, pressed: Pressed) -> None:
        """The fact, over the buttons that offered it."""
        answer = await aside(self._services.engine.catalogue.card, pressed.press.key, pressed.language)
        if answer is None:
            await pressed.confirm("gone")
            return
        await pressed.confirm()
        page = answer_page(answer, pressed.reader)
        own = page.buttons.inline_keyboard if page.buttons else ()
        page = page.under(keyboard([*own, *offering_rows(pressed.message.reply_markup, pressed.press.key)]))
        await pressed.show(page, spoken_of(answer, pressed.message))

    async def back(self, pressed: Pressed) -> None:
        """The answer as it was."""
        await self._answer_again(pressed, all_sources=False)

    async def sources(self, pressed: Pressed) -> None:
        """The answer with all of its sources."""
        await self._answer_again(pressed, all_sources=True)

    async def more(self, pressed: Pressed) -> None:
        """Further facts on this."""
        key, start = pressed.press.key, pressed.press.number
        related = self._services.engine.catalogue.related
        found = await aside(related, key, pressed.language, start, _MORE_A_PAGE)
        if not found.facts:
            await pressed.confirm("no_more")
            return
        await pressed.confirm()
        pages = paging_row(lambda at: Press(Action.MORE, key, at), start, _MORE_A_PAGE, found.total)
        rows = [pages, [back_button(key, pressed.language)]]
        head = headline(say(pressed.language, "bot.more_head"), found, pressed.reader)
        await pressed.show(listing_page(head, found, pressed.reader, rows))

    async def context(self, pressed: Pressed) -> None:
        """What the article says before and after."""
        key = pressed.press.key
        found = await aside(self._services.engine.catalogue.neighbours, key, pressed.language)
        if not found.facts:
            await pressed.confirm("gone")
            return
        await pressed.confirm()
        head = headline(say(pressed.language, "bot.context_head"))
        rows = [[back_button(key, pressed.language)]]
        await pressed.show(listing_page(head, found, pressed.reader, rows, here=key))

    async def article(self, pressed: Pressed) -> None:
        """The card of the article that it comes from."""
        page = await aside(self._article, pressed)
        if page is None:
            await pressed.confirm("gone")
            return
        await pressed.confirm()
        await pressed.show(page)

    def _article(self, pressed: Pressed) -> Page | None:
        catalogue, key = self._services.engine.catalogue, pressed.press.key
        fact = catalogue.card(key, pressed.language)
        card = catalogue.article(fact.citations[0].key, pressed.language) if fact else None
        return article_page(card, pressed.reader, [[back_button(key, pressed.language)]], fact=key) if card else None

    async def _answer_again(self, pressed: Pressed, *, all_sources: bool) -> None:
        chat, reply = pressed.message.chat_id, pressed.message.message_id
        spoken = await self._services.memory.turn(chat, reply)
        answer = await self._answer(pressed, spoken)
        if answer is None:
            await pressed.confirm("gone")
            return
        await pressed.confirm()
        page = answer_page(answer, replace(pressed.reader, language=answer.language), all_sources=all_sources)
        if spoken and answer.facts[0].id not in spoken.facts:  # another card had taken its place
            await pressed.show(page, spoken_of(answer, pressed.message))
            return
        tally = await self._services.memory.tally(chat, reply)
        await pressed.show(page.under(with_tally(page.buttons, tally)) if page.buttons else page)

    async def _answer(self, pressed: Pressed, spoken: Spoken | None) -> Answer | None:
        """What the message said: asked again; where the corpus has changed since, or it is long ago, the fact alone."""
        engine, key = self._services.engine, pressed.press.key
        chat, reply = pressed.message.chat_id, pressed.message.message_id
        if spoken:
            before = await self._services.memory.before_reply(chat, reply)
            with suppress(InputError):  # a card is remembered by its words, which may be no question
                again = await self._services.ask(spoken.question, before.turns, chat, pressed.language)
                of_this = any(fact.key == key for fact in again.facts)
                if of_this and tuple(fact.id for fact in again.facts) == spoken.facts:
                    return again
        return await aside(engine.catalogue.card, key, pressed.language)
