"""An owner teaches the real bot, and takes things back."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from nowall.store.file_lock import file_lock
from tests.end_to_end.conftest import SCRIPTED, Launcher
from tests.telegram_server import Chat, Person, TelegramServer, World

pytestmark = pytest.mark.skipif(SCRIPTED, reason="this is about what is learned")

OWNER = Person(42, "Boss")
ARTICLE = """灯塔机器人完成新一轮融资

来源：潮汐科技报
2025-03-05

灯塔机器人公司3月5日宣布完成3.2亿元融资，由海港资本领投。

公司首席执行官周砚秋说：“我们要让每个码头都有自己的搬运机器人。”

周砚秋透露，第三代搬运机器人将于2025年9月上市，单价为18万元。
"""
QUESTION = "灯塔机器人融资了多少钱？"


@pytest.fixture(scope="module")
def telegram() -> Iterator[TelegramServer]:
    with TelegramServer() as server:
        yield server


@pytest.fixture(scope="module")
def launcher(telegram: TelegramServer, tmp_path_factory: pytest.TempPathFactory, seed: Path) -> Iterator[Launcher]:
    launcher = Launcher(telegram, tmp_path_factory.mktemp("bot"), seed)
    yield launcher
    launcher.close()


@pytest.fixture(scope="module", autouse=True)
def log(launcher: Launcher) -> Path:
    return launcher.start_polling(BOT_OWNERS=str(OWNER.id), NOWALL_SEMANTIC="false").log


@pytest.fixture
def office(world: World) -> Chat:
    return world.private(OWNER)


def say(world: World, chat: Chat, text: str) -> str:
    """What the bot answers to the owner."""
    count = len(world.said(chat))
    world.say(chat, text, OWNER)
    return str(world.wait_said(chat, count + 1)[-1]["text"])


def send(world: World, chat: Chat, name: str, data: bytes) -> str:
    count = len(world.said(chat))
    world.send_file(chat, OWNER, name, data, caption="/add")
    return str(world.wait_said(chat, count + 1)[-1]["text"])


def test_document_is_learned_answered_and_forgotten(world: World, office: Chat, chat: Chat, mei: Person) -> None:
    assert "已收录" in send(world, office, "灯塔融资.txt", ARTICLE.encode())
    learned = world.said(office)[-1]
    assert "《灯塔机器人完成新一轮融资》 灯塔融资" in learned["text"]
    [card] = [e["url"].partition("start=")[2] for e in learned["entities"] if e["type"] == "text_link"]
    world.say(chat, QUESTION, mei)
    assert "3.2亿元" in world.wait_said(chat)[0]["text"]
    assert "灯塔机器人" in say(world, office, f"/start {card}")
    assert "没有变化" in send(world, office, "灯塔融资.txt", ARTICLE.encode())
    assert "灯塔融资" in say(world, office, "/sources")
    assert "要删除《灯塔机器人完成新一轮融资》" in say(world, office, "/remove 灯塔融资")
    question = world.said(office)[-1]
    world.press(question, question["reply_markup"]["inline_keyboard"][0][0]["callback_data"], OWNER)
    world.wait(lambda: "已删除" in world.said(office)[-1]["text"])
    world.say(chat, QUESTION, mei)
    assert "3.2亿元" not in world.wait_said(chat, 2)[1]["text"]


def test_packed_lines_are_learned_with_a_summary(world: World, office: Chat) -> None:
    records = [{"id": f"berth-{n}", "text": f"{n}号码头于2024年启用，投资{n}5亿元，由海港集团建设。"} for n in (3, 4)]
    lines = "\n".join(json.dumps(record, ensure_ascii=False) for record in records) + "\nnonsense\n"
    told = send(world, office, "news.jsonl.gz", gzip.compress(lines.encode()))
    assert told.startswith("学到 2 篇文章")
    assert "没有收录：news.jsonl.gz:3：This line is not valid JSON." in told


def test_own_network_is_not_read(world: World, office: Chat, telegram: TelegramServer) -> None:
    told = say(world, office, f"/add {telegram.base_url} http://localhost/x")
    assert told.count("is not a public address") == 2
    assert f"没有收录：{telegram.base_url}：The host 127.0.0.1" in told


@pytest.mark.parametrize(("name", "words"), [("a.pdf", ".jsonl"), ("a.txt", "It is empty."), ("b.html", "No sentence")])
def test_what_is_no_article_is_told(world: World, office: Chat, name: str, words: str) -> None:
    told = send(world, office, name, b"<p></p>" if name == "b.html" else b"")
    assert told.startswith("没有收录")
    assert words in told


def test_curated_article_cannot_be_removed(world: World, office: Chat) -> None:
    curated = next(article for article in _ids(world, office) if not article.startswith("berth-"))
    assert "编辑维护" in say(world, office, f"/remove {curated}")


def _ids(world: World, office: Chat) -> list[str]:
    """The ids that /sources shows."""
    say(world, office, "/sources")
    message = world.said(office)[-1]
    units = message["text"].encode("utf-16-le")
    marked = [e for e in message["entities"] if e["type"] == "code"]
    return [units[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le") for e in marked]


def test_stranger_is_refused(world: World, chat: Chat, mei: Person) -> None:
    world.send_file(chat, mei, "x.txt", ARTICLE.encode(), caption="/add")
    assert "主人" in world.wait_said(chat)[0]["text"]


def test_home_that_another_process_writes_is_told_busy(
    world: World, office: Chat, chat: Chat, mei: Person, launcher: Launcher
) -> None:
    count = len(world.said(office))
    with file_lock(launcher.home / "index" / "write.lock", wait_seconds=10):
        world.send_file(office, OWNER, "busy.txt", ARTICLE.encode(), caption="/add")
        world.say(chat, "Altman 怎么回应撞墙？", mei)
        assert "no wall" in world.wait_said(chat)[0]["text"]
        assert "另一个 nowall" in world.wait_said(office, count + 1, timeout=40)[-1]["text"]


def test_neither_token_nor_names_of_files_are_logged(log: Path, telegram: TelegramServer) -> None:
    output = log.read_text(encoding="utf-8")
    assert "articles.learned" in output
    assert telegram.token.partition(":")[2] not in output
    assert "灯塔" not in output
    assert "Traceback" not in output
