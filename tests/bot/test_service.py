"""The whole bot in this process, before a strict Telegram, with a scripted engine."""

from __future__ import annotations

import asyncio

import pytest

from nowall.answers import Turn
from nowall.database import Writer
from tests.bot.conftest import Serve
from tests.bot.scripted_engine import EARLY, WALL_FACT
from tests.bot.waiting import buttons, outcomes, quiet, said, until
from tests.telegram_server import Chat, Fault, Person, World
from tests.telegram_server.errors import ApiError, bad_request, flood

pytestmark = pytest.mark.filterwarnings("ignore:Please use 'Bot.getUpdates'")


async def test_follow_up_in_a_group_goes_along_the_reply_chain_only(world: World, mei: Person, serving: Serve) -> None:
    engine = await serving()
    group = world.group()
    world.say(group, "/ask@newsbot 撞墙了吗", mei)
    [first] = await said(world, group)
    world.say(group, "/ask@newsbot 后来呢", mei)
    await said(world, group, 2)
    world.say(group, "他还说了什么", mei, reply_to_message=first)
    await said(world, group, 3)
    assert [context for _, context in engine.asked] == [(), (), (Turn("撞墙了吗", (WALL_FACT.id,)),)]


async def test_private_talk_never_reaches_a_group(world: World, mei: Person, chat: Chat, serving: Serve) -> None:
    engine = await serving()
    world.say(chat, "撞墙了吗", mei)
    await said(world, chat)
    world.say(world.group(), "/ask@newsbot 他呢", mei)
    await said(world, world.group())
    assert engine.asked[-1] == ("他呢", ())


async def test_small_talk_is_nothing_to_follow(world: World, mei: Person, chat: Chat, serving: Serve) -> None:
    engine = await serving()
    for text in ("撞墙了吗", "你好", "他呢"):
        world.say(chat, text, mei)
    await said(world, chat, 3)
    assert engine.asked[-1] == ("他呢", (Turn("撞墙了吗", (WALL_FACT.id,)),))


async def test_pressed_topic_becomes_the_last_turn(world: World, mei: Person, chat: Chat, serving: Serve) -> None:
    engine = await serving()
    world.say(chat, "天气如何", mei)
    [refusal] = await said(world, chat)
    world.press(refusal, f"v1:f:{EARLY.key}", mei)
    await until(world, lambda: EARLY.text in world.said(chat)[0]["text"])
    card = world.said(chat)[0]
    assert buttons(refusal)[0] in buttons(card)
    world.say(chat, "他呢", mei)
    await said(world, chat, 2)
    assert engine.asked[-1][1] == (Turn(EARLY.text, (EARLY.id,)),)
    assert len(world.made("sendMessage")) == 2


async def test_same_topic_pressed_twice_is_no_error(
    world: World, mei: Person, chat: Chat, serving: Serve, writer: Writer
) -> None:
    await serving()
    world.say(chat, "天气如何", mei)
    [refusal] = await said(world, chat)
    for _ in range(2):
        world.press(refusal, f"v1:f:{EARLY.key}", mei)
    await until(world, lambda: len(world.made("editMessageText")) == 2)
    await quiet(world)
    assert outcomes(writer) == ["answered", "edited", "edited"]


@pytest.mark.parametrize("data", ["v1:f:unknown0", "v0:old", "v1:y:1", "v1:f:", "墙"])
async def test_old_or_foreign_button_is_answered_politely(
    world: World, mei: Person, chat: Chat, serving: Serve, data: str
) -> None:
    await serving()
    world.say(chat, "天气如何", mei)
    [refusal] = await said(world, chat)
    world.press(refusal, data, mei)
    await until(world, lambda: world.made("answerCallbackQuery"))
    assert world.made("answerCallbackQuery")[0].parameters["text"]
    assert not world.made("editMessageText")


async def test_press_that_telegram_has_forgotten_still_shows_the_card(
    world: World, mei: Person, chat: Chat, serving: Serve
) -> None:
    await serving()
    world.say(chat, "天气如何", mei)
    [refusal] = await said(world, chat)
    world.break_next("answerCallbackQuery", Fault(error=bad_request("query is too old")))
    world.press(refusal, f"v1:f:{EARLY.key}", mei)
    await until(world, lambda: EARLY.text in world.said(chat)[0]["text"])


async def test_edit_of_what_was_never_answered_is_let_be(world: World, mei: Person, serving: Serve) -> None:
    engine = await serving()
    group = world.group()
    chatter = world.say(group, "撞墙了吗", mei)
    world.edit(chatter, "/ask@newsbot 撞墙了吗")
    await quiet(world)
    assert not world.said(group)
    assert not engine.asked


async def test_edited_question_keeps_what_it_followed(world: World, mei: Person, chat: Chat, serving: Serve) -> None:
    engine = await serving()
    world.say(chat, "撞墙了吗", mei)
    second = world.say(chat, "天气如何", mei)
    world.say(chat, "Orion 呢", mei)
    await said(world, chat, 3)
    world.edit(second, "他呢")
    await until(world, lambda: WALL_FACT.text in world.said(chat)[1]["text"])
    assert engine.asked[-1] == ("他呢", (Turn("撞墙了吗", (WALL_FACT.id,)),))
    assert len(world.said(chat)) == 3


async def test_edit_whose_answer_was_deleted_is_no_error(
    world: World, mei: Person, chat: Chat, serving: Serve, writer: Writer
) -> None:
    await serving()
    question = world.say(chat, "天气如何", mei)
    [answer] = await said(world, chat)
    del chat.messages[answer["message_id"]]
    world.edit(question, "撞墙了吗")
    await until(world, lambda: world.made("editMessageText"))
    await quiet(world)
    assert outcomes(writer) == ["answered", "edited"]


async def test_refused_markup_is_sent_as_plain_text(world: World, mei: Person, chat: Chat, serving: Serve) -> None:
    await serving()
    world.break_next("sendMessage", Fault(error=bad_request("can't parse entities: oh")))
    world.say(chat, "撞墙了吗", mei)
    [answer] = await said(world, chat)
    assert WALL_FACT.text in answer["text"]
    assert "bold" not in {e["type"] for e in answer.get("entities", [])}


async def test_bug_is_told_in_one_sentence(
    world: World, mei: Person, chat: Chat, serving: Serve, writer: Writer
) -> None:
    engine = await serving()
    world.say(chat, "崩", mei)
    world.say(chat, "撞墙了吗", mei)
    sorry, answer = await said(world, chat, 2)
    assert "抱歉" in sorry["text"]
    assert WALL_FACT.text in answer["text"]
    assert [question for question, _ in engine.asked] == ["崩", "崩", "崩", "撞墙了吗"]
    await quiet(world)
    assert outcomes(writer) == ["answered", "answered"]


async def test_unreadable_question_is_told_in_one_sentence(
    world: World, mei: Person, chat: Chat, serving: Serve
) -> None:
    await serving()
    world.say(chat, "读不了", mei)
    assert "读不了" in (await said(world, chat))[0]["text"]


async def test_flood_of_one_person_gets_one_notice(world: World, mei: Person, chat: Chat, serving: Serve) -> None:
    engine = await serving(questions_per_minute=2)
    for _ in range(6):
        world.say(chat, "撞墙了吗", mei)
    messages = await said(world, chat, 3)
    await quiet(world)
    assert len(world.said(chat)) == 3
    assert "太快" in messages[2]["text"]
    assert len(engine.asked) == 2


async def test_sentences_for_what_is_no_question(world: World, mei: Person, chat: Chat, serving: Serve) -> None:
    await serving()
    for text in ("/ask", "/frobnicate", "/start f_gone000000", "/start a_gone", "/start whatever"):
        world.say(chat, text, mei)
    texts = [message["text"] for message in await said(world, chat, 5)]
    assert "回复这条消息" in texts[0]
    assert "/help" in texts[1]
    assert texts[2] == texts[3]
    assert "你好" in texts[4]


async def test_deep_links_show_cards_in_the_clients_language(world: World, serving: Serve) -> None:
    await serving()
    john = Person(5, "John", "en")
    chat = world.private(john)
    world.say(chat, f"/start f_{EARLY.key}", john)
    world.say(chat, "/start a_a1wallkey0", john)
    fact, article = await said(world, chat, 2)
    assert EARLY.text in fact["text"]
    assert article["text"].startswith("撞墙了吗\n36氪 · 作者 · 2024-11-14\n2024 年 11 月 14 日\n转载自 36氪\n")
    assert "12 facts" in article["text"]
    assert article["reply_markup"]["inline_keyboard"][0][0]["callback_data"] == f"v1:f:{WALL_FACT.key}"


async def test_answer_in_a_topic_stays_there(world: World, mei: Person, serving: Serve) -> None:
    await serving()
    forum = world.forum(-1_001_000_000_077)
    topic = world.topic(forum, "新闻", mei)
    chatter = world.say(forum, "早上好", mei)
    world.say(forum, "/ask@newsbot 撞墙了吗", mei, topic=topic)
    world.say(forum, "/ask@newsbot 撞墙了吗", mei, reply_to_message=chatter)
    in_topic, in_general = await said(world, forum, 2)
    assert in_topic["message_thread_id"] == topic.id
    assert "is_topic_message" not in in_general
    assert in_topic["reply_to_message"]["text"].startswith("/ask@newsbot")


async def test_help_names_mentions_only_where_they_arrive(
    world: World, mei: Person, chat: Chat, serving: Serve
) -> None:
    world.reads_all = True
    await serving()
    world.say(chat, "/help", mei)
    assert "提到 @newsbot" in (await said(world, chat))[0]["text"]


async def test_removal_and_return_are_noted(world: World, mei: Person, serving: Serve, writer: Writer) -> None:
    await serving()
    group = world.group()
    for before, after in (("left", "member"), ("member", "kicked")):
        world.membership(group, mei, before, after)
    await quiet(world)
    await asyncio.sleep(0.2)
    rows = writer.submit(lambda c: c.exec_driver_sql("SELECT chat, active FROM chats").fetchall()).result()
    assert [tuple(row) for row in rows] == [(group.id, 0)]


async def test_migration_messages_move_the_chat(world: World, mei: Person, serving: Serve, writer: Writer) -> None:
    await serving()
    old = world.group(-9, "G", "group")
    new = world.migrate(old, mei)
    await quiet(world)
    await asyncio.sleep(0.2)
    rows = writer.submit(lambda c: c.exec_driver_sql("SELECT chat, active, moved_to FROM chats").fetchall()).result()
    assert {tuple(row) for row in rows} == {(old.id, 0, new.id), (new.id, 1, None)}


async def test_telegram_that_is_away_at_the_start_is_waited_for(
    world: World, mei: Person, chat: Chat, serving: Serve
) -> None:
    world.break_next("getMe", Fault(error=ApiError(502, "Bad Gateway")), Fault(drop=True))
    await serving()
    world.say(chat, "撞墙了吗", mei)
    await said(world, chat)


async def test_webhook_of_a_former_life_is_deleted(world: World, mei: Person, chat: Chat, serving: Serve) -> None:
    world.webhook_url = "https://old.example.org"
    await serving()
    world.say(chat, "撞墙了吗", mei)
    await said(world, chat)


async def test_profile_that_cannot_be_published_keeps_nobody_from_asking(
    world: World, mei: Person, chat: Chat, serving: Serve
) -> None:
    world.break_next("setMyCommands", *[Fault(error=flood(30))] * 6)
    await serving()
    world.say(chat, "撞墙了吗", mei)
    await said(world, chat)
    await until(world, lambda: len(world.profile["description"]) == 3)
