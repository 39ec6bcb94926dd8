"""A bot that is killed and started again, on one home, before one Telegram."""

from __future__ import annotations

import shutil
import sqlite3
import tempfile
import time
from contextlib import closing
from functools import partial
from pathlib import Path

from bench.faults.numbers import number_of
from bench.faults.record import Killed
from bench.speed.running import BotProcess
from tests.telegram_server import TelegramServer


class Victim:
    """The bot, whichever process it is now."""

    def __init__(self, module: str, server: TelegramServer, home: Path, **settings: str) -> None:
        self._start = partial(BotProcess, module, server, str(home), **settings)
        self._home = home
        self._bot = self._start()

    def wait_ready(self) -> None:
        """Wait until it takes updates."""
        self._bot.wait_ready()

    def check(self) -> None:
        """Raise what the bot has said if it has ended by itself."""
        self._bot.check()

    def strike(self) -> Killed:
        """Kill it, no time for goodbyes, and start it again; it takes some seconds until it takes updates."""
        at = time.monotonic()
        self._bot.kill()
        killed = Killed(at, _being_sent(self._home))
        self._bot = self._start()
        return killed

    def stop(self) -> None:
        """Ask it to end."""
        self._bot.stop()


def _being_sent(home: Path) -> frozenset[int]:
    """From a copy: who opens a database may change it."""
    with tempfile.TemporaryDirectory() as folder:
        for part in home.glob("state.db*"):
            shutil.copy(part, folder)
        if not (copy := Path(folder, "state.db")).exists():
            return frozenset()
        with closing(sqlite3.connect(copy)) as database:
            rows = database.execute("SELECT payload FROM inbox WHERE state = 'sending'").fetchall()
    return frozenset(number for (payload,) in rows if (number := number_of(payload)) is not None)
