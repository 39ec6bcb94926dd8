"""Documents that the bot sends."""

from __future__ import annotations

import httpx
import pytest
from telegram import Bot

from tests.telegram_server import Chat, Person, TelegramServer, World
from tests.telegram_server.conftest import Refuses


def test_file_comes_in_its_field_or_attached(server: TelegramServer, client: httpx.Client, mei: Person) -> None:
    chat = server.world.private(mei)
    data = {"chat_id": str(chat.id), "caption": "<b>墙</b>", "parse_mode": "HTML"}
    bytes_ = b"\x00\r\n--x\r\n\xff"
    plain = client.post("sendDocument", data=data, files={"document": ("墙.bin", bytes_)}).json()
    attached = client.post("sendDocument", data={**data, "document": "attach://f"}, files={"f": ("a.txt", bytes_)})
    for message in (plain["result"], attached.json()["result"]):
        assert server.world.files[message["document"]["file_id"]] == bytes_
        assert message["caption"] == "墙"
        assert message["caption_entities"][0]["type"] == "bold"
    assert plain["result"]["document"]["file_name"] == "墙.bin"
    assert len(server.world.said(chat)) == 2


async def test_library_sends_and_downloads(server: TelegramServer, bot: Bot, mei: Person) -> None:
    chat = server.world.private(mei)
    sent = await bot.send_document(chat.id, "墙".encode(), filename="export.json", caption="导出")
    assert sent.document
    assert sent.document.file_name == "export.json"
    again = await bot.send_document(chat.id, sent.document.file_id)
    assert again.document
    file = await bot.get_file(again.document.file_id)
    assert bytes(await file.download_as_bytearray()) == "墙".encode()


@pytest.mark.parametrize(
    ("fields", "files", "words"),
    [
        ({}, None, "there is no document in the request"),
        ({"document": "attach://f"}, None, "there is no document in the request"),
        ({"document": "nobody's"}, None, "wrong remote file identifier specified"),
        ({}, {"document": ("a.txt", b"")}, "file must be non-empty"),
        ({"caption": "墙" * 1025}, {"document": ("a.txt", b"x")}, "message caption is too long"),
        ({"reply_markup": '{"inline_keyboard": [[{"text": "b"}]]}'}, {"document": ("a", b"x")}, "Text buttons"),
        ({"reply_markup": "{"}, {"document": ("a", b"x")}, "can't parse reply_markup JSON object"),
    ],
)  # fmt: skip
def test_document_is_refused(
    server: TelegramServer,
    client: httpx.Client,
    fields: dict[str, str],
    files: dict[str, tuple[str, bytes]],
    words: str,
) -> None:
    chat = server.world.private(Person(1))
    response = client.post("sendDocument", data={"chat_id": str(chat.id), **fields}, files=files)
    assert response.status_code == 400
    assert words in response.json()["description"]
    assert not server.world.said(chat)


def test_document_has_no_text_to_edit(world: World, chat: Chat, refuses: Refuses) -> None:
    message = world.add_message(chat, {"from": world.bot, "document": {}, "caption": "x"})
    world.mine.add(message["message_id"])
    edit = {"chat_id": chat.id, "message_id": message["message_id"]}
    refuses("there is no text in the message to edit", "editMessageText", text="y", **edit)
