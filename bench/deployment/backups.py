"""Back a home up while its bot answers: what that costs those who ask, and what is restored.

python -m bench.deployment.backups HOME [--pack none]     (a copy: its state is deleted)
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from bench.speed.running import RunningBot
from nowall.engine import Engine
from nowall.settings import Settings
from tests.telegram_server import Person, TelegramServer

_QUESTION = "谁说了什么？"
_QUIET_SECONDS = 10.0


def main() -> None:
    """Ask all the time, back up once, and open what was copied as a home of its own."""
    parser = argparse.ArgumentParser(prog="python -m bench.deployment.backups")
    parser.add_argument("home")
    parser.add_argument("--pack", default="none")
    given = parser.parse_args()
    for file in Path(given.home).glob("state.db*"):  # Telegram counts its updates from the beginning
        file.unlink()
    settings = {"NOWALL_PACK": given.pack, "BOT_QUESTIONS_PER_MINUTE": "0"}
    with tempfile.TemporaryDirectory(dir=Path(given.home).parent) as folder:
        with TelegramServer() as server, RunningBot("bot", server, given.home, **settings):
            asking = Asking(server)
            asking.start()
            time.sleep(_QUIET_SECONDS)
            begun = time.monotonic()
            _back_up(given.home, folder)
            ended = time.monotonic()
            time.sleep(_QUIET_SECONDS)
            asking.stop()
        print(f"backup took {ended - begun:.1f} s")
        print("answers before it:", _told([took for at, took in asking.took if at < begun]))
        print("meanwhile:        ", _told([took for at, took in asking.took if begun <= at < ended]))
        print("after it:         ", _told([took for at, took in asking.took if at >= ended]))
        _restore(Path(folder), given.pack)


class Asking(threading.Thread):
    """Somebody who asks again as soon as there is an answer; ``took``: when each was asked, and the seconds."""

    def __init__(self, server: TelegramServer) -> None:
        super().__init__(daemon=True)
        self.took: list[tuple[float, float]] = []
        self._server = server
        self._stopped = threading.Event()

    def run(self) -> None:
        """Ask until stopped."""
        world, person = self._server.world, Person(1)
        chat = world.private(person)
        while not self._stopped.is_set():
            begun = time.monotonic()
            world.say(chat, _QUESTION, person)
            world.wait_said(chat, len(self.took) + 1, 60)
            self.took.append((begun, time.monotonic() - begun))

    def stop(self) -> None:
        """Wait for the last answer."""
        self._stopped.set()
        self.join()


def _back_up(home: str, folder: str) -> None:
    command = [sys.executable, "-m", "nowall", "--home", home, "backup", folder]
    subprocess.run(command, check=True, env=dict(os.environ))  # noqa: S603


def _told(seconds: list[float]) -> str:
    ordered = sorted(1000 * took for took in seconds)
    if not ordered:
        return "none"
    most = ordered[-1]
    return f"{len(ordered)}, median {statistics.median(ordered):.0f} ms, slowest {most:.0f} ms"


def _restore(folder: Path, pack: str) -> None:
    """The copies are a home: the index is built when it is opened."""
    begun = time.monotonic()
    with Engine.open(Settings(home=folder, pack=pack)) as engine:
        size = engine.catalogue.size()
    print(f"restored: {size.articles} articles, {size.facts} facts, open after {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
