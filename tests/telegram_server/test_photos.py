"""Photos that the bot sends, sends again, and exchanges."""

from __future__ import annotations

import io
import json
from typing import Any

import httpx
import pytest
from PIL import Image
from telegram import Bot, InputMediaPhoto
from telegram.error import BadRequest

from tests.telegram_server import Person, TelegramServer


def png(width: int = 1200, height: int = 630, colour: str = "white") -> bytes:
    out = io.BytesIO()
    Image.new("1" if colour == "white" else "RGB", (width, height), colour).save(out, "PNG")
    return out.getvalue()


async def test_library_sends_a_photo_and_sends_it_again_by_its_id(
    server: TelegramServer, bot: Bot, mei: Person
) -> None:
    chat = server.world.private(mei)
    sent = await bot.send_photo(chat.id, png(), caption="<b>墙</b>", parse_mode="HTML", filename="quote.png")
    assert [(size.width, size.height) for size in sent.photo] == [(320, 168), (1200, 630)]
    assert sent.caption == "墙"
    again = await bot.send_photo(chat.id, sent.photo[-1].file_id)
    assert again.photo[-1].file_id == sent.photo[-1].file_id
    assert len(server.world.said(chat)) == 2


async def test_library_exchanges_a_photo_and_its_caption(server: TelegramServer, bot: Bot, mei: Person) -> None:
    chat = server.world.private(mei)
    sent = await bot.send_photo(chat.id, png(), caption="1")
    edited = await sent.edit_media(InputMediaPhoto(png(colour="black"), caption="2"))
    assert not isinstance(edited, bool)
    assert edited.photo[-1].file_id != sent.photo[-1].file_id
    assert server.world.said(chat)[0]["caption"] == "2"
    back = await sent.edit_media(InputMediaPhoto(sent.photo[-1].file_id))
    assert not isinstance(back, bool)
    assert "caption" not in server.world.said(chat)[0]
    with pytest.raises(BadRequest, match="not modified"):
        await sent.edit_media(InputMediaPhoto(sent.photo[-1].file_id))


async def test_document_is_no_photo(server: TelegramServer, bot: Bot, mei: Person) -> None:
    chat = server.world.private(mei)
    sent = await bot.send_document(chat.id, png(), filename="quote.png")
    assert sent.document
    with pytest.raises(BadRequest, match="file of type document as photo"):
        await bot.send_photo(chat.id, sent.document.file_id)


@pytest.mark.parametrize(
    ("fields", "files", "words"),
    [
        ({}, None, "there is no photo in the request"),
        ({"photo": "nobody's"}, None, "wrong remote file identifier specified"),
        ({}, {"photo": ("a.png", b"")}, "file must be non-empty"),
        ({}, {"photo": ("a.png", b"no picture")}, "IMAGE_PROCESS_FAILED"),
        ({}, {"photo": ("a.png", png(100, 9_950))}, "PHOTO_INVALID_DIMENSIONS"),
        ({}, {"photo": ("a.png", png(10, 201))}, "PHOTO_INVALID_DIMENSIONS"),
        ({}, {"photo": ("a.png", png() + bytes(10 << 20))}, "too big for a photo"),
        ({"caption": "墙" * 1025}, {"photo": ("a.png", png())}, "message caption is too long"),
    ],
)
def test_photo_is_refused(
    server: TelegramServer,
    client: httpx.Client,
    fields: dict[str, str],
    files: dict[str, tuple[str, bytes]],
    words: str,
) -> None:
    chat = server.world.private(Person(1))
    response = client.post("sendPhoto", data={"chat_id": str(chat.id), **fields}, files=files)
    assert response.status_code == 400
    assert words in response.json()["description"]
    assert not server.world.said(chat)


@pytest.mark.parametrize(
    ("media", "words"),
    [
        ("[]", "object expected as InputMedia"),
        ({"type": "video", "media": "x"}, "unsupported media type"),
        ({"type": "photo", "media": "attach://nothing"}, "there is no photo in the request"),
        ({"type": "photo", "media": "x", "caption": "y"}, "wrong remote file identifier specified"),
    ],
)
def test_exchange_is_refused(server: TelegramServer, client: httpx.Client, mei: Person, media: Any, words: str) -> None:
    chat = {"chat_id": str(server.world.private(mei).id)}
    sent = client.post("sendPhoto", data=chat, files={"photo": ("a.png", png())}).json()["result"]
    given = media if isinstance(media, str) else json.dumps(media)
    place = {**chat, "message_id": str(sent["message_id"])}
    response = client.post("editMessageMedia", data={**place, "media": given})
    assert response.status_code == 400
    assert words in response.json()["description"]
