"""What may come with a message below its text: inline buttons, or what the reader's keyboard becomes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.telegram_server.chats import Json
from tests.telegram_server.errors import bad_request
from tests.telegram_server.markup import utf16_length

_MOST_BUTTONS, _MOST_IN_A_ROW = 100, 8
_DATA_BYTES, _COPIED_UNITS, _PLACEHOLDER_UNITS, _SWITCH_UNITS = 64, 256, 64, 256


def inline_keyboard(parameters: Any) -> Json:
    """The ``reply_markup`` that a message keeps; empty, where it has no inline buttons."""
    markup = _object(parameters)
    if "inline_keyboard" not in markup:
        return {}
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    rows = [row for row in rows if row]
    if sum(map(len, rows)) > _MOST_BUTTONS or any(len(row) > _MOST_IN_A_ROW for row in rows):
        raise bad_request("reply markup is too long")
    for button in (button for row in rows for button in row):
        _check_button(button)
    return {"reply_markup": {"inline_keyboard": rows}} if rows else {}


def reader_keyboard(parameters: Any) -> Json:
    """ForceReply or ReplyKeyboardRemove, which act on the reader's keyboard and are no part of the message."""
    markup = _object(parameters)
    if not markup or "inline_keyboard" in markup:
        return {}
    if not (markup.get("force_reply") is True or markup.get("remove_keyboard") is True or markup.get("keyboard")):
        raise bad_request("object expected as reply markup")
    placeholder = markup.get("input_field_placeholder")
    if placeholder is not None and not 1 <= utf16_length(placeholder) <= _PLACEHOLDER_UNITS:
        raise bad_request("REPLY_MARKUP_INVALID")
    if not isinstance(markup.get("selective", False), bool):
        raise bad_request('field "selective" must be of type Boolean')
    return markup


def _object(parameters: Any) -> Json:
    markup = parameters.get("reply_markup")
    if markup is None:
        return {}
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    return markup


def _url(url: str) -> None:
    if not re.fullmatch(r"(https?|tg)://\S+", url):
        raise bad_request(f"inline keyboard button URL '{url}' is invalid: Wrong HTTP URL")


def _callback_data(data: str) -> None:
    if not 1 <= len(data.encode()) <= _DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")


def _switch(query: str) -> None:
    if utf16_length(query) > _SWITCH_UNITS:
        raise bad_request("BUTTON_DATA_INVALID")


def _switch_chosen(chosen: Any) -> None:
    if not isinstance(chosen, dict):
        raise _unreadable('Field "switch_inline_query_chosen_chat" must be of type Object')
    kinds = ("allow_user_chats", "allow_bot_chats", "allow_group_chats", "allow_channel_chats")
    if not any(chosen.get(kind) for kind in kinds):
        raise bad_request("BUTTON_DATA_INVALID")
    _switch(chosen.get("query", ""))


def _copy_text(copied: Any) -> None:
    if not isinstance(copied, dict) or not isinstance(copied.get("text"), str):
        raise _unreadable('Field "copy_text" must be of type Object')
    if not 1 <= utf16_length(copied["text"]) <= _COPIED_UNITS:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")


_KINDS: dict[str, Callable[[Any], None]] = {
    "url": _url,
    "callback_data": _callback_data,
    "switch_inline_query": _switch,
    "switch_inline_query_current_chat": _switch,
    "switch_inline_query_chosen_chat": _switch_chosen,
    "copy_text": _copy_text,
}
_OBJECTS = frozenset({"switch_inline_query_chosen_chat", "copy_text"})


def _check_button(button: Any) -> None:
    if not isinstance(button, dict):
        raise _unreadable("InlineKeyboardButton must be an Object")
    if not isinstance(button.get("text"), str):
        raise _unreadable('Can\'t find field "text"')
    if not button["text"].strip():
        raise _unreadable("Text buttons are unallowed in the inline keyboard")
    kinds = [kind for kind in _KINDS if kind in button]
    if not kinds or button.get("callback_data") == "":
        raise _unreadable("Text buttons are unallowed in the inline keyboard")
    if len(kinds) > 1:
        raise _unreadable("exactly one of the optional fields must be used")
    [kind] = kinds
    if kind not in _OBJECTS and not isinstance(button[kind], str):
        raise _unreadable(f'Field "{kind}" must be of type String')
    _KINDS[kind](button[kind])


def _unreadable(reason: str) -> Exception:
    return bad_request(f"can't parse inline keyboard button: {reason}")
