"""Questions: asked, overheard, asked for, and edited."""

from __future__ import annotations

import pytest

from bot.state.preferences import Listens, Preferences
from nowall.answers import Language, Turn
from nowall.database import Writer
from nowall.texts import say
from tests.bot.conftest import Serve
from tests.bot.handlers.conftest import Choose
from tests.bot.scripted_engine import EARLY, WALL_FACT
from tests.bot.waiting import answered, outcomes, pressed, quiet, said, shown, until, words
from tests.telegram_server import Chat, Person, World

pytestmark = pytest.mark.filterwarnings("ignore:Please use 'Bot.getUpdates'")


@pytest.fixture
def lively(world: World, choose: Choose) -> Chat:
    """A group that wants every question answered, and all of which the bot hears."""
    world.reads_all = True
    group = world.group()
    choose(group, Preferences(listens=Listens.EVERYTHING))
    return group


async def test_overheard_question_is_answered_where_it_can_be(
    world: World, mei: Person, lively: Chat, serving: Serve
) -> None:
    engine = await serving()
    answer = await answered(world, lively, "撞墙了吗？", mei)
    assert WALL_FACT.text in answer["text"]
    assert answer["reply_to_message"]["text"] == "撞墙了吗？"
    await answered(world, lively, "他呢？", mei, reply_to_message=answer)
    assert engine.asked[-1] == ("他呢？", (Turn("撞墙了吗？", (WALL_FACT.id,)),))


async def test_overheard_question_without_an_answer_is_passed_over_in_silence(
    world: World, mei: Person, lively: Chat, serving: Serve, writer: Writer
) -> None:
    engine = await serving()
    for text in ("天气如何？", "你好吗？", "读不了？", "撞墙了。"):
        world.say(lively, text, mei)
    await until(world, lambda: len(engine.asked) == 3)
    await quiet(world)
    assert not world.said(lively)
    count = writer.submit(lambda c: c.exec_driver_sql("SELECT count(*) FROM gaps").scalar()).result()
    assert count == 0


async def test_what_is_spoken_to_the_bot_in_a_lively_group_always_gets_an_answer(
    world: World, mei: Person, lively: Chat, serving: Serve
) -> None:
    await serving()
    refusal = await answered(world, lively, "@newsbot 天气如何？", mei)
    assert "没有提到" in refusal["text"]


async def test_group_that_wants_commands_only_hears_nothing_else(
    world: World, mei: Person, serving: Serve, choose: Choose
) -> None:
    world.reads_all = True
    group = world.group()
    choose(group, Preferences(listens=Listens.COMMANDS))
    engine = await serving()
    answer = await answered(world, group, "/ask@newsbot 撞墙了吗", mei)
    for text in ("@newsbot 撞墙了吗", "撞墙了吗？"):
        world.say(group, text, mei)
    world.say(group, "他呢", mei, reply_to_message=answer)
    await quiet(world)
    assert len(world.said(group)) == 1
    assert [question for question, _ in engine.asked] == ["撞墙了吗"]


async def test_command_without_a_question_asks_for_it_and_the_reply_is_answered(
    world: World, mei: Person, serving: Serve
) -> None:
    engine = await serving()
    group = world.group()
    prompt = await answered(world, group, "/ask@newsbot", mei)
    assert prompt["text"] == say(Language.ZH_HANS, "bot.prompt_ask")
    markup = world.markups[prompt["message_id"]]
    assert (markup["force_reply"], markup["selective"]) == (True, True)
    assert prompt["reply_to_message"]["text"] == "/ask@newsbot"
    await serving.stop()
    engine = await serving()
    answer = await answered(world, group, "撞墙了吗", mei, reply_to_message=prompt)
    assert WALL_FACT.text in answer["text"]
    assert engine.asked == [("撞墙了吗", ())]


async def test_prompt_whose_command_gets_its_question_later_is_answered_anew(
    world: World, mei: Person, chat: Chat, serving: Serve
) -> None:
    await serving()
    written = world.say(chat, "/ask", mei)
    await said(world, chat)
    world.edit(written, "/ask 撞墙了吗")
    _, answer = await said(world, chat, 2)
    assert WALL_FACT.text in answer["text"]
    world.edit(written, "/ask Orion 呢")
    await shown(world, answer, lambda message: EARLY.text in message["text"])
    assert len(world.said(chat)) == 2


async def test_edited_question_changes_the_answer_and_its_votes_go(
    world: World, mei: Person, chat: Chat, serving: Serve
) -> None:
    await serving()
    question = world.say(chat, "撞墙了吗", mei)
    [answer] = await said(world, chat)
    await pressed(world, answer, "👍", mei)
    await shown(world, answer, lambda message: "👍 1" in words(message))
    world.edit(question, "Orion 呢")
    changed = await shown(world, answer, lambda message: EARLY.text in message["text"])
    assert "👍" in words(changed)
    assert await pressed(world, changed, "👍", mei) == say(Language.ZH_HANS, "bot.voted_up")


async def test_edit_into_what_has_no_answer_says_so(world: World, mei: Person, chat: Chat, serving: Serve) -> None:
    engine = await serving()
    question = world.say(chat, "撞墙了吗", mei)
    [answer] = await said(world, chat)
    world.edit(question, "天气如何")
    refusal = await shown(world, answer, lambda message: "没有提到" in message["text"])
    assert "36氪" not in refusal["text"]
    assert "👍" not in words(refusal)
    world.edit(question, "读不了")
    await shown(world, answer, lambda message: "读不了" in message["text"])
    assert len(engine.asked) == 3


async def test_chatter_edited_into_an_overheard_question_stays_unanswered(
    world: World, mei: Person, lively: Chat, serving: Serve
) -> None:
    engine = await serving()
    world.edit(world.say(lively, "没事。", mei), "撞墙了吗？")
    await quiet(world)
    assert not world.said(lively)
    assert not engine.asked


async def test_photo_with_a_question_is_answered_and_one_without_is_explained(
    world: World, mei: Person, chat: Chat, serving: Serve
) -> None:
    await serving()
    photo = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]
    world.post(chat, mei, photo=photo, caption="撞墙了吗")
    world.post(chat, mei, photo=photo)
    answer, hint = await said(world, chat, 2)
    assert WALL_FACT.text in answer["text"]
    assert hint["text"] == say(Language.ZH_HANS, "bot.media")


async def test_own_sentences_are_in_the_language_of_the_chat_else_of_the_client(
    world: World, serving: Serve, choose: Choose
) -> None:
    john, lin = Person(5, "John", "en"), Person(6, "Lin", "zh-tw")
    choose(world.private(lin), Preferences(language=Language.EN))
    await serving()
    assert (await answered(world, world.private(john), "/ask", john))["text"] == say(Language.EN, "bot.prompt_ask")
    assert (await answered(world, world.private(lin), "/ask", lin))["text"] == say(Language.EN, "bot.prompt_ask")
    ning = Person(7, "Ning", "zh-hk")
    told = await answered(world, world.private(ning), "/ask", ning)
    assert told["text"] == say(Language.ZH_HANT, "bot.prompt_ask")


async def test_answers_are_counted_and_what_is_unknown_becomes_a_gap_without_a_name(
    world: World, mei: Person, chat: Chat, serving: Serve, writer: Writer
) -> None:
    await serving()
    for text in ("撞墙了吗", "天气如何", "天气如何？"):
        await answered(world, chat, text, mei)
    await quiet(world)
    rows = writer.submit(lambda c: c.exec_driver_sql("SELECT what, count FROM tallies").fetchall()).result()
    assert {tuple(row) for row in rows} >= {("answer.answered", 1), ("answer.unknown", 2)}
    gaps = writer.submit(lambda c: [dict(row) for row in c.exec_driver_sql("SELECT * FROM gaps").mappings()]).result()
    assert [(gap["shown"], gap["unknown"]) for gap in gaps] == [("天气如何", 2)]
    assert str(mei.id) not in str(gaps)
    assert set(outcomes(writer)) == {"answered"}
