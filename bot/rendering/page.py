"""A message that is ready to be sent, and whom it is for."""

from __future__ import annotations

from dataclasses import dataclass, replace

from telegram import ForceReply, InlineKeyboardMarkup
from telegram.constants import MessageLimit

from bot.markup import Markup, clip, join, text
from nowall.answers import Language
from nowall.site import Addresses
from nowall.texts import say

ROOM: int = MessageLimit.MAX_TEXT_LENGTH
"""UTF-16 units of a message, after its markup is parsed away."""


@dataclass(frozen=True, slots=True)
class Reader:
    """How a chat wants to be shown things."""

    language: Language
    username: str
    """The bot's, which links to its cards need."""
    long_sources: bool = True
    previews: bool = False
    site: Addresses | None = None
    """Where the world finds our pages, if it does."""
    pictures: bool = False
    """Whether quotes can be had as pictures."""


@dataclass(frozen=True, slots=True)
class Page:
    """A message: its text, what stands under it, and the address whose preview it shows, if any."""

    markup: Markup
    keyboard: InlineKeyboardMarkup | ForceReply | None = None
    preview: str | None = None

    @property
    def html(self) -> str:
        """The text in Telegram's HTML."""
        return self.markup.html

    @property
    def plain(self) -> str:
        """The same without markup."""
        return self.markup.plain

    @property
    def buttons(self) -> InlineKeyboardMarkup | None:
        """The buttons: all that a message can be edited to have."""
        return self.keyboard if isinstance(self.keyboard, InlineKeyboardMarkup) else None

    def under(self, keyboard: InlineKeyboardMarkup | ForceReply | None) -> Page:
        """The same words over other buttons."""
        return replace(self, keyboard=keyboard)


def notice(language: Language, key: str, **values: object) -> Page:
    """One of the bot's own sentences."""
    return Page(text(clip(say(language, f"bot.{key}", **values), ROOM)))


def prompt(language: Language, key: str, example: str) -> Page:
    """A sentence that asks for something; the answer comes as a reply to it, also in groups."""
    placeholder = clip(say(language, f"bot.{example}"), ForceReply.MAX_INPUT_FIELD_PLACEHOLDER)
    return notice(language, key).under(ForceReply(selective=True, input_field_placeholder=placeholder))


def fitting(blocks: list[Markup], tail: Markup) -> Markup:
    """The blocks, apart from each other, and the tail; the last blocks go where the message would be too long."""
    kept = [block for block in blocks if block.plain]
    while True:
        whole = join("\n\n", (*kept, tail))
        if whole.length <= ROOM or not kept:
            return whole
        if len(kept) == 1:
            kept[0] = text(clip(kept[0].plain, max(1, ROOM - tail.length - 2)))
            return join("\n\n", (*kept, tail))
        kept.pop()


def one_line(words: str) -> str:
    """The words with single blanks between them."""
    return " ".join(words.split())
