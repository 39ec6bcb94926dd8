"""Real bots whose PostgreSQL goes away, is full or is locked: they say so, lose nothing, and go on by themselves."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

import psycopg
import pytest

from tests.end_to_end.conftest import Launcher
from tests.end_to_end.replicas import Replica, Replicas
from tests.end_to_end.test_conversations import NO_WALL, WALL_QUESTION
from tests.postgres_server import MISSING, PostgresServer, postgres_server
from tests.telegram_server import Chat, Person, TelegramServer, World

pytestmark = pytest.mark.skipif(MISSING is not None, reason=MISSING or "")
CONNECTIONS = 30
OUTAGE_SECONDS = 4.0
OURS = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'nowall'"


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with postgres_server(max_connections=str(CONNECTIONS), superuser_reserved_connections="0") as server:
        yield server


@pytest.fixture(scope="module")
def telegram(one_telegram: TelegramServer) -> TelegramServer:
    return one_telegram


@pytest.fixture(scope="module")
def replicas(one_launcher: Launcher, server: PostgresServer) -> Replicas:
    return Replicas(one_launcher, server, server.create_database("outages"), 2)


def until(condition: Callable[[], object], seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def events(replica: Replica, name: str) -> int:
    lines = [line for line in replica.bot.output.splitlines() if line.startswith("{")]
    return sum(json.loads(line).get("event") == name for line in lines)


def answered_once_all_is_well(replicas: Replicas, world: World, chat: Chat) -> None:
    for replica in replicas.all:
        replica.wait_ready()
    assert NO_WALL in world.wait_said(chat, timeout=30)[0]["text"]
    replicas.wait_settled()
    assert len(world.said(chat)) == 1


@contextmanager
def away(server: PostgresServer) -> Iterator[None]:
    server.stop()
    try:
        yield
    finally:
        server.start()


def test_server_that_goes_away_and_comes_back(world: World, replicas: Replicas, chat: Chat, mei: Person) -> None:
    with away(replicas.postgres):
        world.say(chat, WALL_QUESTION, mei)
        until(lambda: all(replica.says("cannot be reached") for replica in replicas.all))
        until(lambda: world.delivery_error and "503" in world.delivery_error[1])
        time.sleep(OUTAGE_SECONDS)
    answered_once_all_is_well(replicas, world, chat)
    for replica in replicas.all:
        assert 1 <= events(replica, "inbox.unusable") <= 2
        until(lambda replica=replica: events(replica, "inbox.usable") >= 1)  # type: ignore[misc]
        assert "Traceback" not in replica.bot.output


def test_server_that_takes_no_more_connections(world: World, replicas: Replicas, chat: Chat, mei: Person) -> None:
    address = replicas.postgres.url().replace("+psycopg", "")
    with ExitStack() as others:
        admin = others.enter_context(psycopg.connect(address, autocommit=True))

        def full() -> bool:
            admin.execute(OURS)
            try:
                while True:
                    others.enter_context(psycopg.connect(address))
            except psycopg.OperationalError:
                return all(replica.says("takes no more connections") for replica in replicas.all)

        until(full)
        world.say(chat, WALL_QUESTION, mei)
        time.sleep(OUTAGE_SECONDS)
        assert not world.said(chat)
    answered_once_all_is_well(replicas, world, chat)


def test_server_with_a_locked_table(world: World, replicas: Replicas, chat: Chat, mei: Person) -> None:
    address = replicas.postgres.url(replicas.database).replace("+psycopg", "")
    with psycopg.connect(address) as other:
        other.execute("LOCK TABLE nowall_state.inbox IN ACCESS EXCLUSIVE MODE")
        world.say(chat, WALL_QUESTION, mei)
        until(lambda: all(replica.says("within") for replica in replicas.all))
        time.sleep(OUTAGE_SECONDS)
    answered_once_all_is_well(replicas, world, chat)


def test_bot_that_starts_before_its_server_waits(world: World, replicas: Replicas, chat: Chat, mei: Person) -> None:
    late = replicas.all[1]
    late.bot.stop()
    with away(replicas.postgres):
        late.start()
        until(lambda: events(late, "database.away") == 1, 60)
        time.sleep(OUTAGE_SECONDS)
        assert late.bot.process.poll() is None
        assert events(late, "database.away") == 1
    world.say(chat, WALL_QUESTION, mei)
    answered_once_all_is_well(replicas, world, chat)
    assert events(late, "database.back") == 1


def test_bot_stops_while_its_server_is_away(world: World, replicas: Replicas) -> None:
    waiting, running = replicas.all
    waiting.bot.stop()
    with away(replicas.postgres):
        waiting.start()
        until(lambda: events(waiting, "database.away") == 1, 60)
        until(lambda: running.says("cannot be reached"))
        assert [replica.bot.stop() for replica in replicas.all] == [0, 0]
        assert "Traceback" not in running.bot.output


def test_server_that_refuses_is_told_in_one_sentence(launcher: Launcher, server: PostgresServer) -> None:
    bot = launcher.start(NOWALL_DATABASE_URL=server.url("there_is_none"))
    assert bot.wait() == 1
    assert "does not exist" in bot.output.splitlines()[-1]
    assert "Traceback" not in bot.output
