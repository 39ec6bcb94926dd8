"""Several real bots on one PostgreSQL, behind one webhook."""

from __future__ import annotations

import time

import httpx

from tests.end_to_end.conftest import Launcher, RunningBot
from tests.postgres_server import PostgresServer
from tests.processes import free_port

START_SECONDS = 60.0


class Replica:
    """One of them: its address, its home, and whatever process it is now."""

    def __init__(self, launcher: Launcher, url: str, number: int, **settings: str) -> None:
        self._launcher = launcher
        self.port = free_port()
        self._settings = {
            "NOWALL_DATABASE_URL": url,
            "NOWALL_HOME": str(launcher.folder / f"replica-{number}"),
            "NOWALL_SEMANTIC": "false",
            "NOWALL_SEARCH": "folder",
            "BOT_MODE": "webhook",
            "BOT_WEBHOOK_URL": "http://127.0.0.1:9/telegram",
            "BOT_HTTP_PORT": str(self.port),
            **settings,
        }
        self.bot = self.start()

    def start(self) -> RunningBot:
        """Start it; it takes a while until it is ready."""
        self.bot = self._launcher.start(**self._settings)
        return self.bot

    @property
    def address(self) -> str:
        """Where posts go."""
        return f"http://127.0.0.1:{self.port}/telegram"

    def get(self, path: str) -> httpx.Response | None:
        """Ask its front; None where nobody listens."""
        try:
            return httpx.get(f"http://127.0.0.1:{self.port}{path}", timeout=10, trust_env=False)
        except httpx.TransportError:
            return None

    def is_ready(self) -> bool:
        """Whether it says that it is."""
        answer = self.get("/readyz")
        return answer is not None and answer.status_code == 200

    def says(self, words: str) -> bool:
        """Whether its readiness tells this."""
        answer = self.get("/readyz")
        return answer is not None and answer.status_code == 503 and words in answer.text

    def wait_ready(self, seconds: float = START_SECONDS) -> None:
        """Wait until it is."""
        deadline = time.monotonic() + seconds
        while not self.is_ready():
            assert self.bot.process.poll() is None, self.bot.output
            assert time.monotonic() < deadline, getattr(self.get("/readyz"), "text", self.bot.output)
            time.sleep(0.1)

    @property
    def is_on_duty(self) -> bool:
        """Whether it is the one that keeps the webhook."""
        answer = self.get("/metrics")
        return answer is not None and "nowall_on_duty 1.0" in answer.text


class Replicas:
    """All of them, and their server."""

    def __init__(self, launcher: Launcher, postgres: PostgresServer, url: str, count: int, **settings: str) -> None:
        self.postgres = postgres
        self.database = url.rpartition("/")[2]
        self.all = [Replica(launcher, url, number, **settings) for number in range(count)]
        launcher.telegram.world.behind = tuple(replica.address for replica in self.all)
        for replica in self.all:
            replica.wait_ready()

    def open_updates(self) -> int:
        """How many updates are not done."""
        rows = self.postgres.execute("SELECT count(*) FROM nowall_state.inbox WHERE state != 'done'", self.database)
        return int(str(rows[0][0]))

    def wait_settled(self, seconds: float = 30.0) -> None:
        """Wait until nothing is left."""
        deadline = time.monotonic() + seconds
        while self.open_updates():
            assert time.monotonic() < deadline
            time.sleep(0.1)
