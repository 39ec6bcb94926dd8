"""``/settings``: what a chat chooses; in a group its admins do."""

from __future__ import annotations

from collections.abc import Mapping

from telegram import Bot, Chat

from bot.commands import Kind
from bot.handlers import Heard, OnCommand, OnPress, Pressed, Services
from bot.incoming import is_private
from bot.presses import Action
from bot.profile import publish_commands_of
from bot.rendering.page import Page
from bot.rendering.settings import changed, settings_page
from nowall.answers import Language


class Settings:
    """Shows the settings of a chat with a button for each choice, and keeps what is chosen."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.commands: Mapping[Kind, OnCommand] = {Kind.SETTINGS: self.settings}
        self.presses: Mapping[Action, OnPress] = {Action.SETTING: self.chosen}

    async def settings(self, heard: Heard) -> None:
        """What is set."""
        private = is_private(heard.message.chat)
        if not private and not await self._services.admins.wrote(heard.message):
            await heard.say("admins_only")
            return
        await heard.answer(await self._page(heard.message.get_bot(), heard.message.chat, heard.language))

    async def chosen(self, pressed: Pressed) -> None:
        """Another choice. The commands of a chat that reads traditional Chinese are described in it."""
        bot, chat = pressed.query.get_bot(), pressed.message.chat
        if not is_private(chat) and not await self._services.admins.knows(bot, chat.id, pressed.user):
            await pressed.confirm("admins_only", alert=True)
            return
        now = await self._services.preferred.now(chat.id)
        wanted = changed(now, pressed.press.key)
        if wanted is None:
            await pressed.confirm("outdated")
            return
        await self._services.preferred.set(chat.id, wanted)
        await pressed.confirm("settings_kept")
        reader = self._services.reader(bot, chat.id, pressed.query.from_user)
        await pressed.show(await self._page(bot, chat, reader.language))
        if wanted.language != now.language:
            owner = self._services.settings.owns(chat.id)
            await publish_commands_of(bot, chat.id, wanted.language, owner=owner)

    async def _page(self, bot: Bot, chat: Chat, language: Language) -> Page:
        now, group = await self._services.preferred.now(chat.id), not is_private(chat)
        # Telegram hands everything that is said in a group to a bot that is an admin there.
        everywhere = bool(bot.can_read_all_group_messages)
        hears_all = not group or everywhere or await self._services.admins.knows(bot, chat.id, bot.id)
        return settings_page(now, language, group=group, hears_all=hears_all)
