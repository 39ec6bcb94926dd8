"""/settings: who may change what, what comes of it, and that it lasts."""

from __future__ import annotations

from typing import Any

import pytest

from bot.commands import COMMANDS
from bot.state.preferences import Preferences, preferences_of
from nowall.answers import Language
from nowall.database import Writer
from nowall.texts import say
from tests.bot.conftest import Serve
from tests.bot.handlers.conftest import Choose
from tests.bot.waiting import answered, pressed, quiet, shown, until, words
from tests.telegram_server import AnonymousAdmin, AsChannel, Chat, Person, World
from tests.telegram_server.chats import ANONYMOUS_ADMIN

pytestmark = pytest.mark.filterwarnings("ignore:Please use 'Bot.getUpdates'")
LI = Person(1002, "Li")
BOSS = Person(1003, "Boss")
Message = dict[str, Any]


@pytest.fixture
def group(world: World) -> Chat:
    group = world.group()
    world.set_member(group, BOSS, "administrator")
    return group


def sentence(key: str, language: Language = Language.ZH_HANS) -> str:
    return say(language, f"bot.{key}")


def kept(writer: Writer, chat: Chat) -> Preferences:
    return writer.submit(lambda connection: preferences_of(connection, chat.id)).result()


def ticked(message: Message) -> list[str]:
    return [word for word in words(message) if word.startswith("✓")]


def asked_about(world: World) -> list[int]:
    """Whose place in a group Telegram was asked for."""
    return [int(call.parameters["user_id"]) for call in world.made("getChatMember")]


async def test_everyone_sets_their_private_chat_and_it_lasts(
    world: World, mei: Person, chat: Chat, serving: Serve, writer: Writer
) -> None:
    await serving()
    page = await answered(world, chat, "/settings", mei)
    assert ticked(page) == ["✓ 语言：自动", "✓ 出处：详细", "✓ 网页预览：关"]
    assert await pressed(world, page, "出处：简短", mei) == sentence("settings_kept")
    await shown(world, page, lambda now: "✓ 出处：简短" in words(now))
    assert kept(writer, chat) == Preferences(long_sources=False)
    answer = await answered(world, chat, "撞墙了吗", mei)
    assert answer["text"].endswith("[1] 36氪, 2024-11-14")
    await serving.stop()
    await serving()
    assert (await answered(world, chat, "撞墙了吗", mei))["text"] == answer["text"]


async def test_language_holds_for_the_page_the_sentences_and_the_commands_of_the_chat(
    world: World, mei: Person, chat: Chat, serving: Serve
) -> None:
    await serving()
    page = await answered(world, chat, "/settings", mei)
    await pressed(world, page, "繁体", mei)
    await shown(world, page, lambda now: sentence("settings_head", Language.ZH_HANT) in now["text"])
    own = (f"chat {chat.id}", "")
    await until(world, lambda: own in world.profile["commands"])
    described = {each["command"]: each["description"] for each in world.profile["commands"][own]}
    assert described["quote"] == sentence("command_quote", Language.ZH_HANT)
    assert {"settings", "privacy"} <= set(described)
    assert "gaps" not in described
    assert (await answered(world, chat, "/ask", mei))["text"] == sentence("prompt_ask", Language.ZH_HANT)
    await pressed(world, page, "v1:z:language-auto", mei)
    await until(world, lambda: own not in world.profile["commands"])
    assert (await answered(world, chat, "/ask", mei))["text"] == sentence("prompt_ask")


async def test_owner_keeps_the_commands_of_owners_in_any_language(
    world: World, mei: Person, chat: Chat, serving: Serve
) -> None:
    await serving(owners=[mei.id])
    own = (f"chat {chat.id}", "zh")

    def quote() -> str:
        commands = {each["command"]: each["description"] for each in world.profile["commands"].get(own, [])}
        return commands.get("quote", "") if len(commands) == len(COMMANDS) else ""

    await until(world, lambda: quote() == sentence("command_quote"))
    page = await answered(world, chat, "/settings", mei)
    await pressed(world, page, "繁体", mei)
    await until(world, lambda: quote() == sentence("command_quote", Language.ZH_HANT))
    await serving.stop()
    calls = len(world.made("getMyShortDescription"))
    await serving(owners=[mei.id])
    await until(world, lambda: len(world.made("getMyShortDescription")) == calls + 3)
    await answered(world, chat, "/help", mei)
    await quiet(world)
    assert quote() == sentence("command_quote", Language.ZH_HANT)


async def test_admin_of_a_group_sets_it_and_others_see_why_they_may_not(
    world: World, mei: Person, group: Chat, serving: Serve, writer: Writer
) -> None:
    await serving()
    refused = await answered(world, group, "/settings@newsbot", LI)
    assert refused["text"] == sentence("admins_only")
    page = await answered(world, group, "/settings@newsbot", BOSS)
    assert "✓ 提及和回复" in words(page)
    assert sentence("settings_privacy_mode") in page["text"]
    query = world.press(page, "仅命令", LI)
    told = await until(world, lambda: world.callback_answers.get(query))
    assert (told["text"], bool(told["show_alert"])) == (sentence("admins_only"), True)
    assert kept(writer, group) == Preferences()
    assert await pressed(world, page, "仅命令", BOSS) == sentence("settings_kept")
    await shown(world, page, lambda now: "✓ 仅命令" in words(now))
    answer = await answered(world, group, "/ask@newsbot 撞墙了吗", mei)
    world.say(group, "他呢", mei, reply_to_message=answer)
    await quiet(world)
    assert world.said(group)[-1]["message_id"] == answer["message_id"]


async def test_admin_who_speaks_as_the_group_is_one_and_as_a_channel_is_none(
    world: World, group: Chat, serving: Serve
) -> None:
    await serving()
    page = await answered(world, group, "/settings@newsbot", AnonymousAdmin())
    assert "✓ 提及和回复" in words(page)
    assert ANONYMOUS_ADMIN["id"] not in asked_about(world)
    channel = AsChannel(world.channel())
    refused = await answered(world, group, "/settings@newsbot", channel)
    assert refused["text"] == sentence("admins_only")


async def test_group_whose_members_telegram_hides_is_told_politely(
    world: World, group: Chat, serving: Serve, writer: Writer
) -> None:
    group.hidden_members = True
    await serving()
    assert (await answered(world, group, "/settings@newsbot", BOSS))["text"] == sentence("admins_only")
    page = await answered(world, group, "/settings@newsbot", AnonymousAdmin())
    assert await pressed(world, page, "仅命令", BOSS) == sentence("admins_only")
    assert kept(writer, group) == Preferences()


async def test_who_is_an_admin_is_asked_once_a_minute(world: World, group: Chat, serving: Serve) -> None:
    await serving()
    page = await answered(world, group, "/settings@newsbot", BOSS)
    for choice in ("仅命令", "所有问题"):
        await pressed(world, page, choice, BOSS)
    assert asked_about(world).count(BOSS.id) == 1


async def test_language_of_a_group_leaves_settings_to_its_admins(world: World, group: Chat, serving: Serve) -> None:
    await serving()
    page = await answered(world, group, "/settings@newsbot", BOSS)
    await pressed(world, page, "繁体", BOSS)
    scopes = {"chat": (f"chat {group.id}", ""), "admins": (f"chat_administrators {group.id}", "")}
    await until(world, lambda: set(scopes.values()) <= set(world.profile["commands"]))
    names = {who: {each["command"] for each in world.profile["commands"][scope]} for who, scope in scopes.items()}
    assert names["admins"] - names["chat"] == {"settings"}
    await pressed(world, page, "v1:z:language-auto", BOSS)
    await until(world, lambda: not set(scopes.values()) & set(world.profile["commands"]))


@pytest.mark.parametrize("choice", ["v1:z:language-fr", "v1:z:colour-red", "v1:z"])
async def test_choice_that_there_is_not_is_outdated(
    world: World, mei: Person, chat: Chat, serving: Serve, writer: Writer, *, choice: str
) -> None:
    await serving()
    page = await answered(world, chat, "/settings", mei)
    assert await pressed(world, page, choice, mei) == sentence("outdated")
    assert kept(writer, chat) == Preferences()


async def test_same_choice_twice_is_no_error(world: World, mei: Person, chat: Chat, serving: Serve) -> None:
    await serving()
    page = await answered(world, chat, "/settings", mei)
    for _ in range(2):
        assert await pressed(world, page, "English", mei)
    await shown(world, page, lambda now: "✓ English" in words(now))


async def test_previews_are_shown_where_they_are_wished_for(
    world: World, mei: Person, chat: Chat, serving: Serve, choose: Choose
) -> None:
    choose(chat, Preferences(previews=True))
    await serving()
    answer = await answered(world, chat, "Orion 呢", mei)
    assert answer["link_preview_options"]["url"] == "https://example.org/orion?a=1&b=2"
    assert not answer["link_preview_options"].get("is_disabled")
    none = await answered(world, chat, "撞墙了吗", mei)
    assert none["link_preview_options"]["is_disabled"] is True
