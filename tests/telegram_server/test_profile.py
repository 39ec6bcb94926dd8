"""Commands per scope and language, and what else is told about the bot."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeChatAdministrators,
    BotCommandScopeChatMember,
)  # fmt: skip

from tests.telegram_server import Chat, Person, TelegramServer, World
from tests.telegram_server.conftest import Refuses
from tests.telegram_server.methods import call

ASK = [{"command": "ask", "description": "问"}]


async def test_every_scope_and_language_is_a_place_of_its_own(server: TelegramServer, bot: Bot, mei: Person) -> None:
    group, chat = server.world.group(), server.world.private(mei)
    scopes = (
        None,
        BotCommandScopeAllPrivateChats(),
        BotCommandScopeAllGroupChats(),
        BotCommandScopeAllChatAdministrators(),
        BotCommandScopeChat(chat.id),
        BotCommandScopeChatAdministrators(group.id),
        BotCommandScopeChatMember(group.id, mei.id),
    )
    for number, scope in enumerate(scopes):
        await bot.set_my_commands([BotCommand(f"c{number}", "x")], scope=scope, language_code="zh")
    for number, scope in enumerate(scopes):
        [command] = await bot.get_my_commands(scope=scope, language_code="zh")
        assert command.command == f"c{number}"
        assert await bot.get_my_commands(scope=scope) == ()
        await bot.delete_my_commands(scope=scope, language_code="zh")
        assert await bot.get_my_commands(scope=scope, language_code="zh") == ()


@pytest.mark.parametrize(
    ("scope", "words"),
    [
        ({"type": "everywhere"}, "Unsupported type specified"),
        ({"type": "chat"}, "Empty chat_id specified"),
        ({"type": "chat", "chat_id": 99}, "chat not found"),
        ({"type": "chat_member", "chat_id": 1}, "Invalid user_id specified"),
        ({"type": "chat_administrators", "chat_id": 1}, "can't use specified scope in private chats"),
        ({"type": "chat_member", "chat_id": 1, "user_id": 1}, "can't use specified scope in private chats"),
        ({"type": "chat", "chat_id": -3}, "can't change commands in channel chats"),
    ],
)
def test_scope_is_refused(world: World, chat: Chat, refuses: Refuses, scope: dict[str, Any], words: str) -> None:
    world.channel(-3)
    for method in ("setMyCommands", "getMyCommands", "deleteMyCommands"):
        refuses(words, method, commands=ASK, scope=scope)


@pytest.mark.parametrize("language", ["zh-hans", "ZH", "z", "zho"])
@pytest.mark.parametrize("method", ["setMyCommands", "getMyCommands", "setMyDescription", "getMyName"])
def test_languages_have_two_letters(refuses: Refuses, method: str, language: str) -> None:
    refuses("invalid language code specified", method, commands=ASK, language_code=language)


@pytest.mark.parametrize(
    ("commands", "words"),
    [
        ([{"command": "Ask", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "墙", "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "x" * 33, "description": "x"}], "BOT_COMMAND_INVALID"),
        ([{"command": "ask", "description": ""}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": "ask", "description": "墙" * 257}], "BOT_COMMAND_DESCRIPTION_INVALID"),
        ([{"command": "ask"}], "can't parse BotCommand"),
        (ASK * 101, "BOT_COMMANDS_TOO_MUCH"),
        ("ask", "expected an Array of BotCommand"),
    ],
)
def test_commands_are_refused(refuses: Refuses, commands: Any, words: str) -> None:
    refuses(words, "setMyCommands", commands=commands)


def test_commands_of_a_chat_that_was_left_are_refused(world: World, group: Chat, mei: Person, refuses: Refuses) -> None:
    world.place(group, "left", mei)
    refuses("bot is not a member", "setMyCommands", 403, commands=ASK, scope={"type": "chat", "chat_id": group.id})


def test_no_commands_delete_what_was_there(world: World) -> None:
    call(world, "setMyCommands", {"commands": ASK})
    call(world, "setMyCommands", {"commands": []})
    assert not world.profile["commands"]


async def test_name_and_descriptions_are_told_per_language(server: TelegramServer, bot: Bot) -> None:
    assert (await bot.get_my_name()).name == "News"
    await bot.set_my_name("新闻", language_code="zh")
    assert (await bot.get_my_name("zh")).name == "新闻"
    await bot.set_my_description("x")
    assert (await bot.get_my_description()).description == "x"
    assert (await bot.get_my_description("zh")).description == ""


def test_name_and_descriptions_have_limits(refuses: Refuses) -> None:
    refuses("NAME_TOO_LONG", "setMyName", name="x" * 65)
    refuses("DESCRIPTION_TOO_LONG", "setMyDescription", description="x" * 513)
    refuses("SHORT_DESCRIPTION_TOO_LONG", "setMyShortDescription", short_description="x" * 121)
