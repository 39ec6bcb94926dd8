"""The Bot API's methods that the bot uses, as strict as Telegram: what it refuses is refused in its words."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from typing import Any

from tests.telegram_server.errors import ApiError, bad_request
from tests.telegram_server.markup import detect_entities, parse_html, utf16_length
from tests.telegram_server.world import Chat, World

Parameters = Mapping[str, Any]
CALLBACK_LIFETIME = 15.0
LARGEST_FILE = 20_000_000


def get_me(world: World, _: Parameters) -> dict[str, Any]:
    """Who the bot is."""
    abilities = {"can_join_groups": True, "can_read_all_group_messages": world.reads_all}
    return world.bot | abilities | {"supports_inline_queries": False}


def send_message(world: World, parameters: Parameters) -> dict[str, Any]:
    """Create a message."""
    chat = world.chat_for(parameters.get("chat_id"))
    text, entities = _text(parameters)
    fields: dict[str, Any] = {"from": world.bot, "text": text}
    if entities:
        fields["entities"] = entities
    if replied := _replied(chat, parameters):
        fields["reply_to_message"] = {k: v for k, v in replied.items() if k != "reply_to_message"}
    if (thread := parameters.get("message_thread_id")) is not None:
        fields |= {"message_thread_id": int(thread), "is_topic_message": True}
    if markup := _keyboard(parameters):
        fields["reply_markup"] = markup
    return world.add_message(chat, fields)


def edit_message_text(world: World, parameters: Parameters) -> dict[str, Any]:
    """Change a message of the bot's."""
    chat = world.chat_for(parameters.get("chat_id"))
    text, entities = _text(parameters)
    message = chat.messages.get(int(parameters.get("message_id", 0)))
    if message is None:
        raise bad_request("message to edit not found")
    if message["from"]["id"] != world.bot["id"]:
        raise bad_request("message can't be edited")
    fresh = {"text": text, "entities": entities, "reply_markup": _keyboard(parameters)}
    if all(message.get(name) == (value or None) for name, value in fresh.items()):
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly the same as a "
            "current content and reply markup of the message"
        )
    for name, value in fresh.items():
        message.pop(name, None)
        if value:
            message[name] = value
    message["edit_date"] = int(time.time())
    return message


def answer_callback_query(world: World, parameters: Parameters) -> bool:
    """Stop the button's spinner."""
    opened = world.open_callbacks.pop(str(parameters.get("callback_query_id")), None)
    if opened is None or time.monotonic() - opened > CALLBACK_LIFETIME:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if utf16_length(parameters.get("text") or "") > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    return True


def set_my_commands(world: World, parameters: Parameters) -> bool:
    """Register commands for a scope and a language."""
    commands = parameters.get("commands") or []
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= len(command["description"]) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    world.profile["commands"][_scope(world, parameters)] = commands
    return True


def get_my_commands(world: World, parameters: Parameters) -> list[dict[str, str]]:
    """What is registered."""
    commands: list[dict[str, str]] = world.profile["commands"].get(_scope(world, parameters), [])
    return commands


def _profile_text(name: str, field: str, limit: int) -> tuple[Method, Method]:
    def setter(world: World, parameters: Parameters) -> bool:
        text = parameters.get(field) or ""
        if utf16_length(text) > limit:
            raise bad_request(f"{name.upper()}_TOO_LONG")
        world.profile[name][_scope(world, parameters)] = text
        return True

    def getter(world: World, parameters: Parameters) -> dict[str, str]:
        return {field: world.profile[name].get(_scope(world, parameters), "")}

    return setter, getter


def delete_webhook(world: World, _: Parameters) -> bool:
    """Go back to polling."""
    world.webhook_url = ""
    return True


def get_webhook_info(world: World, _: Parameters) -> dict[str, Any]:
    """Whether a webhook is set."""
    return {
        "url": world.webhook_url,
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates),
    }


def send_chat_action(world: World, parameters: Parameters) -> bool:
    """Show "typing"."""
    world.chat_for(parameters.get("chat_id"))
    return True


def get_file(world: World, parameters: Parameters) -> dict[str, Any]:
    """Prepare a file for its download."""
    identifier = parameters.get("file_id") or ""
    data = world.files.get(identifier)
    if data is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(data) > LARGEST_FILE:
        raise bad_request("file is too big")
    path = f"documents/{identifier}"
    return {"file_id": identifier, "file_unique_id": identifier, "file_size": len(data), "file_path": path}


def _scope(world: World, parameters: Parameters) -> tuple[str, str]:
    language = parameters.get("language_code") or ""
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad_request("LANGUAGE_CODE_INVALID")
    scope = parameters.get("scope") or {"type": "default"}
    if scope["type"] == "chat":
        return f"chat {world.chat_for(scope.get('chat_id')).id}", language
    return scope["type"], language


def _text(parameters: Parameters) -> tuple[str, list[dict[str, Any]]]:
    source = parameters.get("text") or ""
    if len(source.encode()) > 32_768:
        raise bad_request("message is too long")
    mode = (parameters.get("parse_mode") or "").lower()
    if mode not in {"", "html"}:
        raise bad_request("unsupported parse_mode")
    text, entities = parse_html(source) if mode else (source, [])
    if not text.strip():
        raise bad_request("message text is empty")
    if utf16_length(text) > 4096:
        raise bad_request("message is too long")
    links = {e["offset"] for e in entities}
    entities += [e for e in detect_entities(text) if e["offset"] not in links]
    return text.strip(), entities[:100]


def _replied(chat: Chat, parameters: Parameters) -> dict[str, Any] | None:
    reply = parameters.get("reply_parameters") or {}
    target = reply.get("message_id") or parameters.get("reply_to_message_id")
    if target is None:
        return None
    message = chat.messages.get(int(target))
    allowed = reply.get("allow_sending_without_reply") or parameters.get("allow_sending_without_reply")
    if message is None and allowed not in {True, "true", "True"}:
        raise bad_request("message to be replied not found")
    return message


def _keyboard(parameters: Parameters) -> dict[str, Any] | None:
    markup: dict[str, Any] | None = parameters.get("reply_markup")
    if not markup or "inline_keyboard" not in markup:
        return None
    rows = [row for row in markup["inline_keyboard"] if row]
    if sum(map(len, rows)) > 100 or any(len(row) > 8 for row in rows):
        raise bad_request("reply markup is too long")
    for button in (button for row in rows for button in row):
        _check_button(button)
    return {"inline_keyboard": rows} if rows else None


def _check_button(button: Mapping[str, Any]) -> None:
    if not button.get("text", "").strip():
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
    if "url" in button:
        if not re.match(r"(https?|tg)://[^\s]+\.?[^\s]*$", button["url"]):
            raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
    elif "callback_data" in button:
        if not 1 <= len(button["callback_data"].encode()) <= 64:
            raise bad_request("BUTTON_DATA_INVALID")
    else:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")


Method = Callable[[World, Parameters], Any]
_set_description, _get_description = _profile_text("description", "description", 512)
_set_short, _get_short = _profile_text("short_description", "short_description", 120)

METHODS: dict[str, Method] = {
    "getme": get_me,
    "sendmessage": send_message,
    "editmessagetext": edit_message_text,
    "answercallbackquery": answer_callback_query,
    "setmycommands": set_my_commands,
    "getmycommands": get_my_commands,
    "setmydescription": _set_description,
    "getmydescription": _get_description,
    "setmyshortdescription": _set_short,
    "getmyshortdescription": _get_short,
    "deletewebhook": delete_webhook,
    "getwebhookinfo": get_webhook_info,
    "sendchataction": send_chat_action,
    "getfile": get_file,
}


def call(world: World, method: str, parameters: Parameters) -> Any:
    """Run a method by its name, in any case, as Telegram does."""
    function = METHODS.get(method.lower())
    if function is None:
        raise ApiError(404, "Not Found: method not found")
    with world.changed:
        result = function(world, parameters)
        world.changed.notify_all()
    return result
