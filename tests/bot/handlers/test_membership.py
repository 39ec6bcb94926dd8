"""Where the bot is: greeted once, forgotten when it goes, followed when a group moves."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from bot.state.preferences import Listens, Preferences, preferences_of
from nowall.answers import Language
from nowall.database import Writer
from nowall.texts import say
from tests.bot.conftest import Serve
from tests.bot.handlers.conftest import Choose
from tests.bot.waiting import answered, outcomes, pressed, quiet, said
from tests.telegram_server import Chat, Fault, Person, World

pytestmark = pytest.mark.filterwarnings("ignore:Please use 'Bot.getUpdates'")


def sentence(key: str, language: Language = Language.ZH_HANS) -> str:
    return say(language, f"bot.{key}", username="newsbot")


def chats(writer: Writer) -> dict[int, bool]:
    rows = writer.submit(lambda c: c.exec_driver_sql("SELECT chat, active FROM chats").fetchall()).result()
    return {chat: bool(active) for chat, active in rows}


def kept(writer: Writer, table: str) -> int:
    return writer.submit(lambda c: int(c.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())).result()


@pytest.mark.parametrize(("reads_all", "key"), [(False, "joined"), (True, "joined_open")])
async def test_group_is_greeted_once_with_what_the_bot_can_hear_there(
    world: World, mei: Person, serving: Serve, *, reads_all: bool, key: str
) -> None:
    world.reads_all = reads_all
    await serving()
    group = world.group()
    world.membership(group, mei, "left", "member")
    [greeting] = await said(world, group)
    assert greeting["text"] == sentence(key)
    world.membership(group, mei, "member", "administrator")
    world.membership(group, mei, "administrator", "member")
    await quiet(world)
    assert len(world.said(group)) == 1


async def test_greeting_is_in_the_language_of_who_added_the_bot(world: World, serving: Serve) -> None:
    await serving()
    group = world.group()
    world.membership(group, Person(5, "John", "en"), "left", "member")
    assert (await said(world, group))[0]["text"] == sentence("joined", Language.EN)


async def test_greeting_that_was_surely_not_sent_is_sent_again(world: World, mei: Person, serving: Serve) -> None:
    await serving()
    group = world.group()
    world.break_next("sendMessage", Fault(drop=True))
    world.membership(group, mei, "left", "member")
    assert (await said(world, group))[0]["text"] == sentence("joined")


async def test_group_that_is_not_served_and_channels_are_not_greeted(
    world: World, mei: Person, serving: Serve, writer: Writer
) -> None:
    await serving(allowed_chats="-5")
    group, channel = world.group(), world.channel()
    for place in (group, channel):
        world.membership(place, mei, "left", "administrator")
    await quiet(world)
    assert not world.made("sendMessage")
    assert chats(writer) == {group.id: True, channel.id: True}


async def test_greeting_that_may_not_be_written_is_let_be(
    world: World, mei: Person, serving: Serve, writer: Writer
) -> None:
    await serving()
    group = world.group()
    world.membership(group, mei, "left", "restricted", can_send_messages=False, is_member=True)
    await quiet(world)
    assert not world.said(group)
    assert outcomes(writer) == ["rejected"]


async def test_removal_forgets_what_belonged_to_the_group_and_return_is_greeted_anew(
    world: World, mei: Person, serving: Serve, writer: Writer, *, choose: Choose
) -> None:
    world.reads_all = True
    group = world.group()
    choose(group, Preferences(listens=Listens.EVERYTHING))
    await serving()
    answer = await answered(world, group, "撞墙了吗？", mei)
    await pressed(world, answer, "👍", mei)
    world.membership(group, mei, "member", "kicked")
    await quiet(world)
    assert chats(writer) == {group.id: False}
    assert [kept(writer, table) for table in ("turns", "replies", "votes", "preferences")] == [0, 0, 0, 0]
    world.membership(group, mei, "left", "member")
    await said(world, group, 2)
    assert chats(writer) == {group.id: True}
    world.say(group, "撞墙了吗？", mei)
    await quiet(world)
    assert len(world.said(group)) == 2


async def test_who_blocks_the_bot_and_comes_back_finds_what_was_set(
    world: World, mei: Person, chat: Chat, serving: Serve, writer: Writer, *, choose: Choose
) -> None:
    choose(chat, Preferences(language=Language.EN))
    await serving()
    world.block(mei)
    await quiet(world)
    assert chats(writer) == {chat.id: False}
    world.unblock(mei)
    await quiet(world)
    assert chats(writer) == {chat.id: True}
    assert not world.said(chat)
    assert (await answered(world, chat, "/ask", mei))["text"] == sentence("prompt_ask", Language.EN)


async def test_chat_whose_person_has_blocked_the_bot_meanwhile_is_marked(
    world: World, mei: Person, chat: Chat, serving: Serve, writer: Writer
) -> None:
    await serving()
    world.say(chat, "慢，撞墙了吗", mei)
    await asyncio.to_thread(world.wait_taken)
    world.set_member(chat, Person(world.bot_id, "News", "", "newsbot", is_bot=True), "kicked")
    await asyncio.sleep(1.0)
    assert chats(writer) == {chat.id: False}
    assert outcomes(writer) == ["rejected"]


async def test_settings_follow_a_group_that_becomes_a_supergroup(
    world: World, mei: Person, serving: Serve, writer: Writer, choose: Choose
) -> None:
    world.reads_all = True
    old = world.group(-9, "G", "group")
    chosen = Preferences(Language.ZH_HANT, Listens.EVERYTHING)
    choose(old, chosen)
    await serving()
    new = world.migrate(old, mei)
    await quiet(world)
    assert writer.submit(lambda c: preferences_of(c, new.id)).result() == chosen
    assert not world.said(new)
    assert (f"chat {new.id}", "") in world.profile["commands"]
    await answered(world, new, "撞墙了吗？", mei)


async def test_question_from_before_the_move_is_answered_after_it(world: World, mei: Person, serving: Serve) -> None:
    await serving()
    old = world.group(-9, "G", "group")
    question: dict[str, Any] = world.say(old, "/ask@newsbot 慢，撞墙了吗", mei)
    new = world.migrate(old, mei)
    [answer] = await said(world, new)
    assert "there is no wall" in answer["text"]
    assert question["message_id"] != answer["message_id"]
