"""A bot in a process of its own, and what it costs."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Self

from tests.telegram_server import TelegramServer

TICKS = os.sysconf("SC_CLK_TCK")
_START_SECONDS = 120.0
_ROOT = Path(__file__).parents[2]


class BotProcess:
    """A bot that was just started. Its log goes on where that of the last one on this home has ended."""

    def __init__(self, module: str, server: TelegramServer, home: str, **settings: str) -> None:
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(("BOT_", "NOWALL_"))},
            "NOWALL_HOME": home,
            "BOT_TOKEN": server.token,
            "BOT_BASE_URL": server.base_url,
            "NO_PROXY": "127.0.0.1",
            **settings,
        }
        self._log = Path(home, "bot.log")
        self._server = server
        self._polls = server.world.polls
        self._port = int(settings.get("BOT_HTTP_PORT", 0))
        with self._log.open("ab") as log:
            command = [sys.executable, "-m", module]
            self.process = subprocess.Popen(command, cwd=_ROOT, env=environment, stdout=log, stderr=log)  # noqa: S603

    def wait_ready(self) -> None:
        """Wait until it polls, or, where it has a webhook, until it can be posted to."""
        world = self._server.world
        world.wait(lambda: world.polls > self._polls or world.webhook_url or self._ended(), _START_SECONDS)
        while self._port and not self._ended() and not _open(self._port):
            time.sleep(0.02)
        self.check()

    def check(self) -> None:
        """Tell what the bot has said if it is dead."""
        if self._ended():
            raise RuntimeError(self._log.read_text(encoding="utf-8")[-4000:])

    def cpu_seconds(self) -> float:
        """The processor time that it has used, its threads' included."""
        fields = self._proc("stat").rsplit(") ", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def resident_megabytes(self) -> float:
        """Its memory that is in RAM."""
        lines = self._proc("status").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024

    def kill(self) -> None:
        """No time for goodbyes."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """Ask it to stop, and wait."""
        self.process.terminate()
        self.process.wait(timeout=30)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _ended(self) -> bool:
        return self.process.poll() is not None

    def _proc(self, what: str) -> str:
        return Path(f"/proc/{self.process.pid}/{what}").read_text(encoding="ascii")


class RunningBot(BotProcess):
    """A bot that takes updates; ``started`` tells after how many seconds."""

    def __init__(self, module: str, server: TelegramServer, home: str, **settings: str) -> None:
        begun = time.perf_counter()
        super().__init__(module, server, home, **settings)
        self.wait_ready()
        self.started = time.perf_counter() - begun


def by_webhook() -> dict[str, str]:
    """Settings of a bot that gets its updates by webhook, on a port that is free now."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}/telegram"
    return {"BOT_MODE": "webhook", "BOT_WEBHOOK_URL": url, "BOT_HTTP_PORT": str(port)}


def _open(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 0.2).close()
    except OSError:
        return False
    return True
