"""What only owners may: gaps and numbers, before a strict Telegram, with a scripted engine."""

from __future__ import annotations

from typing import Any

import pytest

from nowall.errors import PackError
from tests.bot.conftest import Serve
from tests.bot.scripted_engine import EARLY, TOPICS, WALL_FACT, ScriptedEngine
from tests.bot.waiting import answered, buttons, pressed, shown, words
from tests.telegram_server import Chat, Person, World

pytestmark = pytest.mark.filterwarnings("ignore:Please use 'Bot.getUpdates'")
OWNER = Person(42, "Boss")
Message = dict[str, Any]


@pytest.fixture
def office(world: World) -> Chat:
    return world.private(OWNER)


async def listed(world: World, office: Chat) -> Message:
    return await answered(world, office, "/gaps", OWNER)


async def test_unanswered_question_is_listed_opened_and_done(
    world: World, chat: Chat, mei: Person, office: Chat, serving: Serve
) -> None:
    await serving(owners="42")
    for question in ("天气如何？", "天气如何", "几点了"):
        await answered(world, chat, question, mei)
    gaps = await listed(world, office)
    assert gaps["text"].splitlines()[2:4] == ["1. 天气如何？", "没答上 2 次"]
    assert words(gaps) == ["1", "2"]
    await pressed(world, gaps, "1", OWNER)
    gap = await shown(world, gaps, lambda message: "[[fact]]" in message["text"])
    assert [e["type"] for e in gap["entities"]][-1] == "pre"
    assert words(gap) == [*(topic.text for topic in TOPICS), "已处理", "‹ 返回列表"]
    assert "已处理" in await pressed(world, gap, "已处理", OWNER)
    gaps = await shown(world, gaps, lambda message: "[[fact]]" not in message["text"])
    assert "1. 几点了" in gaps["text"]
    assert "天气" not in gaps["text"]


async def test_disliked_answer_is_listed_with_its_reason_and_shown(
    world: World, chat: Chat, mei: Person, office: Chat, serving: Serve
) -> None:
    await serving(owners="42")
    answer = await answered(world, chat, "撞墙了吗", mei)
    await pressed(world, answer, "👎", mei)
    answer = await shown(world, answer, lambda message: "过时了" in words(message))
    await pressed(world, answer, "过时了", mei)
    gaps = await listed(world, office)
    assert "👎 1 · 过时了 1" in gaps["text"]
    await pressed(world, gaps, "1", OWNER)
    gap = await shown(world, gaps, lambda message: "[[fact]]" in message["text"])
    assert f"被点 👎 的答案：\n• {WALL_FACT.text}" in gap["text"]


async def test_card_of_a_near_record_leads_back_to_the_list(
    world: World, chat: Chat, mei: Person, office: Chat, serving: Serve
) -> None:
    await serving(owners="42")
    await answered(world, chat, "天气如何", mei)
    gaps = await listed(world, office)
    await pressed(world, gaps, "1", OWNER)
    gap = await shown(world, gaps, lambda message: "[[fact]]" in message["text"])
    await pressed(world, gap, f"v1:f:{EARLY.key}", OWNER)
    card = await shown(world, gap, lambda message: EARLY.text in message["text"] and "[[fact]]" not in message["text"])
    await pressed(world, card, "‹ 返回列表", OWNER)
    await shown(world, gap, lambda message: "没答好的问题" in message["text"])


async def test_done_on_the_last_page_shows_the_one_before(
    world: World, chat: Chat, mei: Person, office: Chat, serving: Serve
) -> None:
    await serving(owners="42")
    for number in range(6):
        await answered(world, chat, f"第{number}个天气", mei)
    gaps = await listed(world, office)
    await pressed(world, gaps, "▶", OWNER)
    gaps = await shown(world, gaps, lambda message: words(message) == ["6", "◀"])
    await pressed(world, gaps, buttons(gaps)[0]["callback_data"].replace(":h:", ":i:"), OWNER)
    gaps = await shown(world, gaps, lambda message: words(message) == ["1", "2", "3", "4", "5"])


async def test_gap_that_is_closed_already_is_told_politely(
    world: World, chat: Chat, mei: Person, office: Chat, serving: Serve
) -> None:
    await serving(owners="42")
    await answered(world, chat, "天气如何", mei)
    gaps = await listed(world, office)
    number = buttons(gaps)[0]["callback_data"]
    for data in (number.replace(":h:", ":i:"), number, "v1:i:99", "v1:h:x"):
        told = await pressed(world, gaps, data, OWNER)
    assert told == "这个问题已经处理过了。"
    await shown(world, gaps, lambda message: message["text"] == "没有待处理的问题。")


@pytest.fixture
def broken_pack(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> str:
        raise PackError("gone")

    monkeypatch.setattr(ScriptedEngine, "draft", broken)


@pytest.mark.usefixtures("broken_pack")
async def test_unreadable_pack_leaves_the_draft_out(
    world: World, chat: Chat, mei: Person, office: Chat, serving: Serve
) -> None:
    await serving(owners="42")
    await answered(world, chat, "天气如何", mei)
    gaps = await listed(world, office)
    await pressed(world, gaps, "1", OWNER)
    gap = await shown(world, gaps, lambda message: "已处理" in words(message))
    assert "[[fact]]" not in gap["text"]


@pytest.mark.parametrize("command", ["/gaps", "/stats"])
async def test_strangers_are_refused(world: World, chat: Chat, mei: Person, serving: Serve, command: str) -> None:
    await serving(owners="42")
    refusal = await answered(world, chat, command, mei)
    assert refusal["text"] == "抱歉，这个功能只给机器人的主人用。"
    for data in ("v1:g", "v1:h:1", "v1:i:1"):
        assert "主人" in await pressed(world, refusal, data, mei)


async def test_gaps_are_shown_in_private_only(world: World, mei: Person, chat: Chat, serving: Serve) -> None:
    await serving(owners="42")
    group = world.group()
    await answered(world, chat, "天气如何", mei)
    told = await answered(world, group, "/gaps@newsbot", OWNER)
    assert "私聊" in told["text"]
    await pressed(world, told, "v1:g", OWNER)
    assert "天气" not in world.said(group)[0]["text"]


async def test_stats_count_answers_votes_and_chats(
    world: World, chat: Chat, mei: Person, office: Chat, serving: Serve
) -> None:
    await serving(owners="42")
    answer = await answered(world, chat, "撞墙了吗", mei)
    await answered(world, chat, "天气如何", mei)
    for vote in ("v1:u", "v1:d", "v1:d", "v1:u"):
        await pressed(world, answer, vote, mei)
    told = (await answered(world, office, "/stats", OWNER))["text"]
    assert "文章 2 · 事实 3 · 原话 1 · 名称 2" in told
    assert "1  1  1  答上" in told
    assert "1  1  1  没答上" in told
    assert "1  1  1  👍" in told
    assert "0  0  0  👎" in told
    assert "已运行 0 天 0 小时 0 分" in told
