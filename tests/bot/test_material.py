"""What a message brings to learn from."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Document, Message

from bot.material import file_name, material
from tests.telegram_server.markup import detect_entities

PAGE = "https://news.example.org/1"
DOCUMENT = {"file_id": "x", "file_unique_id": "x", "file_name": "a.txt"}


def message(text: str | None = None, **fields: Any) -> Message:
    entities = {"text": text, "entities": detect_entities(text)} if text else {}
    chat = {"id": 1, "type": "private"}
    read = Message.de_json({"message_id": 1, "date": 1, "chat": chat, **entities, **fields}, None)
    assert read is not None
    return read


@pytest.mark.parametrize(
    ("text", "addresses"),
    [
        (f"/add {PAGE}", (PAGE,)),
        (f"/add {PAGE} 和 {PAGE}?a=1，还有 {PAGE}", (PAGE, f"{PAGE}?a=1")),
        ("/add http://localhost:8080/x。", ("http://localhost:8080/x",)),
        ("/add", ()),
        ("🙂 没有网址", ()),
    ],
)
def test_addresses_of_a_text(text: str, addresses: tuple[str, ...]) -> None:
    assert material(message(text)).addresses == addresses


def test_links_without_a_scheme_and_behind_words() -> None:
    text = "🙂 news.example.org/1 这里"
    entities = [
        {"type": "url", "offset": 3, "length": 18},
        {"type": "text_link", "offset": 22, "length": 2, "url": "http://other.example.org/"},
    ]
    read = message(text, entities=entities)
    assert material(read).addresses == (PAGE, "http://other.example.org/")


def test_own_material_comes_before_that_of_the_message_replied_to() -> None:
    replied = {"message_id": 2, "date": 1, "chat": {"id": 1, "type": "private"}, "document": DOCUMENT}
    assert material(message(f"/add {PAGE}", reply_to_message=replied)).addresses == (PAGE,)
    found = material(message("/add", reply_to_message=replied)).document
    assert found is not None
    assert file_name(found) == "a.txt"


def test_document_comes_before_addresses_of_its_caption() -> None:
    caption = f"/add {PAGE}"
    found = material(message(document=DOCUMENT, caption=caption, caption_entities=detect_entities(caption)))
    assert (found.document is not None, found.addresses) == (True, ())


@pytest.mark.parametrize(("kind", "name"), [("text/html", "x.html"), (None, "x.txt"), ("a/b", "x")])
def test_document_without_a_name_is_named_by_its_type(kind: str | None, name: str) -> None:
    assert file_name(Document(file_id="x", file_unique_id="x", mime_type=kind)) == name
