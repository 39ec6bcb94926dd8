"""Every command, with and without what it needs, in the three languages."""

from __future__ import annotations

import pytest

from tests.end_to_end.conftest import Launcher
from tests.end_to_end.talking import answer, buttons, links, marked, pressed, silent
from tests.telegram_server import Chat, Person, TelegramServer, World

JOHN, LIN = Person(900, "John", "en"), Person(901, "Lin", "zh-hant")


@pytest.fixture(scope="module")
def telegram(one_telegram: TelegramServer) -> TelegramServer:
    return one_telegram


@pytest.fixture(scope="module", autouse=True)
def bot(one_launcher: Launcher) -> None:
    one_launcher.start_polling(NOWALL_SEMANTIC="false")


def test_quote_of_somebody_about_something(world: World, chat: Chat, mei: Person) -> None:
    quotes = answer(world, chat, "/quote Altman 墙", mei)
    assert "there is no wall" in quotes["text"]
    assert links(quotes)


def test_quote_alone_shows_known_ones_and_pages_through_them(world: World, chat: Chat, mei: Person) -> None:
    first = answer(world, chat, "/quote", mei)
    assert marked(first, "bold")[0] == "原话"
    second = pressed(world, first, "▶", mei)
    assert second["text"] != first["text"]
    assert "◀" in buttons(second)
    assert pressed(world, second, "◀", mei)["text"] == first["text"]


def test_quote_of_nobody_offers_topics(world: World, chat: Chat, mei: Person) -> None:
    nothing = answer(world, chat, "/quote 红烧肉", mei)
    assert not links(nothing)
    assert buttons(nothing) == ["浏览话题"]
    assert "人物" in str(pressed(world, nothing, "浏览话题", mei, "人物"))


@pytest.mark.parametrize("name", ["Sutskever", "苏茨克维尔", "伊利亚"])
def test_who_introduces_somebody_by_any_name(world: World, chat: Chat, mei: Person, name: str) -> None:
    card = answer(world, chat, f"/who {name}", mei)
    assert marked(card, "bold")[0] == "Ilya Sutskever"
    assert "创始人" in card["text"]
    assert links(card)


def test_who_of_a_stranger_says_so(world: World, chat: Chat, mei: Person) -> None:
    assert "没有这个名字" in answer(world, chat, "/who 白居易", mei)["text"]


@pytest.mark.parametrize("command", ["ask", "who", "timeline"])
def test_command_without_its_argument_asks_for_it(world: World, chat: Chat, mei: Person, command: str) -> None:
    prompt = answer(world, chat, f"/{command}", mei)
    sent = world.made("sendMessage")[-1].parameters["reply_markup"]
    assert sent["force_reply"]
    assert sent["input_field_placeholder"]
    after = answer(world, chat, "Orion", mei, reply_to_message=prompt)
    assert "Orion" in after["text"]


def test_timeline_is_in_order_and_pages(world: World, chat: Chat, mei: Person) -> None:
    first = answer(world, chat, "/timeline Orion", mei)
    assert "2024 年 9 月" in first["text"]
    later = pressed(world, first, "▶", mei)
    assert later["text"] != first["text"]


def test_topics_lead_to_facts(world: World, chat: Chat, mei: Person) -> None:
    kinds = answer(world, chat, "/topics", mei)
    people = pressed(world, kinds, next(b for b in buttons(kinds) if b.startswith("人物")), mei)
    altman = next(b for b in buttons(people) if b.startswith("Sam Altman"))
    card = pressed(world, people, altman, mei, "CEO")
    assert links(card)


def test_random_gives_something_else_each_time(world: World, chat: Chat, mei: Person) -> None:
    message = answer(world, chat, "/random", mei)
    seen = {message["text"]}
    for _ in range(3):
        message = pressed(world, message, "再来一条", mei)
        seen.add(message["text"])
    assert len(seen) > 1
    assert links(message)


def test_sources_lists_all_articles(world: World, chat: Chat, mei: Person) -> None:
    assert len(links(answer(world, chat, "/sources", mei))) == 5


def test_mistyped_command_gets_the_nearest(world: World, chat: Chat, group: Chat, mei: Person) -> None:
    assert "/timeline" in answer(world, chat, "/timelin Orion", mei)["text"]
    assert "/help" in answer(world, chat, "/xyzzy", mei)["text"]
    assert "/quote" in answer(world, group, "/qoute@newsbot Altman", mei)["text"]
    assert silent(world, group, "/qoute Altman", mei)


@pytest.mark.parametrize(
    ("command", "english", "traditional"),
    [
        ("/start", "Hello", "發問"),
        ("/help", "Just ask", "發問"),
        ("/quote", "What was said", "原話"),
        ("/who", "Whom or what", "想了解誰"),
        ("/timeline Orion", "Timeline", "時間線"),
        ("/topics", "browse", "想看哪一類"),
        ("/sources", "5 articles", "5 篇文章"),
        ("/settings", "Settings", "設定"),
        ("/privacy", "What is stored", "保存"),
        ("/nonsense", "no such command", "沒有這個指令"),
    ],
)
def test_commands_speak_the_language_of_the_client(world: World, command: str, english: str, traditional: str) -> None:
    assert english in answer(world, world.private(JOHN), command, JOHN)["text"]
    assert traditional in answer(world, world.private(LIN), command, LIN)["text"]


def test_commands_are_described_by_scope_and_language(world: World) -> None:
    world.wait(lambda: len(world.profile["short_description"]) >= 3)
    commands = world.profile["commands"]
    names = {scope: [c["command"] for c in commands[scope, "zh"]] for scope, _ in commands if (scope, "zh") in commands}
    assert {"gaps", "stats", "add", "remove"}.isdisjoint(names["all_private_chats"])
    assert "settings" in names["all_private_chats"]
    assert "settings" not in names["all_group_chats"]
    assert "settings" in names["all_chat_administrators"]
    assert all(commands["all_private_chats", language] for language in ("", "en", "zh"))
    assert "原话" in str(commands["all_group_chats", "zh"])


def test_who_reads_traditional_gets_commands_in_it_by_the_chats_own_scope(world: World) -> None:
    reader = Person(902, "Ting", "zh-tw")
    answer(world, world.private(reader), "/start", reader)
    own = world.wait(lambda: world.profile["commands"].get((f"chat {reader.id}", "")))
    assert "提問" in str(own)
