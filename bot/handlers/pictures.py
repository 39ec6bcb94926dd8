"""A quote as a picture: sent as a reply to the answer, and exchanged for the one in the other colours."""

from __future__ import annotations

from collections.abc import Mapping

import structlog

from bot.commands import Kind
from bot.handlers import OnCommand, OnPress, Pressed, Services, aside, confirm, spoken_of
from bot.pictures import Picture
from bot.presses import Action
from bot.rendering.picture import picture_page
from nowall.answers import Answer
from nowall.cards import QuoteCard, card_of
from nowall.texts import say

_log = structlog.get_logger(__name__)


class Pictures:
    """Draws what Telegram does not have yet; what it has is sent by its id."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.commands: Mapping[Kind, OnCommand] = {}
        self.presses: Mapping[Action, OnPress] = {Action.PICTURE: self.pressed}

    async def pressed(self, pressed: Pressed) -> None:
        """Under an answer, a picture; under a picture, the other one in its place."""
        answer = await aside(self._services.engine.catalogue.card, pressed.press.key, pressed.language)
        if answer is None or not answer.facts[0].quote:
            await pressed.confirm("gone")
            return
        card = _card(answer, pressed)
        picture = await self._picture(card)
        if picture is None:
            await confirm(pressed.query, say(pressed.language, "picture.cannot"), alert=True)
            return
        await pressed.confirm()
        page = picture_page(answer.facts[0], answer.citations[0], pressed.reader, dark=card.dark)
        sender, message = self._services.sender, pressed.message
        if message.photo:
            await sender.exchange_picture(message, picture, page)
        else:
            await sender.picture(message, picture, page, spoken_of(answer, message))

    async def _picture(self, card: QuoteCard) -> Picture | None:
        """The picture as it is to be sent; None where it cannot be drawn. What is drawn here is at hand later."""
        studio = self._services.studio
        try:
            if not await studio.can_draw(card):
                return None
            digest = studio.digest(card)
            picture = Picture(digest, await self._services.memory.picture(digest), lambda: studio.draw(card))
            if not picture.known:
                await picture.make()
        except OSError as error:
            _log.error("picture.failed", error=str(error))
            return None
        return picture


def _card(answer: Answer, pressed: Pressed) -> QuoteCard:
    fact, citation, site = answer.facts[0], answer.citations[0], pressed.reader.site
    page = site.article(citation.key) if site else ""
    return card_of(fact, citation, pressed.language, page=page, dark=pressed.press.number == 1)
