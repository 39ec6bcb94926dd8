"""The webhook behind the proxies that docs/deployment.md names, each as configured in deploy/."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest

from tests.end_to_end.conftest import Launcher, RunningBot
from tests.end_to_end.proxies import Start, caddy, nginx, running
from tests.end_to_end.talking import answer
from tests.end_to_end.test_conversations import NO_WALL, WALL_QUESTION
from tests.end_to_end.test_front import UPDATE
from tests.processes import free_port
from tests.telegram_server import Chat, Person, TelegramServer, World


@dataclass(slots=True)
class Behind:
    """A bot behind a proxy, and a client of the proxy."""

    launcher: Launcher
    client: httpx.Client
    settings: dict[str, str]
    bot: RunningBot = field(init=False)

    def start(self) -> None:
        """Start the bot, and wait until Telegram knows its webhook."""
        world = self.launcher.telegram.world
        sets = len(world.made("setWebhook"))
        self.bot = self.launcher.start(**self.settings)
        world.wait(lambda: len(world.made("setWebhook")) > sets or self.bot.process.poll() is not None, 60)
        assert self.bot.process.poll() is None, self.bot.output


@pytest.fixture(scope="module")
def telegram(one_telegram: TelegramServer) -> TelegramServer:
    return one_telegram


@pytest.fixture(scope="module", params=[nginx, caddy], ids=["nginx", "caddy"])
def behind(
    request: pytest.FixtureRequest, one_launcher: Launcher, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Behind]:
    start: Start = request.param
    port, other, front = free_port(), free_port(), free_port()
    folder: Path = tmp_path_factory.mktemp("proxy")
    settings = {
        "BOT_MODE": "webhook",
        "BOT_WEBHOOK_URL": f"https://localhost:{port}/telegram",
        "BOT_HTTP_PORT": str(front),
        "NOWALL_SEMANTIC": "false",
    }
    with running(start, folder, port, other, front) as client:
        behind = Behind(one_launcher, client, settings)
        behind.start()
        yield behind
        behind.bot.stop()


def test_question_that_is_posted_through_it_is_answered(behind: Behind, world: World, chat: Chat, mei: Person) -> None:
    assert NO_WALL in answer(world, chat, WALL_QUESTION, mei)["text"]
    assert world.webhook_url.startswith("https://localhost:")


@pytest.mark.parametrize(
    "path",
    ["/healthz", "/readyz", "/metrics", "/telegram/", "/telegram/x", "/%6detrics", "/a/../metrics", "/x"],
)
def test_nothing_else_is_seen_outside(behind: Behind, path: str) -> None:
    assert behind.client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/", "/?q=Altman", "/a/36kr-no-wall", "/e/", "/e/openai", "/c/", "/robots.txt"])
def test_pages_are_seen_outside(behind: Behind, path: str) -> None:
    page = behind.client.get(path)
    assert page.status_code == 200
    assert "default-src 'none'" in page.headers["content-security-policy"]


def test_pages_are_only_read(behind: Behind) -> None:
    assert behind.client.post("/").status_code in {403, 405}


def test_forged_post_is_refused(behind: Behind) -> None:
    assert behind.client.post("/telegram", json=UPDATE).status_code == 403


def test_giant_body_is_refused(behind: Behind, world: World) -> None:
    secret = {"X-Telegram-Bot-Api-Secret-Token": world.webhook_secret, "content-type": "application/json"}
    refused = behind.client.post("/telegram", content=b" " * 1_200_000, headers=secret)
    assert refused.status_code in {413, 502}  # Caddy 2.6 says the latter


def test_question_asked_while_the_bot_is_away_comes_later(
    behind: Behind, world: World, chat: Chat, mei: Person
) -> None:
    behind.bot.stop()
    assert behind.client.post("/telegram", json=UPDATE).status_code == 502
    world.say(chat, WALL_QUESTION, mei)
    behind.start()
    assert NO_WALL in world.wait_said(chat, timeout=30)[0]["text"]
    assert len(world.said(chat)) == 1
