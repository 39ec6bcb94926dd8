"""Buttons and what else may come below a text."""

from __future__ import annotations

from typing import Any

import pytest

from tests.telegram_server import Chat, Person, World
from tests.telegram_server.conftest import Refuses, news
from tests.telegram_server.methods import call


def keyboard(*buttons: Any) -> dict[str, Any]:
    return {"inline_keyboard": [list(buttons)]}


@pytest.mark.parametrize(
    "fields",
    [
        {"callback_data": "x" * 64},
        {"url": "https://e.org/墙"},
        {"url": "tg://user?id=1"},
        {"switch_inline_query": ""},
        {"switch_inline_query_current_chat": "墙"},
        {"switch_inline_query_chosen_chat": {"query": "墙", "allow_group_chats": True}},
        {"copy_text": {"text": "墙" * 256}},
    ],
)
def test_button_of_each_kind_is_kept(world: World, chat: Chat, fields: dict[str, Any]) -> None:
    markup = keyboard({"text": "b", **fields})
    sent = call(world, "sendMessage", {"chat_id": chat.id, "text": "x", "reply_markup": markup})
    assert sent["reply_markup"] == markup


@pytest.mark.parametrize(
    ("button", "words"),
    [
        ({"callback_data": "x"}, 'Can\'t find field "text"'),
        ({"text": " ", "callback_data": "x"}, "Text buttons are unallowed"),
        ({"text": "b"}, "Text buttons are unallowed"),
        ({"text": "b", "callback_data": ""}, "Text buttons are unallowed"),
        ({"text": "b", "callback_data": "墙" * 22}, "BUTTON_DATA_INVALID"),
        ({"text": "b", "callback_data": 5}, 'Field "callback_data" must be of type String'),
        ({"text": "b", "callback_data": "x", "url": "https://e.org"}, "exactly one of the optional fields"),
        ({"text": "b", "url": "ftp://e.org"}, "URL 'ftp://e.org' is invalid"),
        ({"text": "b", "switch_inline_query": "x" * 257}, "BUTTON_DATA_INVALID"),
        ({"text": "b", "switch_inline_query_chosen_chat": {"query": "x"}}, "BUTTON_DATA_INVALID"),
        ({"text": "b", "copy_text": {"text": ""}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"text": "b", "copy_text": {"text": "🙂" * 129}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"text": "b", "copy_text": "x"}, 'Field "copy_text" must be of type Object'),
        ("b", "InlineKeyboardButton must be an Object"),
    ],
)
def test_button_is_refused(chat: Chat, refuses: Refuses, button: Any, words: str) -> None:
    refuses(words, "sendMessage", chat_id=chat.id, text="x", reply_markup=keyboard(button))


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        (keyboard(*[{"text": "b", "callback_data": "x"}] * 9), "reply markup is too long"),
        ({"inline_keyboard": [[{"text": "b", "callback_data": "x"}]] * 101}, "reply markup is too long"),
        ({"inline_keyboard": [{"text": "b", "callback_data": "x"}]}, "must be an Array of Arrays"),
        ("buttons", "object expected as reply markup"),
        ({"selective": True}, "object expected as reply markup"),
        ({"force_reply": True, "input_field_placeholder": ""}, "REPLY_MARKUP_INVALID"),
        ({"force_reply": True, "input_field_placeholder": "墙" * 65}, "REPLY_MARKUP_INVALID"),
        ({"force_reply": True, "selective": "yes"}, 'field "selective" must be of type Boolean'),
    ],
)
def test_markup_is_refused(chat: Chat, refuses: Refuses, markup: Any, words: str) -> None:
    refuses(words, "sendMessage", chat_id=chat.id, text="x", reply_markup=markup)


@pytest.mark.parametrize(
    "markup",
    [
        {"force_reply": True, "selective": True, "input_field_placeholder": "墙" * 64},
        {"remove_keyboard": True, "selective": False},
    ],
)
def test_what_acts_on_the_readers_keyboard_is_no_part_of_the_message(
    world: World, chat: Chat, markup: dict[str, Any]
) -> None:
    sent = call(world, "sendMessage", {"chat_id": chat.id, "text": "x", "reply_markup": markup})
    assert "reply_markup" not in sent
    assert world.markups[sent["message_id"]] == markup


def test_buttons_are_pressed_by_text_or_data(world: World, chat: Chat, mei: Person) -> None:
    markup = keyboard({"text": "更多", "callback_data": "more"}, {"text": "见", "url": "https://e.org"})
    sent = call(world, "sendMessage", {"chat_id": chat.id, "text": "x", "reply_markup": markup})
    for button in ("更多", "more", "v0:old"):
        world.press(sent, button, mei)
    assert [query["data"] for _, query in news(world)] == ["more", "more", "v0:old"]
    with pytest.raises(KeyError):
        world.press(sent, "见", mei)


def test_button_of_an_old_message_comes_without_it(world: World, chat: Chat, mei: Person, refuses: Refuses) -> None:
    markup = keyboard({"text": "更多", "callback_data": "more"})
    sent = call(world, "sendMessage", {"chat_id": chat.id, "text": "x", "reply_markup": markup})
    world.make_inaccessible(sent)
    world.press(sent, "更多", mei)
    [(_, query)] = news(world)
    assert query["message"] == {"chat": sent["chat"], "message_id": sent["message_id"], "date": 0}
    edit = {"chat_id": chat.id, "message_id": sent["message_id"]}
    refuses("message to edit not found", "editMessageText", text="y", **edit)
    refuses("message can't be deleted for everyone", "deleteMessage", **edit)


def test_markup_is_edited_alone(world: World, chat: Chat, refuses: Refuses) -> None:
    markup = keyboard({"text": "b", "callback_data": "x"})
    sent = call(world, "sendMessage", {"chat_id": chat.id, "text": "x", "reply_markup": markup})
    edit = {"chat_id": chat.id, "message_id": sent["message_id"]}
    refuses("message is not modified", "editMessageReplyMarkup", reply_markup=markup, **edit)
    call(world, "editMessageReplyMarkup", edit)
    assert "reply_markup" not in world.said(chat)[0]
    refuses("message is not modified", "editMessageReplyMarkup", **edit)


def test_answers_to_buttons_are_kept_and_checked(world: World, chat: Chat, mei: Person, refuses: Refuses) -> None:
    sent = call(world, "sendMessage", {"chat_id": chat.id, "text": "x"})
    query = world.press(sent, "x", mei)
    refuses("MESSAGE_TOO_LONG", "answerCallbackQuery", callback_query_id=query, text="墙" * 201)
    refuses("URL_INVALID", "answerCallbackQuery", callback_query_id=query, url="https://e.org")
    call(world, "answerCallbackQuery", {"callback_query_id": query, "text": "好", "show_alert": True})
    assert world.wait_callback(query)["text"] == "好"
    late = world.press(sent, "x", mei)
    world.callback_seconds = 0
    refuses("query is too old and response timeout expired", "answerCallbackQuery", callback_query_id=late)


def test_message_that_changed_the_readers_keyboard_is_never_edited(world: World, chat: Chat, refuses: Refuses) -> None:
    sent = call(world, "sendMessage", {"chat_id": chat.id, "text": "x", "reply_markup": {"force_reply": True}})
    refuses("message can't be edited", "editMessageText", chat_id=chat.id, message_id=sent["message_id"], text="y")
