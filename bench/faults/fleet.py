"""Several bots on one PostgreSQL behind one webhook, and what befalls them and their server."""

from __future__ import annotations

import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path

import psycopg

from bench.faults.numbers import number_of
from bench.faults.record import Killed
from bench.speed.running import BotProcess, by_webhook
from tests.postgres_server import postgres_server
from tests.telegram_server import TelegramServer

CONNECTIONS = 60
_START_SECONDS = 120.0
_AWAY_SECONDS = 20.0
_FULL_SECONDS = 15.0
_LOCKED_SECONDS = 10.0
_OTHERS_SENT_SECONDS = 4.0
"""So long after a kill nothing is in the state *sending* but what the dead bot has sent; its leases still hold then."""
_SENDING = "SELECT payload FROM nowall_state.inbox WHERE state = 'sending'"
_OURS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'nowall'"


class Fleet:
    """Bots with homes of their own. What befalls them comes in turn: a kill and a restart, then, if wanted, outages."""

    def __init__(self, module: str, server: TelegramServer, folder: Path, count: int, *, outages: bool) -> None:
        self._module = module
        self._telegram = server
        self._stack = ExitStack()
        self._postgres = self._stack.enter_context(
            postgres_server(max_connections=str(CONNECTIONS), superuser_reserved_connections="0")
        )
        self._url = self._postgres.create_database("fleet")
        self._homes = [folder / f"bot-{number}" for number in range(count)]
        self._settings = [by_webhook() for _ in self._homes]
        server.world.behind = tuple(settings["BOT_WEBHOOK_URL"] for settings in self._settings)
        self._bots = [self._start(number) for number in range(count)]
        misfortunes: list[Callable[[], Killed | None]] = [self._kill_one, self._restart_one]
        self.misfortunes = [*misfortunes, *([self._away, self._full, self._locked] if outages else [])]
        self._next = iter(self.misfortunes)
        self._threads = list[threading.Thread]()

    def _start(self, number: int) -> BotProcess:
        home, shared = self._homes[number], {"BOT_WEBHOOK_URL": self._settings[0]["BOT_WEBHOOK_URL"]}
        home.mkdir(exist_ok=True)
        settings = {**self._settings[number], **shared, "NOWALL_DATABASE_URL": self._url, "NOWALL_SEMANTIC": "false"}
        return BotProcess(self._module, self._telegram, str(home), **settings)

    def wait_ready(self) -> None:
        """Wait until all of them are."""
        deadline = time.monotonic() + _START_SECONDS
        while not all(map(_is_ready, self._settings)):
            self.check()
            if time.monotonic() > deadline:
                raise RuntimeError("the bots are not ready")
            time.sleep(0.2)

    def check(self) -> None:
        """Raise what a bot has said if it has ended by itself."""
        for bot in self._bots:
            bot.check()

    def strike(self) -> Killed | None:
        """What befalls them next."""
        return next(self._next)()

    def stop(self) -> None:
        """End all of them, and the server."""
        for thread in self._threads:
            thread.join()
        with self._stack:
            for bot in self._bots:
                bot.stop()

    def _kill_one(self) -> Killed:
        at = time.monotonic()
        self._bots[1].kill()
        time.sleep(_OTHERS_SENT_SECONDS)
        payloads = self._postgres.execute(_SENDING, "fleet")
        numbers = [number_of(str(payload)) for (payload,) in payloads]
        self._bots[1] = self._start(1)
        return Killed(at, frozenset(number for number in numbers if number is not None))

    def _restart_one(self) -> None:
        """As an update of the program does it."""

        def restart() -> None:
            self._bots[2].stop()
            self._bots[2] = self._start(2)

        self._beside(restart)

    def _away(self) -> None:
        def crash() -> None:
            self._postgres.stop("immediate")
            time.sleep(_AWAY_SECONDS)
            self._postgres.start()

        self._beside(crash)

    def _full(self) -> None:
        """Others take every connection, also those that the bots had."""
        address = self._postgres.url().replace("+psycopg", "")

        def fill() -> None:
            until = time.monotonic() + _FULL_SECONDS
            with ExitStack() as others:
                admin = others.enter_context(psycopg.connect(address, autocommit=True))
                while time.monotonic() < until:
                    admin.execute(_OURS)
                    with suppress(psycopg.OperationalError):
                        for _ in range(CONNECTIONS):
                            others.enter_context(psycopg.connect(address))
                    time.sleep(0.1)

        self._beside(fill)

    def _locked(self) -> None:
        """Nobody can read or write the inbox."""
        address = self._postgres.url("fleet").replace("+psycopg", "")

        def lock() -> None:
            with psycopg.connect(address) as other:
                other.execute("LOCK TABLE nowall_state.inbox IN ACCESS EXCLUSIVE MODE")
                time.sleep(_LOCKED_SECONDS)

        self._beside(lock)

    def _beside(self, what: Callable[[], None]) -> None:
        """People go on asking meanwhile."""
        self._threads.append(threading.Thread(target=what))
        self._threads[-1].start()


def _is_ready(settings: dict[str, str]) -> bool:
    address = f"http://127.0.0.1:{settings['BOT_HTTP_PORT']}/readyz"
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
