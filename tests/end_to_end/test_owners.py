"""What the bot's owners have: questions without a good answer, numbers, and word of what goes wrong."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.end_to_end.conftest import SCRIPTED, Launcher
from tests.end_to_end.talking import answer, marked, pressed
from tests.end_to_end.test_conversations import UNKNOWN_QUESTION, WALL_QUESTION
from tests.telegram_server import Chat, Fault, Person, TelegramServer, World
from tests.telegram_server.errors import ApiError

pytestmark = pytest.mark.skipif(SCRIPTED, reason="this is about drafts of the real corpus")
OWNER = Person(42, "Boss")
LI = Person(43, "Li")


@pytest.fixture(scope="module")
def telegram(one_telegram: TelegramServer) -> TelegramServer:
    return one_telegram


@pytest.fixture(scope="module", autouse=True)
def launcher(one_launcher: Launcher) -> Launcher:
    one_launcher.start_polling(BOT_OWNERS=str(OWNER.id), NOWALL_SEMANTIC="false")
    return one_launcher


@pytest.fixture
def office(world: World) -> Chat:
    return world.private(OWNER)


def test_gap_is_listed_opened_drafted_and_done(
    world: World, launcher: Launcher, chat: Chat, mei: Person, office: Chat
) -> None:
    answer(world, chat, UNKNOWN_QUESTION, mei)
    answer(world, world.private(LI), UNKNOWN_QUESTION, LI)
    told = answer(world, chat, WALL_QUESTION, mei)
    told = pressed(world, told, "👎", mei, "过时了")
    pressed(world, told, "过时了", mei, "👎 1")
    launcher.wait_settled()
    gaps = answer(world, office, "/gaps", OWNER)
    assert gaps["text"].splitlines()[2:] == [
        f"1. {UNKNOWN_QUESTION}", "没答上 2 次", "", f"2. {WALL_QUESTION}", "👎 1 · 过时了 1",
    ]  # fmt: skip
    disliked = pressed(world, gaps, "2", OWNER, "[[fact]]")
    assert "there is no wall" in disliked["text"].partition("# ")[0]
    gaps = pressed(world, disliked, "‹ 返回列表", OWNER, UNKNOWN_QUESTION)
    gap = pressed(world, gaps, "1", OWNER, "[[fact]]")
    [draft] = marked(gap, "pre")
    [fact] = tomllib.loads(draft)["fact"]
    assert fact["asks"] == [UNKNOWN_QUESTION]
    assert re.search(r"^# .* data/articles/\S+\.toml ", draft, re.MULTILINE)
    assert str(launcher.folder) not in draft
    assert "/" not in re.sub(r"\bdata/articles/|articles/|lexicon/", "", draft)
    gaps = pressed(world, gap, "已处理", OWNER, WALL_QUESTION)
    assert UNKNOWN_QUESTION not in gaps["text"]


def test_strangers_see_neither_gaps_nor_numbers(world: World, chat: Chat, mei: Person) -> None:
    for command in ("/gaps", "/stats"):
        assert "主人" in answer(world, chat, command, mei)["text"]
    refusal = world.said(chat)[0]
    query = world.press(refusal, "v1:g", mei)
    assert "主人" in world.wait_callback(query)["text"]
    assert world.said(chat)[0] == refusal


def test_numbers_tell_of_corpus_chats_and_answers(world: World, chat: Chat, mei: Person, office: Chat) -> None:
    answer(world, chat, WALL_QUESTION, mei)
    told = answer(world, office, "/stats", OWNER)["text"]
    assert re.search(r"文章 \d+ · 事实 \d{3,} · 原话 \d+ · 名称 \d+", told)
    assert re.search(r"^ *[1-9]\d*  +[1-9]\d*  +[1-9]\d*  答上$", told, re.MULTILINE)
    assert "语义匹配：关" in told


def test_owner_is_told_of_a_second_bot_once(world: World, office: Chat) -> None:
    said = len(world.said(office))
    conflict = ApiError(409, "Conflict: terminated by other getUpdates request")
    world.break_next("getUpdates", *[Fault(error=conflict)] * 2)
    world.say(office, "/random", OWNER)
    messages = world.wait_said(office, said + 2)[said:]
    assert [m["text"] for m in messages if "另一个程序" in m["text"]]
    world.wait_taken()
    assert len(world.said(office)) == said + 2
