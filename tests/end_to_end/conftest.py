"""The real bot in a process of its own, and a Telegram for it to talk to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.telegram_server import Person, TelegramServer, World

ROOT = Path(__file__).parents[2]
# NOWALL_TEST_ENGINE=scripted tests the adapter alone, fast; nothing in the product knows of it.
SCRIPTED = os.environ.get("NOWALL_TEST_ENGINE") == "scripted"
COMMAND = [sys.executable, "-m", "tests.end_to_end.scripted_bot" if SCRIPTED else "bot"]


class RunningBot:
    """A bot process."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self.log = log
        with log.open("ab") as stream:
            self.process = subprocess.Popen(COMMAND, cwd=ROOT, env=environment, stdout=stream, stderr=stream)

    def stop(self) -> int:
        """Ask it to stop, and wait."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=20)

    def kill(self) -> None:
        """No time for goodbyes."""
        self.process.kill()
        self.process.wait(timeout=10)

    def wait(self, timeout: float = 60) -> int:
        """Wait until it ends by itself."""
        return self.process.wait(timeout=timeout)

    @property
    def output(self) -> str:
        return self.log.read_text(encoding="utf-8")


StartBot = Callable[..., RunningBot]


@pytest.fixture
def telegram() -> Iterator[TelegramServer]:
    with TelegramServer() as server:
        yield server


@pytest.fixture
def world(telegram: TelegramServer) -> World:
    return telegram.world


@pytest.fixture
def mei() -> Person:
    return Person(1001, "Mei")


@pytest.fixture
def prepare(telegram: TelegramServer, tmp_path: Path) -> Iterator[StartBot]:
    """Start bots, without waiting for them; all of one test share a home."""
    running: list[RunningBot] = []

    def start(**changes: Any) -> RunningBot:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("BOT_", "NOWALL_"))},
            "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
            "NOWALL_HOME": str(tmp_path / "home"),
            "BOT_TOKEN": telegram.token,
            "BOT_BASE_URL": telegram.base_url,
            "NO_PROXY": "127.0.0.1",
            **changes,
        }
        running.append(RunningBot(environment, tmp_path / f"bot-{len(running)}.log"))
        return running[-1]

    yield start
    for bot in running:
        if bot.process.poll() is None:
            bot.kill()


@pytest.fixture
def start(prepare: StartBot, world: World) -> StartBot:
    """Start a bot and wait until it polls."""

    def start_and_wait(**changes: Any) -> RunningBot:
        polls = world.polls
        bot = prepare(**changes)
        world.wait(lambda: world.polls > polls or bot.process.poll() is not None, timeout=90)
        assert bot.process.poll() is None, bot.output
        return bot

    return start_and_wait
