"""What the bot does with an update, one module a topic.

A topic names the commands and the presses that it answers (`Topic`); `bot.dispatch` hands them to it, understood.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, field
from functools import partial
from typing import ParamSpec, Protocol, TypeVar

import structlog
from telegram import Bot, CallbackQuery, Message, Update, User
from telegram.error import TelegramError

from bot.addressing import Addressed
from bot.admins import Admins
from bot.commands import Kind
from bot.incoming import language_of, topic
from bot.presses import Action, Press
from bot.rendering.page import Page, Reader, notice
from bot.sending import Also, Sender
from bot.settings import BotSettings
from bot.state.desk import Desk
from bot.state.memory import Memory
from bot.state.people import People
from bot.state.preferred import Preferred
from bot.state.turns import Spoken
from bot.studio import Studio
from nowall.answers import Answer, Language, Turn
from nowall.engine import Engine
from nowall.site import Addresses
from nowall.texts import say

P = ParamSpec("P")
T = TypeVar("T")
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Services:
    """What handlers work with."""

    settings: BotSettings
    engine: Engine
    sender: Sender
    memory: Memory
    preferred: Preferred
    desk: Desk
    people: People
    admins: Admins
    asking: Executor
    """Threads in which the engine answers: few, since more of them hinder each other (by half, at six)."""
    site: Addresses | None = None
    """Where the world finds our pages, if it does."""
    studio: Studio = field(default_factory=Studio)

    async def ask(self, question: str, turns: Sequence[Turn], chat: int, client: Language) -> Answer:
        """Ask the engine, in the language that is set in the chat, else in the question's, else the client's.

        Raises InputError where it is no question.
        """
        ask = partial(self.engine.ask, question, turns, language=self.preferred.of(chat).language, client=client)
        return await asyncio.get_running_loop().run_in_executor(self.asking, ask)

    def reader(self, bot: Bot, chat: int, user: User | None) -> Reader:
        """How a chat is shown things: by its settings, else in the language of somebody's Telegram."""
        set_here = self.preferred.of(chat)
        language = set_here.language or language_of(user)
        pictures = self.studio.is_open
        return Reader(language, bot.username, set_here.long_sources, set_here.previews, self.site, pictures)


@dataclass(frozen=True, slots=True)
class Heard:
    """A message that speaks to the bot, and what it wants."""

    update: Update
    message: Message
    what: Addressed
    reader: Reader
    services: Services

    @property
    def language(self) -> Language:
        """The language of the bot's own sentences here."""
        return self.reader.language

    @property
    def by_owner(self) -> bool:
        """Whether one of the bot's owners wrote it."""
        return self.services.settings.owns(self.message.from_user.id if self.message.from_user else None)

    async def answer(self, page: Page, spoken: Spoken | None = None, also: Also | None = None) -> None:
        """Answer it: the one message that it gets. An edited message edits the answer that it has."""
        await self.services.sender.answer(self.update, page, spoken, also)

    async def say(self, key: str, **values: object) -> None:
        """Answer it with one of the bot's own sentences."""
        await self.answer(notice(self.language, key, **values))


@dataclass(frozen=True, slots=True)
class Pressed:
    """A press of a button under a message of the bot's. It creates no message, so that it can be repeated."""

    query: CallbackQuery
    message: Message
    press: Press
    reader: Reader
    services: Services

    @property
    def language(self) -> Language:
        """The language of the bot's own sentences here."""
        return self.reader.language

    @property
    def user(self) -> int:
        """Who pressed."""
        return self.query.from_user.id

    async def confirm(self, key: str | None = None, *, alert: bool = False) -> None:
        """Stop the spinner, perhaps with a sentence."""
        await confirm(self.query, say(self.language, f"bot.{key}") if key else None, alert=alert)

    async def show(self, page: Page, spoken: Spoken | None = None, also: Also | None = None) -> None:
        """Put a page in the place of the message."""
        bot = self.query.get_bot()
        await self.services.sender.edit(
            bot, self.message.chat_id, self.message.message_id, page, spoken=spoken, also=also
        )


OnCommand = Callable[[Heard], Awaitable[None]]
OnPress = Callable[[Pressed], Awaitable[None]]


class Topic(Protocol):
    """A module of handlers."""

    @property
    def commands(self) -> Mapping[Kind, OnCommand]:
        """What messages want that it answers."""

    @property
    def presses(self) -> Mapping[Action, OnPress]:
        """The presses that it answers."""


async def confirm(query: CallbackQuery, words: str | None = None, *, alert: bool = False) -> None:
    """Stop a button's spinner. Too late is no error, and no other one keeps the press from being followed."""
    try:
        await query.answer(text=words, show_alert=alert)
    except TelegramError as error:
        _log.info("press.not_confirmed", error=str(error))


async def aside(function: Callable[P, T], *arguments: P.args, **named: P.kwargs) -> T:
    """Let the engine look something up in a thread: the event loop has others to serve."""
    return await asyncio.to_thread(function, *arguments, **named)


def spoken_of(answer: Answer, message: Message, question: str | None = None, follows: int | None = None) -> Spoken:
    """What a follow-up to an answer in this place may rest on."""
    facts = tuple(fact.id for fact in answer.facts)
    return Spoken(question or answer.text, facts, topic(message), follows)
