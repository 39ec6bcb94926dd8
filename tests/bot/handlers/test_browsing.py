"""Looking around: every command with and without words, and its pages."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.handlers.browsing import _SEEDS, _following
from nowall.answers import Language
from nowall.database import Writer
from nowall.texts import say
from tests.bot.conftest import Serve
from tests.bot.scripted_engine import ALTMAN, EARLY, LATE, MANY, MODEL, WALL, WALL_FACT
from tests.bot.waiting import answered, buttons, pressed, quiet, said, shown, words
from tests.telegram_server import Chat, Person, World

pytestmark = pytest.mark.filterwarnings("ignore:Please use 'Bot.getUpdates'")
TOPICS = "浏览话题"
Message = dict[str, Any]


def sentence(key: str, **values: object) -> str:
    return say(Language.ZH_HANS, f"bot.{key}", **values)


async def turned(world: World, message: Message, button: str, person: Person, text: str) -> Message:
    """Press a button, and see what the message becomes."""
    assert await pressed(world, message, button, person) == ""
    return await shown(world, message, lambda now: text in now["text"])


async def test_quotes_with_and_without_words(world: World, mei: Person, chat: Chat, serving: Serve) -> None:
    engine = await serving()
    best = await answered(world, chat, "/quote", mei)
    assert best["text"].startswith("原话\n\n")
    named = await answered(world, chat, "/quote Altman 墙", mei)
    assert f"• {WALL_FACT.text}" in named["text"]
    assert "reply_markup" not in named
    nobody = await answered(world, chat, "/quote 天气", mei)
    assert nobody["text"] == sentence("none_quote")
    assert words(nobody) == [TOPICS]
    await answered(world, chat, "他呢", mei, reply_to_message=named)
    assert engine.asked[-1][1][-1].facts == (WALL_FACT.id,)


async def test_timeline_asks_for_its_topic_and_takes_it_from_the_reply(
    world: World, mei: Person, serving: Serve
) -> None:
    await serving()
    group = world.group()
    prompt = await answered(world, group, "/timeline@newsbot", mei)
    assert prompt["text"] == sentence("prompt_timeline")
    assert world.markups[prompt["message_id"]]["input_field_placeholder"] == sentence("example_timeline")
    listed = await answered(world, group, "Orion", mei, reply_to_message=prompt)
    assert listed["text"].startswith("时间线\n\n")
    assert EARLY.text in listed["text"]
    assert LATE.text in listed["text"]
    none = await answered(world, group, "/timeline@newsbot 天气", mei)
    assert none["text"] == sentence("none_timeline")


async def test_pages_of_a_list_are_turned_also_after_a_restart(
    world: World, mei: Person, chat: Chat, serving: Serve
) -> None:
    await serving()
    first = await answered(world, chat, "/timeline 公司", mei)
    assert first["text"].startswith("时间线（12 条中的第 1–5 条）")
    assert words(first) == ["▶"]
    second = await turned(world, first, "▶", mei, "第 6–10 条")
    assert MANY[5].text in second["text"]
    await serving.stop()
    await serving()
    third = await turned(world, second, "▶", mei, "第 11–12 条")
    assert words(third) == ["◀"]
    await turned(world, third, "◀", mei, "第 6–10 条")


@pytest.mark.parametrize("kind", ["quote", "timeline"])
async def test_page_of_a_list_whose_words_are_forgotten_is_outdated(
    world: World, mei: Person, chat: Chat, serving: Serve, writer: Writer, *, kind: str
) -> None:
    await serving()
    listed = await answered(world, chat, f"/{kind} 公司", mei)
    await quiet(world)
    writer.submit(lambda c: c.exec_driver_sql("DELETE FROM turns")).result()
    assert await pressed(world, listed, "▶", mei) == sentence("outdated")


async def test_pages_of_the_best_quotes_need_no_memory(world: World, mei: Person, chat: Chat, serving: Serve) -> None:
    await serving()
    refusal = await answered(world, chat, "/quote 天气", mei)
    await turned(world, refusal, "v1:l:quotes", mei, WALL_FACT.text)


@pytest.mark.parametrize("data", ["v1:l:who", "v1:l:random:3", "v1:l", "v1:l:timelines"])
async def test_list_that_there_is_not_is_outdated(
    world: World, mei: Person, chat: Chat, serving: Serve, data: str
) -> None:
    await serving()
    listed = await answered(world, chat, "/timeline 公司", mei)
    assert await pressed(world, listed, data, mei) == sentence("outdated")


async def test_who_introduces_somebody_and_offers_the_next_pages(
    world: World, mei: Person, chat: Chat, serving: Serve
) -> None:
    engine = await serving()
    card = await answered(world, chat, "/who 奥特曼", mei)
    assert card["text"].startswith("Sam Altman\nOpenAI 的 CEO\n又作：奥特曼\n2 条事实，1 条原话\n\n• ")
    await answered(world, chat, "他呢", mei, reply_to_message=card)
    assert engine.asked[-1][1][-1].facts == (WALL_FACT.id,)
    firm = await answered(world, chat, "/who 公司", mei)
    assert words(firm) == ["▶", "公司 1", "公司 2", "公司 3"]
    second = await turned(world, firm, "▶", mei, "第 6–10 条")
    assert second["text"].startswith("公司 0")
    assert words(second) == ["◀", "▶"]


async def test_other_people_of_a_name_are_a_button_away(world: World, mei: Person, chat: Chat, serving: Serve) -> None:
    await serving()
    firm = await answered(world, chat, "/who 公司", mei)
    other = await turned(world, firm, "公司 2", mei, "公司 2\n")
    assert "公司 0" not in other["text"]


async def test_who_without_a_name_asks_for_it_and_unknown_names_are_told(
    world: World, mei: Person, chat: Chat, serving: Serve
) -> None:
    await serving()
    prompt = await answered(world, chat, "/who", mei)
    assert prompt["text"] == sentence("prompt_who")
    unknown = await answered(world, chat, "张三", mei, reply_to_message=prompt)
    assert unknown["text"] == sentence("who_unknown")
    assert words(unknown) == [TOPICS]


async def test_topics_lead_to_kinds_to_cards_and_back(world: World, mei: Person, chat: Chat, serving: Serve) -> None:
    await serving()
    kinds = await answered(world, chat, "/topics", mei)
    assert words(kinds) == ["机构（10）", "人物（1）", "模型（1）"]
    firms = await turned(world, kinds, "机构（10）", mei, "机构（10）")
    assert words(firms)[0] == "公司 0 (12)"
    assert words(firms)[-2:] == ["▶", TOPICS]
    await turned(world, firms, "▶", mei, "机构（10）")
    more = await shown(world, firms, lambda now: "公司 9 (12)" in words(now))
    again = await turned(world, more, TOPICS, mei, sentence("topics_head"))
    people = await turned(world, again, "人物（1）", mei, "人物（1）")
    await turned(world, people, f"{ALTMAN.name} (2)", mei, "OpenAI 的 CEO")


@pytest.mark.parametrize("data", ["v1:t:planet", "v1:t:person-1:8"])
async def test_kind_that_there_is_not_leads_to_the_kinds(
    world: World, mei: Person, chat: Chat, serving: Serve, data: str
) -> None:
    await serving()
    refusal = await answered(world, chat, "/who 张三", mei)
    await turned(world, refusal, data, mei, sentence("topics_head"))


async def test_entity_that_is_gone_is_told(world: World, mei: Person, chat: Chat, serving: Serve) -> None:
    await serving()
    refusal = await answered(world, chat, "/who 张三", mei)
    assert await pressed(world, refusal, "v1:e:gone000000", mei) == sentence("gone")


async def test_sources_are_listed_and_a_page_that_is_no_longer_there_is_the_last_one(
    world: World, mei: Person, chat: Chat, serving: Serve
) -> None:
    await serving()
    listed = await answered(world, chat, "/sources", mei)
    assert listed["text"].startswith(f"共 2 篇文章\n\n1. 《{WALL.title}》 36氪, 2024-11-14")
    refusal = await answered(world, chat, "/who 张三", mei)
    again = await turned(world, refusal, "v1:q::30", mei, "共 2 篇文章")
    assert again["text"] == listed["text"]


async def test_ids_of_articles_are_shown_to_owners_in_private_only(world: World, mei: Person, serving: Serve) -> None:
    await serving(owners=[mei.id])
    group = world.group()
    listed = await answered(world, group, "/sources@newsbot", mei)
    assert WALL.article not in listed["text"]
    again = await pressed(world, listed, "v1:q", mei)
    assert again == ""
    assert WALL.article not in group.messages[listed["message_id"]]["text"]


async def test_random_shows_something_and_another(world: World, mei: Person, chat: Chat, serving: Serve) -> None:
    engine = await serving()
    one = await answered(world, chat, "/random", mei)
    assert WALL_FACT.text in one["text"]
    assert words(one)[-1] == "再来一条"
    seed = buttons(one)[-1]["callback_data"]
    assert await pressed(world, one, "再来一条", mei) == ""
    other = await shown(world, one, lambda now: buttons(now)[-1]["callback_data"] != seed)
    assert words(other)[-1] == "再来一条"
    await answered(world, chat, "他呢", mei, reply_to_message=other)
    assert engine.asked[-1][1][-1].facts == (WALL_FACT.id,)


async def test_lists_speak_the_language_of_who_asks(world: World, serving: Serve) -> None:
    await serving()
    john = Person(5, "John", "en")
    chat = world.private(john)
    assert (await answered(world, chat, "/timeline 公司", john))["text"].startswith("Timeline (1–5 of 12)")
    assert words(await answered(world, chat, "/topics", john))[0] == "Organisations (10)"
    assert (await answered(world, chat, f"/who {MODEL.name}", john))["text"].startswith("Orion\nFacts: 2, quotes: 0")


async def test_edited_command_edits_its_list(world: World, mei: Person, chat: Chat, serving: Serve) -> None:
    await serving()
    written = world.say(chat, "/quote 天气", mei)
    [none] = await said(world, chat)
    world.edit(written, "/quote Altman")
    await shown(world, none, lambda now: WALL_FACT.text in now["text"])


def test_seeds_come_round_only_when_each_has_been_there() -> None:
    seed, steps = _following(0), 1
    while seed:
        seed, steps = _following(seed), steps + 1
    assert steps == _SEEDS


@given(st.integers(0, 10**12))
def test_seed_after_any_update_fits_a_button(seed: int) -> None:
    assert 0 <= _following(seed) < _SEEDS
