"""What is said to the bot without being a question."""

from __future__ import annotations

import pytest

from nowall.answers import Language
from nowall.texts import say
from tests.bot.conftest import Serve
from tests.bot.scripted_engine import EARLY, WALL, WALL_FACT
from tests.bot.waiting import answered, buttons, quiet, said, until
from tests.telegram_server import Chat, Person, World

pytestmark = pytest.mark.filterwarnings("ignore:Please use 'Bot.getUpdates'")
JOHN, LIN = Person(5, "John", "en"), Person(6, "Lin", "zh-hant")


@pytest.mark.parametrize(
    ("language", "greeting"),
    [("zh-hans", Language.ZH_HANS), ("zh-tw", Language.ZH_HANT), ("en", Language.EN), ("fr", Language.EN)],
)
async def test_greeting_is_in_the_language_of_the_client(
    world: World, serving: Serve, *, language: str, greeting: Language
) -> None:
    await serving()
    person = Person(5, "Somebody", language)
    assert (await answered(world, world.private(person), "/start", person))["text"] == say(greeting, "bot.hello")


async def test_who_reads_traditional_chinese_gets_commands_described_in_it(world: World, serving: Serve) -> None:
    await serving()
    for person in (LIN, JOHN):
        await answered(world, world.private(person), "/start", person)
    own = (f"chat {LIN.id}", "")
    await until(world, lambda: own in world.profile["commands"])
    described = {each["command"]: each["description"] for each in world.profile["commands"][own]}
    assert described["topics"] == say(Language.ZH_HANT, "bot.command_topics")
    await quiet(world)
    assert (f"chat {JOHN.id}", "") not in world.profile["commands"]


async def test_deep_links_lead_to_facts_and_articles_and_can_be_followed_up(
    world: World, mei: Person, chat: Chat, serving: Serve
) -> None:
    engine = await serving()
    fact = await answered(world, chat, f"/start f_{EARLY.key}", mei)
    assert EARLY.text in fact["text"]
    assert buttons(fact)[0]["callback_data"] == f"v1:m:{EARLY.key}"
    await answered(world, chat, "他呢", mei, reply_to_message=fact)
    assert engine.asked[-1][1][-1].facts == (EARLY.id,)
    article = await answered(world, chat, f"/start a_{WALL.key}", mei)
    assert article["text"].startswith(f"《{WALL.title}》")
    assert buttons(article)[0]["callback_data"] == f"v1:f:{WALL_FACT.key}"


@pytest.mark.parametrize("link", ["f_gone000000", "a_gone"])
async def test_link_to_what_is_gone_is_told(world: World, mei: Person, chat: Chat, serving: Serve, link: str) -> None:
    await serving()
    assert (await answered(world, chat, f"/start {link}", mei))["text"] == say(Language.ZH_HANS, "bot.gone")


@pytest.mark.parametrize("link", ["x_1", "f_", "f_../etc", "inline", "f_墙"])
async def test_link_that_is_none_is_greeted(world: World, mei: Person, chat: Chat, serving: Serve, link: str) -> None:
    await serving()
    assert (await answered(world, chat, f"/start {link}", mei))["text"] == say(Language.ZH_HANS, "bot.hello")


async def test_mistyped_command_gets_the_nearest_one_that_one_may_use(
    world: World, mei: Person, chat: Chat, serving: Serve
) -> None:
    await serving(owners="42")
    told = await answered(world, chat, "/qoute Altman", mei)
    assert told["text"] == say(Language.ZH_HANS, "bot.nearest_command", command="quote")
    told = await answered(world, chat, "/gapss", mei)
    assert "/gaps" not in told["text"]
    boss = Person(42, "Boss")
    told = await answered(world, world.private(boss), "/gapss", boss)
    assert told["text"] == say(Language.ZH_HANS, "bot.nearest_command", command="gaps")
    told = await answered(world, chat, "/frobnicate", mei)
    assert told["text"] == say(Language.ZH_HANS, "bot.unknown_command")


async def test_unknown_command_in_a_group_is_none_of_the_bots_unless_it_is_named(
    world: World, mei: Person, serving: Serve
) -> None:
    await serving()
    group = world.group()
    world.say(group, "/qoute", mei)
    world.say(group, "/qoute@otherbot", mei)
    told = await answered(world, group, "/qoute@newsbot", mei)
    await quiet(world)
    assert "/quote" in told["text"]
    assert len(world.said(group)) == 1


async def test_help_lists_every_command_that_one_may_use(world: World, mei: Person, serving: Serve) -> None:
    await serving(owners="42")
    boss = Person(42, "Boss")
    for person, owner in ((mei, False), (JOHN, False), (LIN, False), (boss, True)):
        manual = (await answered(world, world.private(person), "/help", person))["text"]
        everyone = ("ask", "quote", "who", "timeline", "topics", "sources", "random", "settings", "privacy")
        assert all(f"/{command}" in manual for command in everyone)
        assert all((f"/{command}" in manual) is owner for command in ("gaps", "stats", "add", "remove"))


async def test_what_is_no_text_is_explained_in_private_and_ignored_in_groups(
    world: World, mei: Person, chat: Chat, serving: Serve
) -> None:
    await serving()
    sticker = {"file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1}
    sticker |= {"is_animated": False, "is_video": False}
    group = world.group()
    answer = await answered(world, group, "/ask@newsbot 撞墙了吗", mei)
    world.post(group, mei, sticker=sticker, reply_to_message=answer)
    world.post(chat, mei, sticker=sticker)
    [hint] = await said(world, chat)
    assert hint["text"] == say(Language.ZH_HANS, "bot.media")
    await quiet(world)
    assert len(world.said(group)) == 1
