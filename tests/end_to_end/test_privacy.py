"""What is stored about a person: shown, exported, erased; and what is never stored or logged."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing

import pytest

from tests.end_to_end.conftest import Launcher, RunningBot
from tests.end_to_end.talking import answer, buttons, pressed
from tests.end_to_end.test_conversations import UNKNOWN_QUESTION, WALL_QUESTION
from tests.telegram_server import Chat, Person, TelegramServer, World


@pytest.fixture(scope="module")
def telegram(one_telegram: TelegramServer) -> TelegramServer:
    return one_telegram


@pytest.fixture(scope="module", autouse=True)
def bot(one_launcher: Launcher) -> RunningBot:
    return one_launcher.start_polling(NOWALL_SEMANTIC="false")


def stored(launcher: Launcher) -> str:
    """All that state.db holds, as text."""
    with closing(sqlite3.connect(launcher.home / "state.db")) as database:
        return "\n".join(database.iterdump())


def test_export_sends_what_is_stored(world: World, chat: Chat, mei: Person) -> None:
    told = answer(world, chat, WALL_QUESTION, mei)
    pressed(world, told, "👍", mei, "👍 1")
    page = answer(world, chat, "/privacy", mei)
    world.press(page, "导出", mei)
    document = world.wait_said(chat, 3)[2]["document"]
    exported = json.loads(world.files[document["file_id"]])
    assert exported["person"] == mei.id
    assert WALL_QUESTION in str(exported["turns"])
    assert exported["votes"][0]["up"] is True


def test_erase_asks_first_and_then_leaves_nothing(
    world: World, one_launcher: Launcher, chat: Chat, mei: Person
) -> None:
    told = answer(world, chat, WALL_QUESTION, mei)
    pressed(world, told, "👎", mei, "👎 1")
    page = answer(world, chat, "/privacy", mei)
    sure = pressed(world, page, "删除", mei, "确定")
    kept = pressed(world, sure, "保留", mei, "导出")
    sure = pressed(world, kept, "删除", mei, "确定")
    pressed(world, sure, "全部删除", mei, "已全部删除")
    one_launcher.wait_settled()
    rows = [line for line in stored(one_launcher).splitlines() if str(mei.id) in line]
    assert all(line.startswith(('INSERT INTO "inbox"', "INSERT INTO inbox")) for line in rows)
    assert not any("撞墙" in line for line in rows)


def test_unanswered_question_is_kept_without_who_asked(
    world: World, one_launcher: Launcher, chat: Chat, mei: Person
) -> None:
    answer(world, chat, UNKNOWN_QUESTION, mei)
    one_launcher.wait_settled()
    with closing(sqlite3.connect(one_launcher.home / "state.db")) as database:
        rows = str(database.execute("SELECT * FROM gaps").fetchall())
    assert UNKNOWN_QUESTION in rows
    assert str(mei.id) not in rows


def test_group_is_sent_to_the_private_chat(world: World, group: Chat, mei: Person) -> None:
    page = answer(world, group, "/privacy@newsbot", mei)
    assert "@newsbot" in page["text"]
    assert not buttons(page)


def test_what_is_not_meant_for_the_bot_is_neither_stored_nor_logged(
    world: World, one_launcher: Launcher, bot: RunningBot, group: Chat, mei: Person
) -> None:
    world.reads_all = True
    world.say(group, "这是我们之间的悄悄话", mei)
    world.wait_inline(world.inline(mei, "悄悄找撞墙"))
    answer(world, group, "/ask@newsbot 那堵墙的悄悄话？", mei)
    one_launcher.wait_settled()
    assert "这是我们之间的悄悄话" not in stored(one_launcher)
    assert "悄悄找" not in stored(one_launcher)
    assert "悄悄" not in bot.output
