"""What Telegram shows of the bot: commands by scope and language, and descriptions."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from bot.profile import publish_commands_of, publish_profile
from nowall.answers import Language
from nowall.texts import say
from tests.telegram_server import Fault, Person, TelegramServer, World
from tests.telegram_server.errors import bad_request

EVERYONE = ["ask", "quote", "who", "timeline", "topics", "sources", "random"]
CODES = {"": Language.EN, "en": Language.EN, "zh": Language.ZH_HANS}
OWNER = Person(42, "Boss")


@pytest.fixture
async def bot(telegram: TelegramServer) -> AsyncIterator[Bot]:
    async with Bot(telegram.token, base_url=telegram.base_url) as bot:
        yield bot


def names(world: World, scope: str, code: str = "") -> list[str]:
    return [command["command"] for command in world.profile["commands"].get((scope, code), [])]


@pytest.mark.parametrize("code", CODES)
async def test_each_scope_lists_what_its_people_may_use_in_their_language(world: World, bot: Bot, code: str) -> None:
    await publish_profile(bot, {})
    assert names(world, "default", code) == [*EVERYONE, "help"]
    assert names(world, "all_group_chats", code) == [*EVERYONE, "help"]
    assert names(world, "all_chat_administrators", code) == [*EVERYONE, "settings", "help"]
    assert names(world, "all_private_chats", code) == [*EVERYONE, "settings", "privacy", "help", "start"]
    described = world.profile["commands"]["all_private_chats", code][0]["description"]
    assert described == say(CODES[code], "bot.command_ask")
    assert world.profile["description"]["default", code] == say(CODES[code], "bot.description")
    assert world.profile["short_description"]["default", code] == say(CODES[code], "bot.short_description")


async def test_owner_is_shown_commands_of_owners_in_the_language_that_was_set(world: World, bot: Bot) -> None:
    world.private(OWNER)
    await publish_profile(bot, {OWNER.id: Language.ZH_HANT})
    for code in CODES:
        listed = world.profile["commands"][f"chat {OWNER.id}", code]
        assert [each["command"] for each in listed][-4:] == ["gaps", "stats", "add", "remove"]
        assert listed[0]["description"] == say(Language.ZH_HANT, "bot.command_ask")


async def test_owner_whom_the_bot_does_not_know_yet_keeps_nothing_from_being_published(world: World, bot: Bot) -> None:
    await publish_profile(bot, {OWNER.id: None, 43: None})
    assert names(world, "default", "zh")
    assert not names(world, f"chat {OWNER.id}")


async def test_what_is_there_already_is_not_written_again(world: World, bot: Bot) -> None:
    world.private(OWNER)
    await publish_profile(bot, {OWNER.id: None})
    written = len(world.calls)
    await publish_profile(bot, {OWNER.id: None})
    again = {call.method.lower() for call in list(world.calls)[written:]}
    assert not any(method.startswith("set") for method in again)


async def test_one_refusal_does_not_stop_the_others(world: World, bot: Bot) -> None:
    world.break_next("setMyCommands", Fault(error=bad_request("BOT_COMMAND_INVALID")))
    world.break_next("setMyDescription", Fault(error=bad_request("DESCRIPTION_TOO_LONG")))
    await publish_profile(bot, {})
    assert len(world.profile["commands"]) == 11
    assert len(world.profile["description"]) == 2


async def test_chat_without_a_language_of_its_own_goes_back_to_what_holds_everywhere(world: World, bot: Bot) -> None:
    group = world.group()
    for chat in (world.private(OWNER).id, group.id):
        await publish_commands_of(bot, chat, Language.EN)
    assert len(world.profile["commands"]) == 3
    for chat in (OWNER.id, group.id):
        await publish_commands_of(bot, chat, None)
    assert not world.profile["commands"]


async def test_owner_without_a_language_of_their_own_keeps_the_commands_of_owners(world: World, bot: Bot) -> None:
    world.private(OWNER)
    await publish_commands_of(bot, OWNER.id, None, owner=True)
    assert "gaps" in names(world, f"chat {OWNER.id}", "zh")


async def test_chat_that_is_gone_is_no_error(world: World, bot: Bot) -> None:
    for language in (None, Language.EN):
        await publish_commands_of(bot, -5, language)
    assert not world.profile["commands"]
