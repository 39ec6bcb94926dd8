"""Groups: who is spoken to, where the answer goes, what admins choose, and what becomes of a group."""

from __future__ import annotations

import pytest

from tests.end_to_end.conftest import Launcher
from tests.end_to_end.talking import answer, buttons, links, pressed, silent, told
from tests.end_to_end.test_conversations import NO_WALL, UNKNOWN_QUESTION, WALL_QUESTION
from tests.telegram_server import AnonymousAdmin, AsChannel, Chat, Person, TelegramServer, World

LI = Person(7_000, "Li")
ASK = f"/ask@newsbot {WALL_QUESTION}"


@pytest.fixture(scope="module")
def telegram(one_telegram: TelegramServer) -> TelegramServer:
    return one_telegram


@pytest.fixture(scope="module", autouse=True)
def bot(one_launcher: Launcher) -> None:
    one_launcher.start_polling(NOWALL_SEMANTIC="false")


@pytest.fixture(autouse=True)
def privacy_mode(world: World) -> None:
    world.reads_all = False


def test_chatter_and_other_bots_commands_are_passed_over(world: World, group: Chat, mei: Person) -> None:
    assert silent(world, group, WALL_QUESTION, mei)
    assert silent(world, group, f"/ask@otherbot {WALL_QUESTION}", mei)
    assert silent(world, group, "/who@otherbot Altman", mei)


def test_follow_up_by_reply_knows_what_was_asked(world: World, group: Chat, mei: Person) -> None:
    asked = answer(world, group, ASK, mei)
    again = answer(world, group, "那他什么时候说的？", LI, reply_to_message=asked)
    assert "2024 年 11 月 14 日" in again["text"]
    assert NO_WALL in again["text"]


def test_context_does_not_leak_into_another_chat(world: World, group: Chat, mei: Person) -> None:
    answer(world, world.private(mei), WALL_QUESTION, mei)
    alone = answer(world, group, "/ask@newsbot 那他什么时候说的？", mei)
    assert NO_WALL not in alone["text"]


def test_answer_stays_in_its_forum_topic(world: World, mei: Person) -> None:
    forum = world.forum(-1_001_900_000_000 - mei.id)
    topic = world.topic(forum, "Scaling", mei)
    in_topic = answer(world, forum, ASK, mei, topic=topic)
    assert in_topic["message_thread_id"] == topic.id
    general = answer(world, forum, ASK, mei)
    assert "message_thread_id" not in general or not general.get("is_topic_message")
    more = pressed(world, in_topic, "相关", mei)
    assert more["message_thread_id"] == topic.id


def test_ask_as_a_reply_asks_that_message(world: World, group: Chat, mei: Person) -> None:
    question = world.say(group, WALL_QUESTION, LI)
    assert NO_WALL in answer(world, group, "/ask@newsbot", mei, reply_to_message=question)["text"]


def test_prompt_in_a_group_is_answered_by_reply_with_privacy_mode_on(world: World, group: Chat, mei: Person) -> None:
    prompt = answer(world, group, "/who@newsbot", mei)
    assert "Sutskever" in answer(world, group, "Sutskever", mei, reply_to_message=prompt)["text"]


def test_anonymous_admins_and_channels_are_people(world: World, group: Chat) -> None:
    assert NO_WALL in answer(world, group, ASK, AnonymousAdmin())["text"]
    channel = world.channel(-1_001_800_000_001, "Somewhere")
    assert NO_WALL in answer(world, group, ASK, AsChannel(channel))["text"]
    assert "✓" in str(answer(world, group, "/settings@newsbot", AnonymousAdmin()))


def test_channel_and_its_group_do_not_loop(world: World, group: Chat, mei: Person) -> None:
    world.reads_all = True
    channel = world.channel(-1_001_700_000_000 - mei.id, "Daily", group=group)
    before = len(world.said(group))
    world.publish(channel, f"@newsbot {WALL_QUESTION}")
    world.publish(channel, ASK)
    assert silent(world, group, "早", mei)
    assert len(world.said(group)) == before
    assert not world.said(channel)


def test_only_admins_change_settings(world: World, group: Chat, mei: Person) -> None:
    world.set_member(group, mei, "administrator")
    assert "管理员" in answer(world, group, "/settings@newsbot", LI)["text"]
    settings = answer(world, group, "/settings@newsbot", mei)
    assert "管理员" in told(world, settings, "出处：简短", LI)
    pressed(world, settings, "出处：简短", mei, "✓ 出处：简短")
    asked = answer(world, group, ASK, LI)
    assert "[1] 36氪" in asked["text"]
    assert "《" not in asked["text"]


def test_group_chooses_to_what_the_bot_listens(world: World, group: Chat, mei: Person) -> None:
    world.reads_all = True
    world.set_member(group, mei, "creator")
    settings = answer(world, group, "/settings@newsbot", mei)
    assert NO_WALL in answer(world, group, f"@newsbot {WALL_QUESTION}", LI)["text"]
    settings = pressed(world, settings, "仅命令", mei, "✓ 仅命令")
    assert silent(world, group, f"@newsbot {WALL_QUESTION}", LI)
    assert NO_WALL in answer(world, group, ASK, LI)["text"]
    pressed(world, settings, "所有问题", mei, "✓ 所有问题")
    assert NO_WALL in answer(world, group, WALL_QUESTION, LI)["text"]
    assert silent(world, group, UNKNOWN_QUESTION, LI)
    assert silent(world, group, "今天天气不错", LI)
    assert silent(world, group, WALL_QUESTION, LI, reply_to_message=world.say(group, "早", mei))


def test_language_of_a_group_is_everybodys(world: World, group: Chat, mei: Person) -> None:
    world.set_member(group, mei, "administrator")
    settings = answer(world, group, "/settings@newsbot", mei)
    pressed(world, settings, "English", mei, "Sources: long")
    assert "OpenAI employees" in answer(world, group, "/ask@newsbot Orion 什么时候发布？", LI)["text"]
    own = world.wait(lambda: world.profile["commands"].get((f"chat {group.id}", "")))
    assert "Ask" in str(own)


def test_settings_move_with_a_group_that_becomes_a_supergroup(world: World, mei: Person) -> None:
    group = world.group(-70_000 - mei.id, "Old", "group")
    world.set_member(group, mei, "administrator")
    settings = answer(world, group, "/settings@newsbot", mei)
    pressed(world, settings, "出处：简短", mei, "✓ 出处：简短")
    fresh = world.migrate(group, mei)
    assert "[1] 36氪" in answer(world, fresh, ASK, mei)["text"]


def test_bot_greets_once_and_forgets_when_removed(world: World, mei: Person) -> None:
    group = world.group(-1_001_600_000_000 - mei.id)
    world.membership(group, mei, "left", "member")
    [greeting] = world.wait_said(group)
    assert "/ask@newsbot" in greeting["text"]
    world.membership(group, mei, "member", "administrator")
    world.set_member(group, mei, "administrator")
    settings = answer(world, group, "/settings@newsbot", mei)
    pressed(world, settings, "出处：简短", mei, "✓ 出处：简短")
    world.membership(group, mei, "administrator", "left")
    world.membership(group, mei, "left", "member")
    world.wait_said(group, 3)
    assert "《" in answer(world, group, ASK, mei)["text"]


def test_flood_in_a_group_gets_one_notice(world: World, group: Chat) -> None:
    people = [Person(8_000 + n, f"P{n}") for n in range(6)]
    for n in range(26):
        world.say(group, f"/help@newsbot {n}", people[n % 6])
    world.wait_taken()
    said = world.wait_said(group, 21)
    assert silent(world, group, "早", people[0])
    said = world.said(group)
    assert len(said) == 21
    assert "太快" in said[-1]["text"]


def test_preview_of_the_source_is_shown_where_it_is_wanted(world: World, chat: Chat, mei: Person) -> None:
    settings = answer(world, chat, "/settings", mei)
    assert "仅命令" not in buttons(settings)
    pressed(world, settings, "网页预览：开", mei, "✓ 网页预览：开")
    asked = answer(world, chat, WALL_QUESTION, mei)
    assert links(asked)
    sent = world.made("sendMessage")[-1].parameters["link_preview_options"]
    web = [address for address in links(asked) if not address.startswith("https://t.me/")]
    shown = {"is_disabled": False, "url": web[0], "prefer_small_media": True} if web else {"is_disabled": True}
    assert sent == shown
