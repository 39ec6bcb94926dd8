"""``/remove``: articles that owners take back, after a look at what they name."""

from __future__ import annotations

from collections.abc import Mapping

from bot.commands import Kind
from bot.handlers import Heard, OnCommand, OnPress, Pressed, Services, aside
from bot.presses import Action
from bot.rendering.cards import removal_page
from bot.rendering.page import Page, notice
from bot.rendering.sources import title_of
from nowall.answers import Citation, Language
from nowall.errors import HomeBusyError


class Removal:
    """Asks before it removes; the button does it, and may be pressed twice."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.commands: Mapping[Kind, OnCommand] = {Kind.REMOVE: self.ask}
        self.presses: Mapping[Action, OnPress] = {Action.REMOVE: self.pressed, Action.KEEP: self.pressed}

    async def ask(self, heard: Heard) -> None:
        """Name the article, and offer to remove it."""
        if not heard.by_owner:
            await heard.say("owners_only")
        elif not heard.what.text:
            await heard.say("remove_how")
        else:
            await heard.answer(await aside(self._question, heard.what.text, heard.language))

    def _question(self, wanted: str, language: Language) -> Page:
        card = self._services.engine.catalogue.article(wanted, language)
        if card is None:
            return notice(language, "remove_unknown", article=wanted)
        if self._services.engine.is_curated(card.citation.article):
            return notice(language, "remove_curated", title=title_of(card.citation, language))
        return removal_page(card, language)

    async def pressed(self, pressed: Pressed) -> None:
        """Remove the article, or keep it, and say so in the place of the question."""
        if not self._services.settings.owns(pressed.user):
            await pressed.confirm("owners_only")
            return
        card = await aside(self._services.engine.catalogue.article, pressed.press.key, pressed.language)
        if card is None:
            await pressed.confirm("gone")
            return
        await pressed.confirm()
        if pressed.press.action is Action.KEEP:
            title = title_of(card.citation, pressed.language)
            await pressed.show(notice(pressed.language, "remove_kept", title=title))
        else:
            await pressed.show(await aside(self._remove, card.citation, pressed))

    def _remove(self, cited: Citation, pressed: Pressed) -> Page:
        language, title = pressed.language, title_of(cited, pressed.language)
        try:
            self._services.engine.remove([cited.article])
        except HomeBusyError:
            return notice(language, "remove_busy", title=title).under(pressed.message.reply_markup)
        return notice(language, "remove_done", title=title)
