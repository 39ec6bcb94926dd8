"""Two real bots on one PostgreSQL that poll: one does, both answer, and the other one goes on with it."""

from __future__ import annotations

import time

from tests.end_to_end.conftest import Launcher
from tests.end_to_end.replicas import Replicas
from tests.end_to_end.test_conversations import NO_WALL, WALL_QUESTION
from tests.postgres_server import PostgresServer
from tests.telegram_server import Person, World


def ask(world: World, first: int, number: int = 12) -> list[Person]:
    people = [Person(first + n, f"P{n}") for n in range(number)]
    for person in people:
        world.say(world.private(person), WALL_QUESTION, person)
    return people


def answered(world: World, people: list[Person]) -> bool:
    said = [world.wait_said(world.private(person), timeout=30) for person in people]
    return all(len(messages) == 1 and NO_WALL in messages[0]["text"] for messages in said)


def test_one_polls_and_the_other_one_takes_over(
    world: World, launcher: Launcher, postgres: PostgresServer, database_url: str
) -> None:
    replicas = Replicas(launcher, postgres, database_url, 2, BOT_MODE="polling")
    assert answered(world, ask(world, 60_000))
    poller = next(replica for replica in replicas.all if replica.is_on_duty)
    other = next(replica for replica in replicas.all if replica is not poller)
    assert not other.is_on_duty
    assert "poll.conflict" not in poller.bot.output + other.bot.output
    poller.bot.stop()
    begun = time.monotonic()
    assert answered(world, ask(world, 61_000))
    assert time.monotonic() - begun < 15
    assert other.is_on_duty
    other.bot.stop()
