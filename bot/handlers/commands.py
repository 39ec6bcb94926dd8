"""What is said to the bot without being a question: ``/start``, ``/help``, stickers, commands that there are not."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.commands import Kind, nearest_command
from bot.handlers import Heard, OnCommand, OnPress, Services, aside, spoken_of
from bot.incoming import is_private
from bot.markup import join
from bot.presses import Action
from bot.profile import publish_commands_of
from bot.rendering.answers import answer_page
from bot.rendering.cards import article_page
from bot.rendering.page import Page, notice
from nowall.answers import Language
from nowall.texts import say

_LINK = re.compile(r"([af])_([A-Za-z0-9_-]{1,62})")


class Commands:
    """Greets, helps, and shows what a deep link leads to."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.commands: Mapping[Kind, OnCommand] = {
            Kind.START: self.start,
            Kind.HELP: self.help,
            Kind.MEDIA: self.media,
            Kind.UNKNOWN_COMMAND: self.unknown,
        }
        self.presses: Mapping[Action, OnPress] = {}

    async def start(self, heard: Heard) -> None:
        """Greet, or show the fact or the article that a link names."""
        link = _LINK.fullmatch(heard.what.text)
        if link is None:
            await heard.say("hello")
            await self._describe_commands(heard)
        elif link[1] == "f":
            await self._fact(heard, link[2])
        else:
            card = await aside(self._services.engine.catalogue.article, link[2], heard.language)
            await heard.answer(article_page(card, heard.reader) if card else notice(heard.language, "gone"))

    async def help(self, heard: Heard) -> None:
        """How to use the bot; mentions are only named where Telegram delivers them."""
        language, username = heard.language, heard.reader.username
        delivered = heard.message.get_bot().can_read_all_group_messages
        mention = say(language, "bot.help_mention", username=username) if delivered else ""
        page = notice(language, "help", username=username, mention=mention)
        if heard.by_owner:
            page = Page(join("\n", (page.markup, notice(language, "help_owner").markup)))
        await heard.answer(page)

    async def media(self, heard: Heard) -> None:
        """A sticker, a voice message; a document may be meant to be added."""
        await heard.say("add_document" if heard.by_owner and heard.message.document else "media")

    async def unknown(self, heard: Heard) -> None:
        """Name the command that was probably meant."""
        near = nearest_command(heard.what.text, owner=heard.by_owner)
        if near:
            await heard.say("nearest_command", command=near)
        else:
            await heard.say("unknown_command")

    async def _describe_commands(self, heard: Heard) -> None:
        """For who reads traditional Chinese: Telegram would show the simplified ones to every Chinese client."""
        if is_private(heard.message.chat) and heard.language is Language.ZH_HANT:
            chat = heard.message.chat_id
            await publish_commands_of(heard.message.get_bot(), chat, heard.language, owner=heard.by_owner)

    async def _fact(self, heard: Heard, key: str) -> None:
        answer = await aside(self._services.engine.catalogue.card, key, heard.language)
        if answer is None:
            await heard.say("gone")
            return
        await heard.answer(answer_page(answer, heard.reader), spoken_of(answer, heard.message))
