"""A bot in a process of its own, and what it costs."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Self

from tests.telegram_server import TelegramServer

TICKS = os.sysconf("SC_CLK_TCK")
_START_SECONDS = 120.0


class RunningBot:
    """A bot that has begun to poll; ``started`` tells after how many seconds."""

    def __init__(self, module: str, server: TelegramServer, home: str, **settings: str) -> None:
        environment = {
            **os.environ,
            "NOWALL_HOME": home,
            "BOT_TOKEN": server.token,
            "BOT_BASE_URL": server.base_url,
            "NO_PROXY": "127.0.0.1",
            **settings,
        }
        self._log = Path(home, "bot.log")
        polls, begun = server.world.polls, time.perf_counter()
        with self._log.open("w", encoding="utf-8") as log:
            command = [sys.executable, "-m", module]
            self.process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)  # noqa: S603
        server.world.wait(lambda: server.world.polls > polls or self.process.poll() is not None, _START_SECONDS)
        self.started = time.perf_counter() - begun
        self.check()

    def check(self) -> None:
        """Tell what the bot has said if it is dead."""
        if self.process.poll() is not None:
            raise RuntimeError(self._log.read_text(encoding="utf-8"))

    def cpu_seconds(self) -> float:
        """The processor time that it has used, its threads' included."""
        fields = self._proc("stat").rsplit(") ", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def resident_megabytes(self) -> float:
        """Its memory that is in RAM."""
        lines = self._proc("status").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024

    def stop(self) -> None:
        """Ask it to stop, and wait."""
        self.process.terminate()
        self.process.wait(timeout=30)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _proc(self, what: str) -> str:
        return Path(f"/proc/{self.process.pid}/{what}").read_text(encoding="ascii")
