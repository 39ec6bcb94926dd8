"""/privacy: what is stored is told, handed over, and erased."""

from __future__ import annotations

import json
from typing import Any

import pytest

from bot.state.preferences import Preferences, preferences_of
from nowall.answers import Language
from nowall.database import Writer
from nowall.texts import say
from tests.bot.conftest import Serve
from tests.bot.handlers.conftest import Choose
from tests.bot.scripted_engine import WALL_FACT
from tests.bot.waiting import answered, pressed, quiet, said, shown, until, words
from tests.telegram_server import Chat, Fault, Person, World

pytestmark = pytest.mark.filterwarnings("ignore:Please use 'Bot.getUpdates'")
LI = Person(1002, "Li")


def sentence(key: str, **values: object) -> str:
    return say(Language.ZH_HANS, f"bot.{key}", **values)


def rows(writer: Writer, of: str) -> int:
    return writer.submit(lambda c: int(c.exec_driver_sql(f"SELECT count(*) FROM {of}").scalar_one())).result()


async def test_export_is_a_document_with_what_concerns_the_person_and_nobody_else(
    world: World, mei: Person, chat: Chat, serving: Serve
) -> None:
    await serving()
    answer = await answered(world, chat, "撞墙了吗", mei)
    await pressed(world, answer, "👎", mei)
    await answered(world, world.private(LI), "Orion 呢", LI)
    page = await answered(world, chat, "/privacy", mei)
    assert words(page) == [sentence("privacy_export"), sentence("privacy_erase")]
    assert await pressed(world, page, sentence("privacy_export"), mei) == ""
    exported = (await said(world, chat, 3))[-1]
    assert exported["caption"] == sentence("privacy_exported")
    assert exported["document"]["file_name"] == f"nowall-{mei.id}.json"
    stored: dict[str, Any] = json.loads(world.files[exported["document"]["file_id"]])
    assert [turn["question"] for turn in stored["turns"]] == ["撞墙了吗"]
    assert [turn["facts"] for turn in stored["turns"]] == [[WALL_FACT.id]]
    assert [vote["up"] for vote in stored["votes"]] == [False]
    assert "Orion" not in json.dumps(stored, ensure_ascii=False)
    assert str(LI.id) not in json.dumps(stored)


async def test_erasing_asks_once_more_and_can_be_left(
    world: World, mei: Person, chat: Chat, serving: Serve, writer: Writer
) -> None:
    await serving()
    await answered(world, chat, "撞墙了吗", mei)
    page = await answered(world, chat, "/privacy", mei)
    await pressed(world, page, sentence("privacy_erase"), mei)
    sure = await shown(world, page, lambda now: now["text"] == sentence("privacy_sure"))
    await pressed(world, sure, sentence("privacy_keep"), mei)
    again = await shown(world, page, lambda now: now["text"] == page["text"])
    assert words(again) == words(page)
    assert rows(writer, "turns") == 1


async def test_erased_is_erased(
    world: World, mei: Person, chat: Chat, serving: Serve, writer: Writer, *, choose: Choose
) -> None:
    choose(chat, Preferences(language=Language.EN))
    engine = await serving()
    group = world.group()
    shared = await answered(world, group, "/ask@newsbot 撞墙了吗", mei)
    await pressed(world, shared, "👍", mei)
    await answered(world, chat, "撞墙了吗", mei)
    page = await answered(world, chat, "/privacy", mei)
    await pressed(world, page, "v1:p:erase-yes", mei)
    await shown(world, page, lambda now: now["text"] == say(Language.EN, "bot.privacy_erased"))
    await quiet(world)
    assert [rows(writer, f"{table} WHERE chat = {mei.id}") for table in ("turns", "replies")] == [0, 0]
    assert rows(writer, "votes") == 0
    assert writer.submit(lambda c: preferences_of(c, chat.id)).result() == Preferences()
    assert (await answered(world, chat, "/ask", mei))["text"] == sentence("prompt_ask")
    await answered(world, chat, "他呢", mei)
    assert engine.asked[-1] == ("他呢", ())


async def test_commands_of_a_chat_are_forgotten_with_its_language(
    world: World, mei: Person, chat: Chat, serving: Serve
) -> None:
    await serving()
    settings = await answered(world, chat, "/settings", mei)
    await pressed(world, settings, "English", mei)
    own = (f"chat {chat.id}", "")
    await until(world, lambda: own in world.profile["commands"])
    page = await answered(world, chat, "/privacy", mei)
    await pressed(world, page, "v1:p:erase-yes", mei)
    await until(world, lambda: own not in world.profile["commands"])


async def test_group_is_told_what_is_kept_and_where_to_go(world: World, mei: Person, serving: Serve) -> None:
    await serving()
    group = world.group()
    page = await answered(world, group, "/privacy@newsbot", mei)
    assert page["text"] == sentence("privacy_group", username="newsbot")
    assert "reply_markup" not in page
    for key in ("export", "erase-yes"):
        assert await pressed(world, page, f"v1:p:{key}", mei) == sentence("outdated")
    assert not world.made("sendDocument")


async def test_export_whose_message_is_lost_is_sent_again(
    world: World, mei: Person, chat: Chat, serving: Serve
) -> None:
    await serving()
    page = await answered(world, chat, "/privacy", mei)
    world.break_next("sendDocument", Fault(drop=True))
    world.press(page, sentence("privacy_export"), mei)
    assert (await said(world, chat, 2))[-1]["document"]


async def test_unknown_choice_shows_the_page(world: World, mei: Person, chat: Chat, serving: Serve) -> None:
    await serving()
    page = await answered(world, chat, "/privacy", mei)
    assert await pressed(world, page, "v1:p:whatever", mei) == ""
    await quiet(world)
    assert chat.messages[page["message_id"]]["text"] == page["text"]
