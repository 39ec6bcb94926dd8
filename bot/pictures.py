"""Pictures on their way to Telegram: uploaded once, then sent by the id that it gave them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog
from telegram import Bot, InputMediaPhoto, Message
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.rendering.page import Page

T = TypeVar("T")
_NAME = "quote.png"
_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that Telegram has under the id ``known``, or else has to be given."""

    digest: str
    known: str | None
    make: Callable[[], Awaitable[bytes]]


async def send_picture(bot: Bot, place: dict[str, Any], picture: Picture, page: Page) -> Message:
    """A new message with the page below the picture."""

    async def send(photo: bytes | str) -> Message:
        words: dict[str, Any] = {"caption": page.html, "parse_mode": ParseMode.HTML, "reply_markup": page.buttons}
        return await bot.send_photo(photo=photo, filename=_NAME, **place, **words)

    return await _known_or_made(picture, send)


async def exchange_picture(message: Message, picture: Picture, page: Page) -> str:
    """Put a picture and its page in the place of those of a message; gives its id."""

    async def edit(photo: bytes | str) -> Message | bool:
        media = InputMediaPhoto(photo, caption=page.html, parse_mode=ParseMode.HTML, filename=_NAME)
        return await message.edit_media(media, reply_markup=page.buttons)

    return file_id(await _known_or_made(picture, edit))


def file_id(sent: Message | bool) -> str:
    """By which id Telegram has the picture of a message in its full size."""
    if not isinstance(sent, Message) or not sent.photo:
        raise TypeError("Telegram gave back no picture")
    return sent.photo[-1].file_id


async def _known_or_made(picture: Picture, give: Callable[[bytes | str], Awaitable[T]]) -> T:
    """A second call only where Telegram has refused the first: an id is of no use to another bot's token."""
    if picture.known:
        try:
            return await give(picture.known)
        except BadRequest as error:
            if "not modified" in str(error):
                raise
            _log.info("picture.unknown", error=str(error))
    return await give(await picture.make())
