"""👍 and 👎 under an answer: one vote a person, counted on the buttons, reasons if one likes."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from bot.state.schema import GAPS
from nowall.answers import Language
from nowall.database import Writer
from nowall.texts import say
from tests.bot.conftest import Serve
from tests.bot.waiting import answered, outcomes, pressed, quiet, shown, words
from tests.telegram_server import Chat, Fault, Person, World
from tests.telegram_server.errors import ApiError, bad_request

pytestmark = pytest.mark.filterwarnings("ignore:Please use 'Bot.getUpdates'")
LI = Person(1002, "Li")
REASONS = ["不对", "答非所问", "过时了", "不完整"]
UP, DOWN = "v1:u", "v1:d"
Message = dict[str, Any]


def said(key: str) -> str:
    return say(Language.ZH_HANS, f"bot.{key}")


def counts(message: Message) -> list[str]:
    return [word for word in words(message) if word[0] in "👍👎"]


def gaps(writer: Writer) -> list[Message]:
    return writer.submit(lambda c: [dict(row) for row in c.execute(select(GAPS)).mappings()]).result()


async def test_vote_is_thanked_for_counted_changed_and_taken_back(
    world: World, mei: Person, chat: Chat, serving: Serve
) -> None:
    await serving()
    answer = await answered(world, chat, "撞墙了吗", mei)
    assert counts(answer) == ["👍", "👎"]
    assert await pressed(world, answer, UP, mei) == said("voted_up")
    up = await shown(world, answer, lambda message: counts(message) == ["👍 1", "👎"])
    assert await pressed(world, up, DOWN, mei) == said("voted_down")
    down = await shown(world, answer, lambda message: counts(message) == ["👍", "👎 1"])
    assert words(down)[-4:] == REASONS
    assert await pressed(world, down, DOWN, mei) == said("vote_back")
    back = await shown(world, answer, lambda message: counts(message) == ["👍", "👎"])
    assert words(back) == words(answer)
    assert back["text"] == answer["text"]


async def test_several_people_are_counted_together(world: World, mei: Person, serving: Serve) -> None:
    await serving()
    group = world.group()
    answer = await answered(world, group, "/ask@newsbot 撞墙了吗", mei)
    for number in range(3):
        await pressed(world, answer, UP, Person(2000 + number))  # all see the buttons as they were at first
    await pressed(world, answer, DOWN, LI)
    await shown(world, answer, lambda message: counts(message) == ["👍 3", "👎 1"])
    await pressed(world, answer, UP, Person(2000))
    await shown(world, answer, lambda message: counts(message) == ["👍 2", "👎 1"])


async def test_reason_is_noted_once_and_the_choice_of_reasons_goes(
    world: World, mei: Person, chat: Chat, serving: Serve, writer: Writer
) -> None:
    await serving()
    answer = await answered(world, chat, "撞墙了吗", mei)
    await pressed(world, answer, DOWN, mei)
    asking = await shown(world, answer, lambda message: "不对" in words(message))
    assert await pressed(world, asking, "不对", mei) == said("voted_why")
    told = await shown(world, answer, lambda message: "不对" not in words(message))
    assert counts(told) == ["👍", "👎 1"]
    [gap] = gaps(writer)
    assert (gap["shown"], gap["disliked"], gap["reasons"]) == ("撞墙了吗", 1, {"wrong": 1})


@pytest.mark.parametrize("reason", ["v1:w:wrong", "v1:w:rude", "v1:w"])
async def test_reason_is_for_who_dislikes_the_answer(
    world: World, mei: Person, serving: Serve, writer: Writer, *, reason: str
) -> None:
    await serving()
    group = world.group()
    answer = await answered(world, group, "/ask@newsbot 撞墙了吗", mei)
    await pressed(world, answer, DOWN, mei)
    asking = await shown(world, answer, lambda message: "不对" in words(message))
    assert await pressed(world, asking, reason, LI) == said("vote_first")
    await quiet(world)
    assert group.messages[answer["message_id"]]["reply_markup"] == asking["reply_markup"]
    assert [gap["reasons"] for gap in gaps(writer)] == [{}]


async def test_dislike_that_is_taken_back_leaves_no_gap(
    world: World, mei: Person, chat: Chat, serving: Serve, writer: Writer
) -> None:
    await serving()
    answer = await answered(world, chat, "撞墙了吗", mei)
    await pressed(world, answer, DOWN, mei)
    assert len(gaps(writer)) == 1
    await pressed(world, answer, UP, mei)
    assert gaps(writer) == []


async def test_vote_whose_thanks_are_lost_still_counts(
    world: World, mei: Person, chat: Chat, serving: Serve, writer: Writer
) -> None:
    await serving()
    answer = await answered(world, chat, "撞墙了吗", mei)
    world.break_next("answerCallbackQuery", Fault(drop=True))
    world.press(answer, UP, mei)
    await shown(world, answer, lambda message: counts(message) == ["👍 1", "👎"])
    await quiet(world)
    assert outcomes(writer) == ["answered", "voted"]


async def test_press_that_telegram_delivers_once_more_is_counted_once(
    world: World, mei: Person, chat: Chat, serving: Serve, writer: Writer
) -> None:
    await serving()
    answer = await answered(world, chat, "撞墙了吗", mei)
    with world.lock:
        world.press(answer, UP, mei)
        repeated = world.updates[-1]
    await shown(world, answer, lambda message: counts(message) == ["👍 1", "👎"])
    await serving.stop()
    world.updates.append(repeated)
    await serving()
    await quiet(world)
    await pressed(world, answer, UP, LI)
    await shown(world, answer, lambda message: counts(message) == ["👍 2", "👎"])
    assert outcomes(writer) == ["answered", "voted", "voted"]


@pytest.mark.parametrize("error", [bad_request("message is not modified"), ApiError(502, "Bad Gateway")])
async def test_vote_counts_where_the_buttons_cannot_be_changed(
    world: World, mei: Person, chat: Chat, serving: Serve, *, error: ApiError
) -> None:
    await serving()
    answer = await answered(world, chat, "撞墙了吗", mei)
    world.break_next("editMessageReplyMarkup", Fault(error=error))
    assert await pressed(world, answer, UP, mei) == said("voted_up")
    await pressed(world, answer, UP, LI)
    await shown(world, answer, lambda message: counts(message) == ["👍 2", "👎"])


async def test_votes_of_one_chat_are_not_those_of_another(
    world: World, mei: Person, chat: Chat, serving: Serve
) -> None:
    await serving()
    group = world.group()
    here = await answered(world, chat, "撞墙了吗", mei)
    there = await answered(world, group, "/ask@newsbot 撞墙了吗", mei)
    await pressed(world, here, UP, mei)
    await pressed(world, there, DOWN, mei)
    await shown(world, here, lambda message: counts(message) == ["👍 1", "👎"])
    await shown(world, there, lambda message: counts(message) == ["👍", "👎 1"])


async def test_card_that_takes_an_answers_place_begins_without_votes(
    world: World, mei: Person, chat: Chat, serving: Serve
) -> None:
    await serving()
    refusal = await answered(world, chat, "天气如何", mei)
    await pressed(world, refusal, "Orion 何时发布", mei)
    card = await shown(world, refusal, lambda message: "The Verge" in message["text"])
    await pressed(world, card, UP, mei)
    voted = await shown(world, card, lambda message: counts(message) == ["👍 1", "👎"])
    await pressed(world, voted, "Altman 怎么回应撞墙", mei)
    other = await shown(world, card, lambda message: "there is no wall" in message["text"])
    assert counts(other) == ["👍", "👎"]
    assert await pressed(world, other, UP, mei) == said("voted_up")
