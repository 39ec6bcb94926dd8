"""People ask the real bot from any chat: ``@bot words``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.end_to_end.conftest import SCRIPTED, Launcher
from tests.telegram_server import Chat, Person, TelegramServer, World

NO_WALL = "there is no wall"
typed = st.text(st.characters(exclude_categories=["Cs"]), max_size=128) | st.sampled_from(
    ["\x00", "🙂" * 128, "墙" * 256, "#" * 256, "-" * 256, "a " * 128, "<b>没有墙</b>", "\u202eOrion", "AND OR NOT *:("]
)
needs_corpus = pytest.mark.skipif(SCRIPTED, reason="the scripted engine has three facts")


@pytest.fixture(scope="module")
def telegram() -> Iterator[TelegramServer]:
    """One for all of these: each test has people of its own."""
    with TelegramServer() as server:
        yield server


@pytest.fixture(scope="module", autouse=True)
def bot(telegram: TelegramServer, tmp_path_factory: pytest.TempPathFactory, seed: Path) -> Iterator[None]:
    launcher = Launcher(telegram, tmp_path_factory.mktemp("bot"), seed)
    launcher.start_polling()
    yield
    launcher.close()


def offered(world: World, person: Person, words: str, offset: str = "") -> dict[str, Any]:
    return world.wait_inline(world.inline(person, words, offset))


def test_quote_is_found_and_sent_with_its_source(world: World, group: Chat, mei: Person) -> None:
    answer = offered(world, mei, "没有墙")
    assert NO_WALL in answer["results"][0]["title"]
    message = world.choose(answer, 0, group, mei)
    assert NO_WALL in message["text"]
    assert "[1] 《" in message["text"]
    assert any(entity["type"] == "text_link" for entity in message["entities"])


def test_button_under_a_sent_quote_leads_to_it_in_private(world: World, group: Chat, mei: Person) -> None:
    message = world.choose(offered(world, mei, "没有墙"), 0, group, mei)
    [[button]] = message["reply_markup"]["inline_keyboard"]
    address, _, payload = button["url"].partition("?start=")
    assert address == "https://t.me/newsbot"
    chat = world.private(mei)
    world.say(chat, f"/start {payload}", mei)
    assert NO_WALL in world.wait_said(chat)[0]["text"]


def test_shared_answer_is_offered_alone(world: World, chat: Chat, mei: Person) -> None:
    world.say(chat, "Altman 怎么回应撞墙？", mei)
    [answer] = world.wait_said(chat)
    buttons = [button for row in answer["reply_markup"]["inline_keyboard"] for button in row]
    [shared] = [button["switch_inline_query"] for button in buttons if "switch_inline_query" in button]
    [result] = offered(world, mei, shared)["results"]
    assert result["id"] == "f:" + shared.removeprefix("#")
    assert NO_WALL in result["message"]["text"]


def test_nothing_typed_yet_offers_quotes(world: World, mei: Person) -> None:
    answer = offered(world, mei, "")
    assert answer["results"]
    assert any(NO_WALL in result["title"] for result in answer["results"])


@needs_corpus
def test_name_has_pages_without_repetition(world: World, mei: Person) -> None:
    found: list[str] = []
    for offset in ("", "20", "40"):
        answer = offered(world, mei, "OpenAI", offset)
        found += [result["id"] for result in answer["results"]]
    assert answer["next_offset"] == ""
    assert len(found) == len(set(found)) == 50


@needs_corpus
def test_every_beginning_of_words_is_harmless(world: World, mei: Person) -> None:
    words = "Altman 说没有墙"
    for end in range(1, len(words) + 1):
        answer = offered(world, mei, words[:end])
        assert answer["results"] or answer["button"]
    assert NO_WALL in answer["results"][0]["title"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed, st.sampled_from(["", "20", "x", "-1", "²"]), st.sampled_from(["zh-hans", "zh-tw", "en", "de", ""]))
def test_anything_typed_is_answered(world: World, words: str, offset: str, language: str) -> None:
    answer = offered(world, Person(70_003, "Mei", language), words, offset)
    assert len(answer["results"]) <= 20


@needs_corpus
def test_words_are_answered_in_their_language(world: World) -> None:
    john, mei = Person(70_001, "John", "en"), Person(70_002, "Mei", "zh-hans")
    english = [offered(world, person, "how did Altman respond to the wall") for person in (john, mei)]
    assert [answer["results"][0]["title"] for answer in english] == ["“there is no wall” — Sam Altman"] * 2
    assert not any(answer["is_personal"] for answer in english)
    [hers, his] = [offered(world, person, "Orion") for person in (mei, john)]
    assert hers["is_personal"]
    assert hers["results"][0]["title"] != his["results"][0]["title"]


def test_nothing_found_leads_into_the_private_chat(world: World, chat: Chat, mei: Person) -> None:
    answer = offered(world, mei, "量子火锅外卖")
    assert answer["results"] == []
    world.say(chat, f"/start {answer['button']['start_parameter']}", mei)
    assert world.wait_said(chat)[0]["text"].startswith("你好")


def test_strangers_get_nothing_where_chats_are_given(telegram: TelegramServer, tmp_path: Path, seed: Path) -> None:
    with TelegramServer() as elsewhere:
        launcher = Launcher(elsewhere, tmp_path, seed)
        launcher.start_polling(BOT_ALLOWED_CHATS="42")
        try:
            refused = offered(elsewhere.world, Person(43), "没有墙")
            served = offered(elsewhere.world, Person(42), "没有墙")
        finally:
            launcher.close()
    assert (refused["results"], refused["button"], refused["is_personal"]) == ([], None, True)
    assert served["results"]
    assert served["is_personal"]
