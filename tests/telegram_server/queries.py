"""Methods that answer what somebody waits for: a pressed button, an inline query."""

from __future__ import annotations

import re
import time
from typing import Any

from tests.telegram_server.chats import Json
from tests.telegram_server.errors import ApiError, bad_request
from tests.telegram_server.keyboards import inline_keyboard
from tests.telegram_server.markup import utf16_length
from tests.telegram_server.text import link_preview, message_text
from tests.telegram_server.world import World

_MOST_RESULTS = 50
_ID_BYTES, _OFFSET_BYTES = 64, 64
_ANSWER_UNITS = 200
_LONGEST_CACHE = 24 * 60 * 60
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def answer_callback_query(world: World, parameters: Json) -> bool:
    """Stop the button's spinner."""
    identifier = str(parameters.get("callback_query_id"))
    opened = world.open_callbacks.get(identifier)
    if opened is None or time.monotonic() - opened > world.callback_seconds:
        raise bad_request(_TOO_OLD)
    if utf16_length(parameters.get("text") or "") > _ANSWER_UNITS:
        raise bad_request("MESSAGE_TOO_LONG")
    url = parameters.get("url")
    if url and not re.match(rf"(https://t\.me/{world.bot['username']}|tg://resolve)\?", url):
        raise bad_request("URL_INVALID")
    del world.open_callbacks[identifier]
    world.remember(world.callback_answers, identifier, dict(parameters))
    return True


def answer_inline_query(world: World, parameters: Json) -> bool:
    """Offer results for what somebody typed behind the bot's name."""
    results = parameters.get("results") or []
    if not isinstance(results, list):
        raise bad_request("expected an Array of inline query results")
    if len(results) > _MOST_RESULTS:
        raise bad_request("too many inline query results specified")
    checked = [_result(result) for result in results]
    if len({result["id"] for result in checked}) < len(checked):
        raise bad_request("RESULT_ID_DUPLICATE")
    if len((parameters.get("next_offset") or "").encode()) > _OFFSET_BYTES:
        raise bad_request("NEXT_OFFSET_INVALID")
    _check_button(parameters.get("button"))
    identifier = str(parameters.get("inline_query_id"))
    opened, query = world.open_inline.get(identifier, (0.0, {}))
    if not query or time.monotonic() - opened > world.inline_seconds:
        raise bad_request(_TOO_OLD)
    del world.open_inline[identifier]
    cache = min(max(int(parameters.get("cache_time", 300)), 0), _LONGEST_CACHE)
    answer = {"results": checked, "cache_time": cache, "query": query["query"], "offset": query["offset"]}
    personal = parameters.get("is_personal") in {True, "true", "True"}
    rest = {"next_offset": parameters.get("next_offset") or "", "button": parameters.get("button")}
    world.remember(world.inline_answers, identifier, answer | rest | {"is_personal": personal})
    return True


def _result(result: Any) -> Json:
    """A result with the ``message`` that it becomes when somebody chooses it."""
    if not isinstance(result, dict):
        raise _unreadable("Inline query result must be an object")
    kind = _required(result, "type")
    identifier = _required(result, "id")
    if kind.lower() != "article":
        raise _unreadable(f'type "{kind}" is unsupported for the inline query result')
    try:
        content = result.get("input_message_content")
        if not isinstance(content, dict):
            raise bad_request('Can\'t find field "message_text"')
        message = message_text(content, "message_text") | link_preview(content)
    except ApiError as error:
        raise _unreadable(error.description.removeprefix("Bad Request: ")) from None
    title = _required(result, "title")
    if not 1 <= len(identifier.encode()) <= _ID_BYTES:
        raise bad_request("RESULT_ID_INVALID")
    if not title.strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")
    if result.get("reply_markup") is not None and "inline_keyboard" not in result["reply_markup"]:
        raise _unreadable("Inline keyboard expected")
    return result | {"message": message | inline_keyboard(result)}


def _check_button(button: Any) -> None:
    if button is None:
        return
    prefix = "can't parse inline query results button: "
    if not isinstance(button, dict):
        raise bad_request(f"{prefix}InlineQueryResultsButton must be an Object")
    if not isinstance(button.get("text"), str):
        raise bad_request(f'{prefix}Can\'t find field "text"')
    if not isinstance(button.get("start_parameter"), str):
        raise bad_request(f"{prefix}InlineQueryResultsButton must have exactly one optional field")
    if not button["text"]:
        raise bad_request("SWITCH_PM_TEXT_EMPTY")
    if not button["start_parameter"]:
        raise bad_request("START_PARAM_EMPTY")
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", button["start_parameter"]):
        raise bad_request("START_PARAM_INVALID")


def _required(fields: Json, name: str) -> str:
    if name not in fields:
        raise _unreadable(f'Can\'t find field "{name}"')
    if not isinstance(fields[name], str):
        raise _unreadable(f'Field "{name}" must be of type String')
    return str(fields[name])


def _unreadable(reason: str) -> ApiError:
    return bad_request(f"can't parse inline query result: {reason}")
