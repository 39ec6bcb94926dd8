"""Reading on under an answer, and back; with buttons that outlive the bot."""

from __future__ import annotations

from typing import Any

import pytest

from nowall.answers import Language, Turn
from nowall.database import Writer
from nowall.texts import say
from tests.bot.conftest import Serve
from tests.bot.scripted_engine import EARLY, FACTS, LATE, MANY, ORION, WALL, WALL_FACT
from tests.bot.waiting import answered, buttons, pressed, quiet, said, shown, words
from tests.telegram_server import Chat, Person, World

pytestmark = pytest.mark.filterwarnings("ignore:Please use 'Bot.getUpdates'")
MORE, CONTEXT, SOURCE, BACK = "相关", "前后文", "出处", "‹ 返回答案"
Message = dict[str, Any]


def has(text: str) -> Any:
    return lambda message: text in message["text"]


async def turned(world: World, message: Message, button: str, person: Person, text: str) -> Message:
    """Press a button, and see what the message becomes."""
    assert await pressed(world, message, button, person) == ""
    return await shown(world, message, has(text))


async def test_more_leads_to_further_facts_page_by_page_and_back(
    world: World, mei: Person, chat: Chat, serving: Serve
) -> None:
    await serving()
    answer = await answered(world, chat, "撞墙了吗", mei)
    first = await turned(world, answer, MORE, mei, "第 1–3 条")
    assert EARLY.text in first["text"]
    assert words(first) == ["▶", BACK]
    second = await turned(world, first, "▶", mei, "第 4–6 条")
    assert f"• {MANY[1].text}" in second["text"]
    assert words(second) == ["◀", "▶", BACK]
    again = await turned(world, second, "◀", mei, "第 1–3 条")
    assert again["text"] == first["text"]
    last = await turned(world, again, f"v1:m:{WALL_FACT.key}:12", mei, "第 13–14 条")
    assert words(last) == ["◀", BACK]
    back = await turned(world, last, BACK, mei, WALL_FACT.text)
    assert (back["text"], back["reply_markup"]) == (answer["text"], answer["reply_markup"])


async def test_beyond_the_last_fact_there_is_no_more(world: World, mei: Person, chat: Chat, serving: Serve) -> None:
    await serving()
    answer = await answered(world, chat, "撞墙了吗", mei)
    told = await pressed(world, answer, f"v1:m:{WALL_FACT.key}:99", mei)
    assert told == say(Language.ZH_HANS, "bot.no_more")
    assert world.said(chat)[0]["text"] == answer["text"]


async def test_context_shows_the_neighbours_with_the_fact_marked(
    world: World, mei: Person, chat: Chat, serving: Serve
) -> None:
    await serving()
    answer = await answered(world, chat, "撞墙了吗", mei)
    context = await turned(world, answer, CONTEXT, mei, "前后文")
    assert f"▸ {WALL_FACT.text}" in context["text"]
    assert f"• {LATE.text}" in context["text"]
    assert words(context) == [BACK]
    await turned(world, context, BACK, mei, f"there is no wall\n{WALL_FACT.text}")


async def test_source_shows_the_card_of_the_article_and_its_topics(
    world: World, mei: Person, chat: Chat, serving: Serve
) -> None:
    await serving()
    answer = await answered(world, chat, "撞墙了吗", mei)
    card = await turned(world, answer, SOURCE, mei, "收录 12 条事实")
    assert card["text"].startswith(f"《{WALL.title}》")
    assert words(card)[-1] == BACK
    await turned(world, card, BACK, mei, WALL_FACT.text)


async def test_way_back_after_a_topic_of_the_article_leads_to_the_answer_not_to_the_topic(
    world: World, mei: Person, chat: Chat, serving: Serve
) -> None:
    engine = await serving()
    answer = await answered(world, chat, "撞墙了吗", mei)
    card = await turned(world, answer, SOURCE, mei, "收录 12 条事实")
    topic = await turned(world, card, f"v1:f:{EARLY.key}", mei, EARLY.text)
    back = await turned(world, topic, BACK, mei, WALL_FACT.text)
    assert EARLY.text not in back["text"]
    assert buttons(back)[0]["callback_data"] == f"v1:m:{WALL_FACT.key}"
    await answered(world, chat, "他呢", mei, reply_to_message=back)
    assert engine.asked[-1][1][-1].facts == (WALL_FACT.id,)


async def test_answer_is_asked_for_again_in_its_conversation(
    world: World, mei: Person, chat: Chat, serving: Serve
) -> None:
    engine = await serving()
    await answered(world, chat, "撞墙了吗", mei)
    second = await answered(world, chat, "他呢", mei)
    context = await turned(world, second, CONTEXT, mei, "前后文")
    assert await pressed(world, context, BACK, mei) == ""
    await shown(world, context, lambda message: message["text"] == second["text"])
    assert engine.asked[-1] == ("他呢", (Turn("撞墙了吗", (WALL_FACT.id,)),))


async def test_disagreement_comes_back_whole_in_the_language_it_was_in(
    world: World, mei: Person, chat: Chat, serving: Serve
) -> None:
    await serving()
    answer = await answered(world, chat, "Orion 呢", mei)
    context = await turned(world, answer, CONTEXT, mei, "▸")
    john = Person(5, "John", "en")
    back = await turned(world, context, BACK, john, "各方说法不一")
    assert back["text"] == answer["text"]
    assert words(back) == words(answer)


async def test_answer_that_is_no_longer_remembered_comes_back_as_its_fact(
    world: World, mei: Person, chat: Chat, serving: Serve, writer: Writer
) -> None:
    await serving()
    answer = await answered(world, chat, "Orion 呢", mei)
    context = await turned(world, answer, CONTEXT, mei, "▸")
    writer.submit(lambda c: c.exec_driver_sql("DELETE FROM turns")).result()
    back = await turned(world, context, BACK, mei, "2024-11-11")
    assert EARLY.text in back["text"]
    assert LATE.text not in back["text"]
    assert back["text"].count(ORION.title) == 1


async def test_buttons_work_after_a_restart(world: World, mei: Person, chat: Chat, serving: Serve) -> None:
    await serving()
    answer = await answered(world, chat, "撞墙了吗", mei)
    await serving.stop()
    await serving()
    more = await turned(world, answer, MORE, mei, "第 1–3 条")
    await serving.stop()
    await serving()
    await turned(world, more, BACK, mei, WALL_FACT.text)


async def test_votes_are_still_there_on_the_way_back(world: World, mei: Person, chat: Chat, serving: Serve) -> None:
    await serving()
    answer = await answered(world, chat, "撞墙了吗", mei)
    await pressed(world, answer, "👍", mei)
    voted = await shown(world, answer, lambda message: "👍 1" in words(message))
    more = await turned(world, voted, MORE, mei, "第 1–3 条")
    back = await turned(world, more, BACK, mei, WALL_FACT.text)
    assert "👍 1" in words(back)


@pytest.mark.parametrize("action", ["f", "b", "c", "a", "s"])
@pytest.mark.parametrize("key", ["gone000000", ""])
async def test_fact_that_is_gone_is_told_politely(
    world: World, mei: Person, chat: Chat, serving: Serve, *, action: str, key: str
) -> None:
    await serving()
    refusal = await answered(world, chat, "天气如何", mei)
    told = await pressed(world, refusal, f"v1:{action}:{key}" if key else f"v1:{action}", mei)
    assert told == say(Language.ZH_HANS, "bot.gone")
    assert not world.made("editMessageText")


async def test_topic_after_topic_of_a_refusal_keeps_the_others_in_reach(
    world: World, mei: Person, chat: Chat, serving: Serve
) -> None:
    engine = await serving()
    refusal = await answered(world, chat, "天气如何", mei)
    first = await turned(world, refusal, "Orion 何时发布", mei, EARLY.text)
    assert "Altman 怎么回应撞墙" in words(first)
    await turned(world, first, "Altman 怎么回应撞墙", mei, WALL_FACT.text)
    await answered(world, chat, "他呢", mei)
    assert engine.asked[-1][1] == (Turn(WALL_FACT.text, (WALL_FACT.id,)),)


async def test_press_under_a_message_that_the_bot_no_longer_sees_is_answered(
    world: World, mei: Person, chat: Chat, serving: Serve
) -> None:
    await serving()
    answer = await answered(world, chat, "撞墙了吗", mei)
    world.make_inaccessible(answer)
    assert await pressed(world, answer, MORE, mei) == say(Language.ZH_HANS, "bot.outdated")


async def test_press_creates_no_message(world: World, mei: Person, chat: Chat, serving: Serve) -> None:
    await serving()
    answer = await answered(world, chat, "撞墙了吗", mei)
    for action in "fbcams":
        world.press(answer, f"v1:{action}:{FACTS[0].key}", mei)
    await quiet(world)
    assert len(await said(world, chat)) == 1
    assert len(world.made("sendMessage")) == 1
    assert len(world.made("answerCallbackQuery")) == 6
