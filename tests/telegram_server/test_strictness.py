"""The server refuses what Telegram refuses; else tests before it would prove nothing."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.telegram_server import Chat, Fault, Person, TelegramServer, World
from tests.telegram_server.errors import ApiError, flood
from tests.telegram_server.markup import detect_entities, parse_html
from tests.telegram_server.methods import call

MEI = Person(1)


@pytest.mark.parametrize(
    ("parameters", "reason"),
    [
        ({"text": "x", "chat_id": 99}, "chat not found"),
        ({"text": ""}, "message text is empty"),
        ({"text": "<b> </b>", "parse_mode": "HTML"}, "message text is empty"),
        ({"text": "墙" * 4097}, "message is too long"),
        ({"text": "🙂" * 2049}, "message is too long"),
        ({"text": "<b>x", "parse_mode": "HTML"}, "can't parse entities: Can't find end tag"),
        ({"text": "<b><i>x</b></i>", "parse_mode": "HTML"}, "can't parse entities: Unmatched end tag"),
        ({"text": "a < b", "parse_mode": "HTML"}, "can't parse entities"),
        ({"text": "<table>", "parse_mode": "HTML"}, "can't parse entities: Unsupported start tag"),
        ({"text": "x</b>", "parse_mode": "HTML"}, "can't parse entities: Unexpected end tag"),
        ({"text": "x", "reply_parameters": {"message_id": 77}}, "message to be replied not found"),
        ({"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "b", "callback_data": "墙" * 22}]]}}, "BUTTON_"),
        ({"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "b"}]]}}, "inline keyboard button"),
        ({"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "b", "url": "nowhere"}]]}}, "URL 'nowhere'"),
        (
            {"text": "x", "reply_markup": {"inline_keyboard": [[{"text": "b", "callback_data": "x"}]] * 101}},
            "reply markup is too long",
        ),
    ],
)  # fmt: skip
def test_send_message_refuses(world: World, chat: Chat, parameters: dict[str, Any], reason: str) -> None:
    with pytest.raises(ApiError, match=reason.replace("'", ".")) as caught:
        call(world, "sendMessage", {"chat_id": chat.id, **parameters})
    assert caught.value.code == 400
    assert not world.said(chat)


def test_reply_to_a_deleted_message_may_be_allowed(world: World, chat: Chat) -> None:
    reply = {"message_id": 77, "allow_sending_without_reply": True}
    call(world, "sendMessage", {"chat_id": chat.id, "text": "x", "reply_parameters": reply})
    assert world.said(chat)


def test_edits(world: World, chat: Chat) -> None:
    sent = call(world, "sendMessage", {"chat_id": chat.id, "text": "x"})
    edit = {"chat_id": chat.id, "message_id": sent["message_id"]}
    with pytest.raises(ApiError, match="message is not modified"):
        call(world, "editMessageText", {**edit, "text": "x"})
    call(world, "editMessageText", {**edit, "text": "<b>x</b>", "parse_mode": "HTML"})
    with pytest.raises(ApiError, match="message to edit not found"):
        call(world, "editMessageText", {**edit, "message_id": 500, "text": "y"})
    theirs = world.say(chat, "mine", MEI)
    with pytest.raises(ApiError, match="message can't be edited"):
        call(world, "editMessageText", {**edit, "message_id": theirs["message_id"], "text": "y"})


def test_blocked_bot_is_told_so(world: World, chat: Chat) -> None:
    chat.refusal = ApiError(403, "Forbidden: bot was blocked by the user")
    with pytest.raises(ApiError, match="Forbidden"):
        call(world, "sendMessage", {"chat_id": chat.id, "text": "x"})


def test_callbacks_are_answered_once(world: World, chat: Chat) -> None:
    sent = call(world, "sendMessage", {"chat_id": chat.id, "text": "x"})
    identifier = world.press(sent, "data", MEI)
    with pytest.raises(ApiError, match="MESSAGE_TOO_LONG"):
        call(world, "answerCallbackQuery", {"callback_query_id": world.press(sent, "data", MEI), "text": "x" * 201})
    assert call(world, "answerCallbackQuery", {"callback_query_id": identifier})
    with pytest.raises(ApiError, match="query is too old"):
        call(world, "answerCallbackQuery", {"callback_query_id": identifier})


def test_files_have_a_size_and_an_address(world: World, chat: Chat) -> None:
    small = world.send_file(chat, MEI, "a.txt", b"x")["document"]["file_id"]
    assert call(world, "getFile", {"file_id": small})["file_path"]
    large = world.send_file(chat, MEI, "b.txt", bytes(20_000_001))["document"]["file_id"]
    for file, reason in ((large, "file is too big"), ("nobody's", "wrong file_id")):
        with pytest.raises(ApiError, match=reason):
            call(world, "getFile", {"file_id": file})


def test_files_are_handed_to_the_bot_only(server: TelegramServer) -> None:
    world = server.world
    file = world.send_file(world.private(MEI), MEI, "a.txt", "墙".encode())["document"]["file_id"]
    root = server.base_url.removesuffix("bot")
    found = httpx.get(f"{root}file/bot{server.token}/documents/{file}", trust_env=False)
    assert found.content == "墙".encode()
    assert httpx.get(f"{root}file/bot1:wrong/documents/{file}", trust_env=False).status_code == 404


def test_unknown_method(world: World) -> None:
    with pytest.raises(ApiError) as caught:
        call(world, "sendSmoke", {})
    assert caught.value.code == 404


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/ask x", [("bot_command", 0, 4)]),
        ("/ask@newsbot x", [("bot_command", 0, 12)]),
        ("/ask没有墙", []),
        ("/ask@newsbot没有墙", []),
        ("你好@newsbot没有墙", []),
        ("你好 @newsbot 没有墙", [("mention", 3, 8)]),
        ("🙂 @newsbot，", [("mention", 3, 8)]),
        ("me@newsbot", []),
        ("/吴语", []),
        ("https://e.org/@newsbot", [("url", 0, 22)]),
    ],
)
def test_entities_as_tdlib_finds_them(text: str, found: list[tuple[str, int, int]]) -> None:
    assert [(e["type"], e["offset"], e["length"]) for e in detect_entities(text)] == found


def test_html_as_telegram_reads_it() -> None:
    text, entities = parse_html('🙂<b>a&lt;&amp;&#33;</b> <a href="https://e.org/?a=1&amp;b=2">x</a> &copy;')
    assert text == "🙂a<&! x &copy;"
    assert [(e["type"], e["offset"], e["length"]) for e in entities] == [("bold", 2, 4), ("text_link", 7, 1)]
    assert entities[1]["url"] == "https://e.org/?a=1&b=2"


def test_updates_are_given_again_until_they_are_confirmed(server: TelegramServer, client: httpx.Client) -> None:
    def poll(**parameters: Any) -> list[dict[str, Any]]:
        updates: list[dict[str, Any]] = client.post("getUpdates", json=parameters).json()["result"]
        return updates

    world = server.world
    chat = world.private(MEI)
    for text in ("a", "b", "c"):
        world.say(chat, text, MEI)
    ids = [update["update_id"] for update in poll(limit=2)]
    assert len(ids) == 2
    assert poll()[0]["update_id"] == ids[0]
    assert [update["message"]["text"] for update in poll(offset=ids[-1] + 1, allowed_updates=["poll"])] == ["c"]
    world.say(chat, "nobody listens", MEI)
    assert poll(offset=ids[-1] + 2, timeout=0) == []


def test_faults_and_tokens(server: TelegramServer, client: httpx.Client) -> None:
    world = server.world
    chat = world.private(MEI)
    world.break_next(
        "sendMessage", Fault(error=flood(3)), Fault(error=ApiError(500, "Oops"), accept=True), Fault(drop=True)
    )
    send = {"chat_id": chat.id, "text": "x"}
    refused = client.post("sendMessage", json=send)
    assert (refused.status_code, refused.json()["parameters"]) == (429, {"retry_after": 3})
    assert client.post("sendMessage", json=send).status_code == 500
    assert len(world.said(chat)) == 1
    with pytest.raises(httpx.RemoteProtocolError):
        client.post("sendMessage", json=send)
    assert len(world.said(chat)) == 1
    response = httpx.post(f"{server.base_url}1:wrong/getMe", trust_env=False)
    assert response.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
