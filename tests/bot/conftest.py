"""A state of its own for each test, and the bot in this process before a Telegram of ours."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.inbox import Inbox
from bot.service import serve
from bot.settings import BotSettings
from bot.state.memory import Memory
from bot.state.schema import METADATA
from bot.studio import Studio
from nowall.database import PostgresSchema, Writer, migrate, open_database
from nowall.database.places import server_url
from nowall.store.home import STATE_SCHEMA
from tests.bot.scripted_engine import ScriptedEngine
from tests.postgres_server import PostgresServer
from tests.telegram_server import Chat, Person, TelegramServer, World


class Clock:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(scope="session")
def state_place(postgres: PostgresServer) -> PostgresSchema:
    """The state on a server, for all tests: to empty it takes a tenth of the time that another database takes."""
    place = PostgresSchema(server_url(postgres.create_database("state")), STATE_SCHEMA)
    postgres.execute("ALTER DATABASE state SET synchronous_commit = off")
    database = open_database(place)
    migrate(database, "bot.state.migrations")
    database.dispose()
    return place


@pytest.fixture(params=["sqlite", "postgres"])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty state, on both kinds of database."""
    if request.param == "sqlite":
        database = open_database(tmp_path / "state.db")
        migrate(database, "bot.state.migrations")
    else:
        database = open_database(request.getfixturevalue("state_place"), busy_seconds=5.0, in_order=False)
        with database.begin() as connection:
            for table in METADATA.tables:
                connection.exec_driver_sql(f"DELETE FROM {table}")
            connection.exec_driver_sql("ALTER SEQUENCE gaps_id_seq RESTART")
    yield database
    database.dispose()


@pytest.fixture
def writer(database: Engine) -> Iterator[Writer]:
    writer = Writer(database)
    yield writer
    writer.close()


@pytest.fixture
def inbox(writer: Writer, clock: Clock) -> Inbox:
    return Inbox(writer, clock)


@pytest.fixture
def memory(writer: Writer, clock: Clock) -> Memory:
    return Memory(writer, clock)


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
def chat(world: World, mei: Person) -> Chat:
    return world.private(mei)


class Serve:
    """Runs the bot in this process when it is called, and again after it was stopped."""

    def __init__(self, telegram: TelegramServer, writer: Writer) -> None:
        self._telegram = telegram
        self._writer = writer
        self._tasks: list[asyncio.Task[None]] = []
        self.studio = Studio()
        """Closed, until a test has a font."""

    async def __call__(self, **settings: Any) -> ScriptedEngine:
        """Start; gives the engine's transcript."""
        engine, world = ScriptedEngine(), self._telegram.world
        values = {"token": self._telegram.token, "base_url": self._telegram.base_url, "_env_file": None, **settings}
        self._tasks.append(
            asyncio.create_task(serve(BotSettings(**values), self._writer, lambda: engine, studio=self.studio))
        )
        polls = world.polls
        await asyncio.to_thread(world.wait, lambda: world.polls > polls)
        return engine

    async def stop(self) -> None:
        """Stop; what was stored stays."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()


@pytest.fixture
async def serving(telegram: TelegramServer, writer: Writer) -> AsyncIterator[Serve]:
    running = Serve(telegram, writer)
    yield running
    await running.stop()
