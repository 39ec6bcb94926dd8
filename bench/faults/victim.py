"""A bot that is killed and started again, on one home, before one Telegram."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from bench.faults.numbers import number_of
from tests.telegram_server import TelegramServer

_START_SECONDS = 120.0


class Victim:
    """A process that is started, killed and stopped; by ``webhook`` or by polling."""

    def __init__(self, module: str, server: TelegramServer, home: Path, *, webhook: bool = False, **more: str) -> None:
        self._module = module
        self._server = server
        self.home = home
        self._environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("BOT_", "NOWALL_"))},
            "NOWALL_HOME": str(home),
            "BOT_TOKEN": server.token,
            "BOT_BASE_URL": server.base_url,
            "NO_PROXY": "127.0.0.1",
            **more,
        }
        self._port = _free_port() if webhook else 0
        if webhook:
            self._environment |= {
                "BOT_MODE": "webhook",
                "BOT_WEBHOOK_URL": f"http://127.0.0.1:{self._port}/telegram",
                "BOT_HTTP_PORT": str(self._port),
            }
        self._log = home / "bot.log"
        self.process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", self._module]
        with self._log.open("ab") as log:
            return subprocess.Popen(command, env=self._environment, stdout=log, stderr=log)  # noqa: S603

    def wait_ready(self) -> None:
        """Wait until it takes updates."""
        world = self._server.world
        world.wait(lambda: world.polls or world.webhook_url or self.process.poll() is not None, _START_SECONDS)
        while self._port and not _open(self._port):
            self.check()
            time.sleep(0.05)
        self.check()

    def check(self) -> None:
        """Tell what the bot has said if it has ended by itself."""
        if self.process.poll() is not None:
            raise RuntimeError(self._log.read_text(encoding="utf-8")[-4000:])

    def kill(self) -> set[int]:
        """No time for goodbyes; gives the questions of which the inbox says that their answer is being sent."""
        self.process.kill()
        self.process.wait()
        return _being_sent(self.home)

    def restart(self) -> None:
        """Start it again; it takes some seconds until it takes updates."""
        self.process = self._start()

    def stop(self) -> None:
        """Ask it to end."""
        self.process.terminate()
        self.process.wait(timeout=30)


def _being_sent(home: Path) -> set[int]:
    """From a copy: who opens a database may change it."""
    if not (home / "state.db").exists():
        return set()
    with tempfile.TemporaryDirectory() as folder:
        for part in home.glob("state.db*"):
            shutil.copy(part, folder)
        with closing(sqlite3.connect(Path(folder, "state.db"))) as database:
            rows = database.execute("SELECT payload FROM inbox WHERE state = 'sending'").fetchall()
    return {number for (payload,) in rows if (number := number_of(payload)) is not None}


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _open(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 0.2).close()
    except OSError:
        return False
    return True
