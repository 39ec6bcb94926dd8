"""Methods about the bot itself: who it is, its commands and descriptions."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from tests.telegram_server.chats import Json
from tests.telegram_server.errors import bad_request
from tests.telegram_server.markup import utf16_length
from tests.telegram_server.world import World

_EVERYWHERE = frozenset({"default", "all_private_chats", "all_group_chats", "all_chat_administrators"})
_ONE_CHAT = frozenset({"chat", "chat_administrators", "chat_member"})
_MOST_COMMANDS = 100


def get_me(world: World, _: Json) -> Json:
    """Who the bot is."""
    abilities = {"can_join_groups": True, "can_read_all_group_messages": world.reads_all}
    return world.bot | abilities | {"supports_inline_queries": world.supports_inline}


def set_my_commands(world: World, parameters: Json) -> bool:
    """Register commands for a scope and a language; none are the same as deleting."""
    commands = parameters.get("commands") or []
    if not isinstance(commands, list):
        raise bad_request("expected an Array of BotCommand")
    if len(commands) > _MOST_COMMANDS:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        _check_command(command)
    key = _scope(world, parameters)
    if commands:
        world.profile["commands"][key] = commands
    else:
        world.profile["commands"].pop(key, None)
    return True


def get_my_commands(world: World, parameters: Json) -> list[dict[str, str]]:
    """What is registered for exactly this scope and language."""
    commands: list[dict[str, str]] = world.profile["commands"].get(_scope(world, parameters), [])
    return commands


def delete_my_commands(world: World, parameters: Json) -> bool:
    """Register nothing for a scope and a language."""
    world.profile["commands"].pop(_scope(world, parameters), None)
    return True


def profile_text(
    name: str, field: str, limit: int, default: Callable[[World], str] = lambda _: ""
) -> tuple[Callable[[World, Json], bool], Callable[[World, Json], dict[str, str]]]:
    """The methods that set and get a text per language, of at most so many UTF-16 units."""

    def setter(world: World, parameters: Json) -> bool:
        text, language = parameters.get(field) or "", _language(parameters)
        if utf16_length(text) > limit:
            raise bad_request(f"{name.upper()}_TOO_LONG")
        world.profile[name]["default", language] = text
        return True

    def getter(world: World, parameters: Json) -> dict[str, str]:
        text = world.profile[name].get(("default", _language(parameters)))
        return {field: text or default(world)}

    return setter, getter


def _check_command(command: Any) -> None:
    if not isinstance(command, dict) or "command" not in command or "description" not in command:
        raise bad_request("can't parse BotCommand: expected an Object")
    if not re.fullmatch(r"[a-z0-9_]{1,32}", command["command"]):
        raise bad_request("BOT_COMMAND_INVALID")
    if not 1 <= utf16_length(command["description"]) <= 256:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")


def _language(parameters: Json) -> str:
    language = str(parameters.get("language_code") or "")
    if language and not re.fullmatch(r"[a-z]{2}", language):
        raise bad_request("invalid language code specified")
    return language


def _scope(world: World, parameters: Json) -> tuple[str, str]:
    """The key under which commands are kept: the scope in words, and the language."""
    language = _language(parameters)
    scope = parameters.get("scope") or {"type": "default"}
    kind = scope.get("type") if isinstance(scope, dict) else None
    if kind in _EVERYWHERE:
        return str(kind), language
    if kind not in _ONE_CHAT:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    if scope.get("chat_id") in {None, ""}:
        raise bad_request("can't parse BotCommandScope: Empty chat_id specified")
    user = int(scope.get("user_id") or 0)
    if kind == "chat_member" and user <= 0:
        raise bad_request("can't parse BotCommandScope: Invalid user_id specified")
    chat = world.chat_for(scope["chat_id"], "edit")
    if chat.type == "private" and kind != "chat":
        raise bad_request("can't use specified scope in private chats")
    if chat.type == "channel":
        raise bad_request("can't change commands in channel chats")
    return f"{kind} {chat.id}" + (f" {user}" if kind == "chat_member" else ""), language
