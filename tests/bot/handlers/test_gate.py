"""Whom the bot serves, and how fast."""

from __future__ import annotations

import asyncio

import pytest

from bot.state.preferences import Listens, Preferences
from nowall.answers import Language
from nowall.texts import say
from tests.bot.conftest import Serve
from tests.bot.handlers.conftest import Choose
from tests.bot.scripted_engine import WALL_FACT
from tests.bot.waiting import answered, pressed, quiet, said, until
from tests.telegram_server import AnonymousAdmin, Chat, Person, World

pytestmark = pytest.mark.filterwarnings("ignore:Please use 'Bot.getUpdates'")
TOO_FAST = say(Language.ZH_HANS, "bot.too_fast")
NOT_SERVED = say(Language.ZH_HANS, "bot.not_served")


def person(number: int) -> Person:
    return Person(2000 + number, f"P{number}")


def texts(world: World, chat: Chat) -> list[str]:
    return [message["text"] for message in world.said(chat)]


async def test_commands_count_like_questions_and_a_flood_gets_one_notice(
    world: World, mei: Person, chat: Chat, serving: Serve
) -> None:
    engine = await serving(questions_per_minute=3)
    for text in ("/help", "/topics", "撞墙了吗", "撞墙了吗", "/random", "/frobnicate"):
        world.say(chat, text, mei)
    await said(world, chat, 4)
    await quiet(world)
    assert texts(world, chat)[3:] == [TOO_FAST]
    assert len(engine.asked) == 1


async def test_flood_of_presses_gets_one_notice_and_no_edits(
    world: World, mei: Person, chat: Chat, serving: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.handlers.gate.PRESSES_PER_MINUTE", 3)
    await serving()
    asked = await answered(world, chat, "撞墙了吗", mei)
    queries = [world.press(asked, "👍", mei) for _ in range(6)]
    await until(world, lambda: len(world.made("answerCallbackQuery")) >= 4)
    await quiet(world)
    told = [world.callback_answers.get(query, {}).get("text") for query in queries]
    assert told[3:] == [say(Language.ZH_HANS, "bot.pressed_too_fast"), None, None]
    assert len(world.made("answerCallbackQuery")) == 4


async def test_flood_of_inline_queries_is_passed_over(
    world: World, mei: Person, serving: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.handlers.gate.QUERIES_PER_MINUTE", 2)
    await serving()
    for words in ("a", "b"):
        await asyncio.to_thread(world.wait_inline, world.inline(mei, words))
    world.inline(mei, "c")
    await quiet(world)
    assert len(world.made("answerInlineQuery")) == 2
    await asyncio.to_thread(world.wait_inline, world.inline(person(1), "a"))


async def test_one_persons_flood_is_no_others(world: World, mei: Person, serving: Serve) -> None:
    await serving(questions_per_minute=1)
    group = world.group()
    for _ in range(3):
        world.say(group, "/ask@newsbot 撞墙了吗", mei)
    world.say(group, "/ask@newsbot 撞墙了吗", person(1))
    await said(world, group, 3)
    await quiet(world)
    assert [WALL_FACT.text in text for text in texts(world, group)] == [True, False, True]


async def test_group_has_a_limit_of_its_own_with_one_notice(world: World, serving: Serve) -> None:
    await serving(group_questions_per_minute=2)
    group, other = world.group(), world.group(-1_001_000_000_009)
    for number in range(6):
        world.say(group, "/ask@newsbot 撞墙了吗", person(number))
    world.say(other, "/ask@newsbot 撞墙了吗", person(0))
    await said(world, group, 3)
    await said(world, other)
    await quiet(world)
    assert [text == TOO_FAST for text in texts(world, group)] == [False, False, True]
    assert len(world.said(other)) == 1


async def test_limit_of_a_group_does_not_follow_its_people_home(world: World, mei: Person, serving: Serve) -> None:
    await serving(group_questions_per_minute=1)
    group = world.group()
    for _ in range(3):
        world.say(group, "/ask@newsbot 撞墙了吗", mei)
    await said(world, group, 2)
    assert WALL_FACT.text in (await answered(world, world.private(mei), "撞墙了吗", mei))["text"]


async def test_lively_group_uses_up_nothing_of_what_is_asked_of_the_bot(
    world: World, mei: Person, serving: Serve, choose: Choose
) -> None:
    world.reads_all = True
    group = world.group()
    choose(group, Preferences(listens=Listens.EVERYTHING))
    engine = await serving(group_questions_per_minute=3, questions_per_minute=3)
    for _ in range(8):
        world.say(group, "天气如何？", mei)
    await quiet(world)
    assert len(engine.asked) == 3
    assert not world.said(group)
    assert WALL_FACT.text in (await answered(world, group, "@newsbot 撞墙了吗", mei))["text"]


async def test_admins_who_speak_as_the_group_have_one_pace(world: World, serving: Serve) -> None:
    await serving(questions_per_minute=1)
    group = world.group()
    for _ in range(3):
        world.say(group, "/ask@newsbot 撞墙了吗", AnonymousAdmin())
    await said(world, group, 2)
    await quiet(world)
    assert len(world.said(group)) == 2


async def test_presses_cost_nothing(world: World, mei: Person, chat: Chat, serving: Serve) -> None:
    await serving(questions_per_minute=1)
    refusal = await answered(world, chat, "天气如何", mei)
    for _ in range(5):
        assert await pressed(world, refusal, "Orion 何时发布", mei) == ""


async def test_no_limit_where_none_is_set(world: World, mei: Person, chat: Chat, serving: Serve) -> None:
    await serving(questions_per_minute=0)
    for _ in range(10):
        world.say(chat, "天气如何", mei)
    await said(world, chat, 10)
    assert TOO_FAST not in texts(world, chat)


async def test_only_allowed_chats_and_owners_are_served(world: World, mei: Person, serving: Serve) -> None:
    allowed, other = world.group(), world.group(-1_001_000_000_009)
    boss = Person(42, "Boss")
    engine = await serving(allowed_chats=str(allowed.id), owners="42")
    for group in (other, allowed):
        world.say(group, "/ask@newsbot 撞墙了吗", mei)
    assert WALL_FACT.text in (await said(world, allowed))[0]["text"]
    assert (await answered(world, world.private(mei), "撞墙了吗", mei))["text"] == NOT_SERVED
    assert WALL_FACT.text in (await answered(world, world.private(boss), "撞墙了吗", boss))["text"]
    await quiet(world)
    assert not world.said(other)
    assert len(engine.asked) == 2


async def test_button_in_a_chat_that_is_no_longer_served_says_so(
    world: World, mei: Person, chat: Chat, serving: Serve
) -> None:
    await serving()
    answer = await answered(world, chat, "撞墙了吗", mei)
    await serving.stop()
    await serving(allowed_chats="-5")
    for data in ("v1:u", f"v1:m:{WALL_FACT.key}"):
        assert await pressed(world, answer, data, mei) == NOT_SERVED
    await quiet(world)
    assert chat.messages[answer["message_id"]]["text"] == answer["text"]


@pytest.mark.parametrize("data", ["v0:f:x", "v2:f:x", "v1:y:x", "page_2", "墙" * 20, '{"a": 1}'])
async def test_button_of_another_life_is_answered_politely(
    world: World, mei: Person, chat: Chat, serving: Serve, data: str
) -> None:
    await serving()
    answer = await answered(world, chat, "撞墙了吗", mei)
    assert await pressed(world, answer, data, mei) == say(Language.ZH_HANS, "bot.outdated")
    assert not world.made("editMessageText")
