"""Inline queries before a strict Telegram, with a scripted engine."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from bot.handlers.inline import PAGE
from bot.state.preferences import Preferences
from bot.state.preferred import Preferred
from nowall.answers import FactPage, Language
from nowall.database import Writer
from nowall.errors import InputError
from tests.bot.conftest import Serve
from tests.bot.scripted_engine import EARLY, FACTS, LATE, WALL_FACT, ScriptedCatalogue, ScriptedEngine, page
from tests.bot.waiting import quiet, until
from tests.telegram_server import Fault, Person, World
from tests.telegram_server.errors import bad_request

pytestmark = pytest.mark.filterwarnings("ignore:Please use 'Bot.getUpdates'")
JOHN = Person(5, "John", "en")
LI = Person(6, "Li", "zh-tw")


class ManyFacts(ScriptedCatalogue):
    """Seventy facts for any words; none can be read from some."""

    def find(self, words: str, language: Language, start: int, count: int) -> FactPage:
        if "读不了" in words:
            raise InputError("not a question")
        if "崩" in words:
            raise RuntimeError("a bug")
        return page([replace(EARLY, key=f"key{n:07}") for n in range(70)], start, count)


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ScriptedEngine, "catalogue", ManyFacts())


async def offered(world: World, person: Person, words: str, offset: str = "") -> dict[str, Any]:
    """The bot's answer to an inline query."""
    query = world.inline(person, words, offset)
    answer: dict[str, Any] = await asyncio.to_thread(world.wait_inline, query)
    return answer


def ids(answer: dict[str, Any]) -> list[str]:
    return [result["id"] for result in answer["results"]]


async def test_words_are_answered_with_what_fits(world: World, mei: Person, serving: Serve) -> None:
    await serving()
    answer = await offered(world, mei, "Orion")
    assert ids(answer) == [f"f:{EARLY.key}", f"f:{LATE.key}"]
    assert answer["cache_time"] == 60
    assert not answer["next_offset"]
    assert answer["button"] is None


async def test_chosen_result_becomes_an_answer_with_its_source(world: World, mei: Person, serving: Serve) -> None:
    await serving()
    message = world.choose(await offered(world, mei, "没有墙"), 0, world.group(), mei)
    assert message["text"].startswith("there is no wall\nSam Altman 在 X 上回应")
    assert "[1] 《撞墙了吗》 36氪, 2024-11-14" in message["text"]
    assert [e["type"] for e in message["entities"]].count("text_link") == 1
    [[button]] = message["reply_markup"]["inline_keyboard"]
    assert button["url"] == f"https://t.me/newsbot?start=f_{WALL_FACT.key}"


async def test_sent_result_is_no_question_to_the_bot(world: World, mei: Person, serving: Serve) -> None:
    engine = await serving()
    world.choose(await offered(world, mei, "没有墙"), 0, world.private(mei), mei)
    await quiet(world)
    assert not engine.asked
    assert not world.made("sendMessage")


@pytest.mark.parametrize("words", ["", "   ", "\n"])
async def test_nothing_typed_yet_offers_the_best_known_quotes(
    world: World, mei: Person, serving: Serve, words: str
) -> None:
    await serving()
    known = ScriptedCatalogue().quotes("", Language.ZH_HANS, 0, PAGE).facts
    assert ids(await offered(world, mei, words)) == [f"f:{fact.key}" for fact in known]


@pytest.mark.parametrize("fact", FACTS)
async def test_shared_key_offers_exactly_this_fact(world: World, mei: Person, serving: Serve, fact: Any) -> None:
    await serving()
    answer = await offered(world, mei, f"#{fact.key}")
    assert ids(answer) == [f"f:{fact.key}"]
    assert answer["is_personal"]


async def test_nothing_found_leads_into_the_private_chat(world: World, mei: Person, serving: Serve) -> None:
    await serving()
    answer = await offered(world, mei, "明天的天气")
    assert answer["results"] == []
    assert answer["button"] == {"text": "资料里没有，去私聊里问问", "start_parameter": "ask"}
    chat = world.private(mei)
    world.say(chat, "/start ask", mei)
    [greeting] = await asyncio.to_thread(world.wait_said, chat)
    assert greeting["text"].startswith("你好")


async def test_fifty_results_come_in_three_pages(world: World, mei: Person, serving: Serve, many: None) -> None:
    await serving()
    pages = [await offered(world, mei, "x", offset) for offset in ("", "20", "40")]
    assert [answer["next_offset"] for answer in pages] == ["20", "40", ""]
    assert [one for answer in pages for one in ids(answer)] == [f"f:key{n:07}" for n in range(50)]


@pytest.mark.parametrize("offset", ["-1", "x", "²", "1.5", "0", " ", "٣", "99999", "9" * 60])
async def test_odd_offset_is_the_first_page(world: World, mei: Person, serving: Serve, many: None, offset: str) -> None:
    await serving()
    answer = await offered(world, mei, "x", offset)
    assert ids(answer)[0] == "f:key0000000"
    assert len(answer["results"]) == 20


@pytest.mark.parametrize("offset", ["50", "70", "9999"])
async def test_offset_beyond_the_end_is_empty_without_a_button(
    world: World, mei: Person, serving: Serve, many: None, offset: str
) -> None:
    await serving()
    answer = await offered(world, mei, "x", offset)
    assert (answer["results"], answer["next_offset"], answer["button"]) == ([], "", None)


async def test_words_that_cannot_be_read_find_nothing(world: World, mei: Person, serving: Serve, many: None) -> None:
    await serving()
    answer = await offered(world, mei, "读不了")
    assert answer["results"] == []
    assert answer["button"]


async def test_words_that_show_their_language_are_answered_alike_for_everybody(world: World, serving: Serve) -> None:
    await serving()
    for person in (JOHN, LI):
        answer = await offered(world, person, "没有墙")
        assert answer["results"][0]["reply_markup"]["inline_keyboard"][0][0]["text"] == "继续追问"
        assert not answer["is_personal"]


async def test_words_that_show_no_language_are_answered_in_the_clients_for_one_alone(
    world: World, serving: Serve
) -> None:
    await serving()
    answers = [await offered(world, person, "Weather") for person in (JOHN, LI)]
    told = [answer["button"]["text"] for answer in answers]
    assert told == ["The articles do not say. Ask me in private", "資料裡沒有，去私聊裡問問"]
    assert all(answer["is_personal"] for answer in answers)


async def test_language_that_a_person_has_set_counts_and_is_cached_for_them_alone(
    world: World, mei: Person, serving: Serve, writer: Writer
) -> None:
    await Preferred(writer).set(mei.id, Preferences(language=Language.EN))
    await serving()
    answer = await offered(world, mei, "没有墙")
    [result] = answer["results"]
    assert result["reply_markup"]["inline_keyboard"][0][0]["text"] == "Ask more"
    assert answer["is_personal"]


async def test_short_sources_that_a_person_has_set_are_cached_for_them_alone(
    world: World, mei: Person, serving: Serve, writer: Writer
) -> None:
    await Preferred(writer).set(mei.id, Preferences(long_sources=False))
    await serving()
    answer = await offered(world, mei, "没有墙")
    assert "撞墙了吗" not in answer["results"][0]["message"]["text"]
    assert answer["is_personal"]


async def test_who_is_not_served_gets_nothing(world: World, mei: Person, serving: Serve) -> None:
    await serving(allowed_chats=[JOHN.id])
    answer = await offered(world, mei, "没有墙")
    assert (answer["results"], answer["button"], answer["is_personal"]) == ([], None, True)
    theirs = await offered(world, JOHN, "没有墙")
    assert theirs["results"]
    assert theirs["is_personal"]


async def test_query_that_is_too_old_is_no_trouble(
    world: World, mei: Person, serving: Serve, capsys: pytest.CaptureFixture[str]
) -> None:
    await serving()
    too_old = "query is too old and response timeout expired or query ID is invalid"
    world.break_next("answerInlineQuery", Fault(error=bad_request(too_old)))
    world.inline(mei, "没有墙")
    await until(world, lambda: world.made("answerInlineQuery"))
    assert (await offered(world, mei, "Orion"))["results"]
    assert "inline.failed" not in "".join(capsys.readouterr())


@pytest.mark.parametrize("fault", [Fault(drop=True), Fault(error=bad_request("RESULT_ID_INVALID"))])
async def test_answer_that_fails_is_not_repeated(world: World, mei: Person, serving: Serve, fault: Fault) -> None:
    await serving()
    world.break_next("answerInlineQuery", fault)
    world.inline(mei, "没有墙")
    await until(world, lambda: world.made("answerInlineQuery"))
    await quiet(world)
    assert len(world.made("answerInlineQuery")) == 1
    assert (await offered(world, mei, "Orion"))["results"]


async def test_bug_leaves_a_query_unanswered_and_the_next_one_not(
    world: World, mei: Person, serving: Serve, many: None
) -> None:
    await serving()
    world.inline(mei, "崩")
    await quiet(world)
    assert not world.made("answerInlineQuery")
    assert (await offered(world, mei, "x"))["results"]


async def test_queries_of_many_people_are_all_answered(world: World, serving: Serve) -> None:
    await serving()
    queries = [world.inline(Person(9000 + n), "没有墙") for n in range(60)]
    for query in queries:
        await asyncio.to_thread(world.wait_inline, query)


@pytest.mark.parametrize(
    "words", ["\x00\x01", "\u202e墙", "#" * 256, "🙂" * 128, "<b>", "' OR 1=1 --", "墙" * 256, "#"]
)
async def test_odd_words_are_answered(world: World, mei: Person, serving: Serve, words: str) -> None:
    await serving()
    await offered(world, mei, words)
