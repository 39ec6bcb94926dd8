"""In which language the bot speaks: as set, else as asked, else as the client is."""

from __future__ import annotations

import pytest

from tests.end_to_end.conftest import Launcher
from tests.end_to_end.talking import answer, buttons, pressed
from tests.end_to_end.test_conversations import NO_WALL
from tests.telegram_server import Chat, Person, TelegramServer, World

JOHN, LIN = Person(900, "John", "en"), Person(901, "Lin", "zh-hant")
LEVELS = {"zh-Hans": "聊天机器人", "zh-Hant": "聊天機器人", "en": "chatbots"}


@pytest.fixture(scope="module")
def telegram(one_telegram: TelegramServer) -> TelegramServer:
    return one_telegram


@pytest.fixture(scope="module", autouse=True)
def bot(one_launcher: Launcher) -> None:
    one_launcher.start_polling(NOWALL_SEMANTIC="false")


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("OpenAI 把 AGI 分成哪五级？", "zh-Hans"),
        ("OpenAI 把 AGI 分成哪五級？", "zh-Hant"),
        ("What are the five levels of AGI?", "en"),
    ],
)
@pytest.mark.parametrize("client", ["zh-hans", "zh-hant", "en", "de", ""])
def test_question_decides_whatever_the_client(
    world: World, mei: Person, question: str, language: str, client: str
) -> None:
    person = Person(mei.id + 30_000, "Somebody", client)
    assert LEVELS[language] in answer(world, world.private(person), question, person)["text"]


@pytest.mark.parametrize(("client", "said"), [("zh-hans", "转发"), ("zh-hant", "轉傳"), ("en", "Share")])
def test_client_decides_where_the_question_shows_no_language(world: World, mei: Person, client: str, said: str) -> None:
    person = Person(mei.id + 40_000, "Somebody", client)
    assert said in buttons(answer(world, world.private(person), "Orion?", person))


@pytest.mark.parametrize(("button", "language"), [("简体", "zh-Hans"), ("繁体", "zh-Hant"), ("English", "en")])
def test_setting_decides_before_all(world: World, chat: Chat, mei: Person, button: str, language: str) -> None:
    settings = answer(world, chat, "/settings", mei)
    pressed(world, settings, button, mei)
    for question in ("OpenAI 把 AGI 分成哪五级？", "What are the five levels of AGI?"):
        assert LEVELS[language] in answer(world, chat, question, mei)["text"]


def test_traditional_reader_gets_the_quote_as_it_was_said(world: World) -> None:
    asked = answer(world, world.private(LIN), "奧特曼怎麼回應撞牆？", LIN)
    assert NO_WALL in asked["text"]
    assert "回應" in asked["text"]
    assert "相關" in buttons(asked)


def test_english_question_gets_the_quote_with_a_translation(world: World) -> None:
    chat = world.private(JOHN)
    asked = answer(world, chat, "/quote Sutskever", JOHN)
    assert "Ilya Sutskever" in asked["text"]
    assert "What was said" in asked["text"]
