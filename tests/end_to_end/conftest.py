"""The real bot in a process of its own, and a Telegram for it to talk to."""

from __future__ import annotations

import itertools
import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.telegram_server import Chat, Person, TelegramServer, World

ROOT = Path(__file__).parents[2]
# NOWALL_TEST_ENGINE=scripted tests the adapter alone, fast; nothing in the product knows of it.
SCRIPTED = os.environ.get("NOWALL_TEST_ENGINE") == "scripted"
COMMAND = [sys.executable, "-m", "tests.end_to_end.scripted_bot" if SCRIPTED else "bot"]
START_SECONDS = 120.0
_numbers = itertools.count(1)


class RunningBot:
    """A bot process."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        self.log = log
        with log.open("ab") as stream:
            self.process = subprocess.Popen(COMMAND, cwd=ROOT, env=environment, stdout=stream, stderr=stream)

    def stop(self) -> int:
        """Ask it to stop, and wait."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)

    def kill(self) -> None:
        """No time for goodbyes."""
        self.process.kill()
        self.process.wait(timeout=10)

    def wait(self) -> int:
        """Wait until it ends by itself."""
        return self.process.wait(timeout=START_SECONDS)

    @property
    def output(self) -> str:
        return self.log.read_text(encoding="utf-8")


StartBot = Callable[..., RunningBot]


class Launcher:
    """Starts bots that share a Telegram and a home."""

    def __init__(self, telegram: TelegramServer, folder: Path, seed: Path) -> None:
        self.telegram = telegram
        self.folder = folder
        self.home = folder / "home"
        shutil.copytree(seed, self.home)
        self._running: list[RunningBot] = []

    def start(self, **changes: Any) -> RunningBot:
        """Start a bot; give it time to start or to fail."""
        environment = {
            **clean_environment(),
            "NOWALL_HOME": str(self.home),
            "BOT_TOKEN": self.telegram.token,
            "BOT_BASE_URL": self.telegram.base_url,
            **changes,
        }
        self._running.append(RunningBot(environment, self.folder / f"bot-{len(self._running)}.log"))
        return self._running[-1]

    def start_polling(self, **changes: Any) -> RunningBot:
        """Start a bot and wait until it polls."""
        world = self.telegram.world
        polls = world.polls
        bot = self.start(**changes)
        world.wait(lambda: world.polls > polls or bot.process.poll() is not None, START_SECONDS)
        assert bot.process.poll() is None, bot.output
        return bot

    def inbox(self, *columns: str) -> list[tuple[Any, ...]]:
        """What the bot's inbox holds."""
        with closing(sqlite3.connect(self.home / "state.db")) as database:
            return database.execute(f"SELECT {', '.join(columns)} FROM inbox ORDER BY update_id").fetchall()

    def wait_settled(self) -> None:
        """Wait until nothing is left in the inbox: what Telegram has seen is then known to the bot, too."""
        deadline = time.monotonic() + 15
        while any(state != "done" for (state,) in self.inbox("state")):
            assert time.monotonic() < deadline, self.inbox("update_id", "state")
            time.sleep(0.02)

    def close(self) -> None:
        """End whatever still runs."""
        for bot in self._running:
            if bot.process.poll() is None:
                bot.kill()


def clean_environment() -> dict[str, str]:
    """The environment without settings of ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("BOT_", "NOWALL_"))}
    return {**kept, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]), "NO_PROXY": "127.0.0.1"}


@pytest.fixture(scope="session")
def seed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the shipped corpus in it, made once."""
    home = tmp_path_factory.mktemp("seed")
    if not SCRIPTED:
        program = "from nowall.engine import Engine; Engine.open().close()"
        environment = {**clean_environment(), "NOWALL_HOME": str(home)}
        subprocess.run([sys.executable, "-c", program], env=environment, cwd=ROOT, check=True, timeout=280)
    return home


@pytest.fixture
def telegram() -> Iterator[TelegramServer]:
    with TelegramServer() as server:
        yield server


@pytest.fixture
def world(telegram: TelegramServer) -> World:
    return telegram.world


@pytest.fixture
def launcher(telegram: TelegramServer, tmp_path: Path, seed: Path) -> Iterator[Launcher]:
    launcher = Launcher(telegram, tmp_path, seed)
    yield launcher
    launcher.close()


@pytest.fixture
def start(launcher: Launcher) -> StartBot:
    return launcher.start_polling


@pytest.fixture
def mei() -> Person:
    return Person(1000 + next(_numbers), "Mei")


@pytest.fixture
def chat(world: World, mei: Person) -> Chat:
    return world.private(mei)


@pytest.fixture
def group(world: World) -> Chat:
    return world.group(-1_001_000_000_000 - next(_numbers))


@pytest.fixture(scope="module")
def one_telegram() -> Iterator[TelegramServer]:
    """One for all tests of a module, each of which has people and groups of its own."""
    with TelegramServer() as server:
        yield server


@pytest.fixture(scope="module")
def one_launcher(
    one_telegram: TelegramServer, tmp_path_factory: pytest.TempPathFactory, seed: Path
) -> Iterator[Launcher]:
    """A home for all of them; the module starts its bot."""
    launcher = Launcher(one_telegram, tmp_path_factory.mktemp("bot"), seed)
    yield launcher
    launcher.close()
