"""The HTTP front of the real bot: Telegram's webhook, health, readiness and metrics."""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest

from tests.end_to_end.conftest import Launcher, RunningBot
from tests.end_to_end.talking import answer, pressed
from tests.end_to_end.test_conversations import NO_WALL, UNKNOWN_QUESTION, WALL_QUESTION
from tests.processes import free_port
from tests.telegram_server import Chat, Person, TelegramServer, World

UPDATE = {"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}, "text": "x"}}


class Front:
    """A bot with a webhook, and a client of its front."""

    def __init__(self, launcher: Launcher) -> None:
        self.launcher = launcher
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.bot = self.start()

    def start(self) -> RunningBot:
        """Start the bot, and wait until Telegram knows its webhook and the front answers."""
        world = self.launcher.telegram.world
        sets = len(world.made("setWebhook"))
        webhook = {"BOT_MODE": "webhook", "BOT_WEBHOOK_URL": f"{self.url}/telegram", "NOWALL_SEMANTIC": "false"}
        self.bot = self.launcher.start(BOT_HTTP_PORT=str(self.port), **webhook)
        world.wait(lambda: len(world.made("setWebhook")) > sets or self.bot.process.poll() is not None, 60)
        assert self.bot.process.poll() is None, self.bot.output
        return self.bot

    def get(self, path: str) -> httpx.Response:
        """Ask the front."""
        return httpx.get(f"{self.url}{path}", timeout=10, trust_env=False)


@pytest.fixture(scope="module")
def telegram(one_telegram: TelegramServer) -> TelegramServer:
    return one_telegram


@pytest.fixture(scope="module")
def front(one_launcher: Launcher) -> Iterator[Front]:
    front = Front(one_launcher)
    yield front
    front.bot.stop()


def test_question_that_is_posted_is_answered(world: World, front: Front, chat: Chat, mei: Person) -> None:
    asked = answer(world, chat, WALL_QUESTION, mei)
    assert NO_WALL in asked["text"]
    assert pressed(world, asked, "👍", mei, "👍 1")


def test_question_asked_while_the_bot_is_away_comes_later(world: World, front: Front, chat: Chat, mei: Person) -> None:
    front.bot.stop()
    assert front.bot.process.returncode == 0
    world.say(chat, WALL_QUESTION, mei)
    front.start()
    assert NO_WALL in world.wait_said(chat, timeout=30)[0]["text"]


def test_forged_posts_are_refused(world: World, front: Front) -> None:
    for headers in ({}, {"X-Telegram-Bot-Api-Secret-Token": "guess"}):
        posted = httpx.post(f"{front.url}/telegram", json=UPDATE, headers=headers, trust_env=False)
        assert posted.status_code == 403
    assert front.get("/telegram").status_code == 404


def test_front_says_that_it_is_alive_and_ready(world: World, front: Front) -> None:
    assert front.get("/healthz").status_code == 200
    ready = front.get("/readyz")
    assert ready.status_code == 200, ready.text
    assert set(ready.json()["checks"]) == {"store", "corpus", "telegram", "inbox"}
    assert front.get("/elsewhere").status_code == 404


def test_metrics_count_what_happens(world: World, front: Front, chat: Chat, mei: Person) -> None:
    answer(world, chat, UNKNOWN_QUESTION, mei)
    text = front.get("/metrics").text
    assert re.search(r'nowall_answers_total\{status="unknown"\} [1-9]', text)
    assert re.search(r'nowall_updates_total\{kind="message"\} [1-9]', text)
    assert re.search(r"nowall_corpus\{what=\"facts\"\} [1-9]\d\d", text)
    assert re.search(r'nowall_stage_seconds_count\{stage="engine"\} [1-9]', text)


def test_polling_serves_health_too_and_takes_the_webhook_back(
    world: World, front: Front, chat: Chat, mei: Person
) -> None:
    front.bot.stop()
    port = free_port()
    polling = front.launcher.start_polling(BOT_HTTP_PORT=str(port), NOWALL_SEMANTIC="false")
    try:
        assert NO_WALL in answer(world, chat, WALL_QUESTION, mei)["text"]
        ready = httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=10, trust_env=False)
        assert ready.status_code == 200, ready.text
        assert httpx.post(f"http://127.0.0.1:{port}/telegram", json=UPDATE, trust_env=False).status_code == 405
    finally:
        polling.stop()
        front.start()


def test_port_in_use_is_told_in_one_sentence(front: Front, launcher: Launcher) -> None:
    second = launcher.start(BOT_HTTP_PORT=str(front.port))
    assert second.wait() == 1
    assert str(front.port) in second.output.splitlines()[-1]
