"""``/privacy``: what is stored about a person, to be taken along or erased."""

from __future__ import annotations

import json
from collections.abc import Mapping

from telegram import InlineKeyboardMarkup

from bot.commands import Kind
from bot.handlers import Heard, OnCommand, OnPress, Pressed, Services
from bot.incoming import is_private
from bot.presses import Action, Press
from bot.profile import publish_commands_of
from bot.rendering.keyboards import button, keyboard
from bot.rendering.page import Page, notice
from nowall.answers import Language
from nowall.texts import say

_FILE = "nowall-{person}.json"


class Privacy:
    """Lists what is stored; in private its buttons export and erase it."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.commands: Mapping[Kind, OnCommand] = {Kind.PRIVACY: self.privacy}
        self.presses: Mapping[Action, OnPress] = {Action.PRIVACY: self.pressed}

    async def privacy(self, heard: Heard) -> None:
        """What is stored, and for how long."""
        private = is_private(heard.message.chat)
        page = notice(heard.language, "privacy" if private else "privacy_group", username=heard.reader.username)
        await heard.answer(page.under(_choices(heard.language, "export", "erase") if private else None))

    async def pressed(self, pressed: Pressed) -> None:
        """Export, or ask once more and then erase."""
        if not is_private(pressed.message.chat):
            await pressed.confirm("outdated")
        elif pressed.press.key == "export":
            await self._export(pressed)
        elif pressed.press.key == "erase-yes":
            await self._erase(pressed)
        else:
            await pressed.confirm()
            await pressed.show(_page(pressed.language, pressed.press.key, pressed.reader.username))

    async def _export(self, pressed: Pressed) -> None:
        await pressed.confirm()
        stored = await self._services.people.export(pressed.user)
        data = json.dumps(stored, ensure_ascii=False, indent=2).encode()
        name, caption = _FILE.format(person=pressed.user), say(pressed.language, "bot.privacy_exported")
        await self._services.sender.document(pressed.query.get_bot(), pressed.message.chat_id, name, data, caption)

    async def _erase(self, pressed: Pressed) -> None:
        await self._services.people.erase(pressed.user)
        await pressed.confirm()
        await pressed.show(notice(pressed.language, "privacy_erased"))
        owner = self._services.settings.owns(pressed.user)
        await publish_commands_of(pressed.query.get_bot(), pressed.user, None, owner=owner)


def _page(language: Language, key: str, username: str) -> Page:
    if key == "erase":
        return notice(language, "privacy_sure").under(_choices(language, "erase-yes", "keep"))
    return notice(language, "privacy", username=username).under(_choices(language, "export", "erase"))


def _choices(language: Language, *keys: str) -> InlineKeyboardMarkup | None:
    return keyboard([[button(say(language, f"bot.privacy_{key}"), Press(Action.PRIVACY, key)) for key in keys]])
