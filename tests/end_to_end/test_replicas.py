"""Three real bots on one PostgreSQL behind one webhook: what one holds others take over, what one sets all see."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator

import pytest

from tests.end_to_end.conftest import Launcher
from tests.end_to_end.replicas import Replica, Replicas
from tests.end_to_end.talking import answer, pressed
from tests.end_to_end.test_conversations import NO_WALL, WALL_QUESTION
from tests.postgres_server import PostgresServer
from tests.telegram_server import Chat, Fault, Person, TelegramServer, World

TAKE_OVER_SECONDS = 25.0


@pytest.fixture(scope="module")
def telegram(one_telegram: TelegramServer) -> TelegramServer:
    return one_telegram


@pytest.fixture(scope="module")
def replicas(one_launcher: Launcher, postgres: PostgresServer) -> Replicas:
    return Replicas(one_launcher, postgres, postgres.create_database("replicas"), 3)


@pytest.fixture(autouse=True)
def _all_ready(replicas: Replicas) -> Iterator[None]:
    """Each test begins with all of them."""
    for replica in replicas.all:
        if replica.bot.process.poll() is not None:
            replica.start()
    for replica in replicas.all:
        replica.wait_ready()
    yield
    replicas.wait_settled()


def on_duty(replicas: Replicas) -> list[Replica]:
    return [replica for replica in replicas.all if replica.is_on_duty]


def until_one_is_on_duty(replicas: Replicas) -> Replica:
    deadline = time.monotonic() + TAKE_OVER_SECONDS
    while not (found := on_duty(replicas)):
        assert time.monotonic() < deadline, "nobody is on duty"
        time.sleep(0.1)
    assert len(found) == 1
    return found[0]


def crowd(number: int, first: int) -> list[Person]:
    return [Person(first + n, f"P{n}") for n in range(number)]


def ask(world: World, people: list[Person]) -> None:
    for person in people:
        world.say(world.private(person), WALL_QUESTION, person)


def all_answered_once(world: World, people: list[Person]) -> bool:
    for person in people:
        assert NO_WALL in world.wait_said(world.private(person), timeout=TAKE_OVER_SECONDS)[0]["text"]
    return all(len(world.said(world.private(person))) == 1 for person in people)


def test_everybody_is_answered_and_one_keeps_the_webhook(world: World, replicas: Replicas) -> None:
    people = crowd(12, 50_000)
    ask(world, people)
    assert all_answered_once(world, people)
    assert len(world.made("setWebhook")) == 1
    until_one_is_on_duty(replicas)
    took = [replica.get("/metrics") for replica in replicas.all]
    assert all(page is not None and 'nowall_updates_total{kind="message"}' in page.text for page in took)


def test_settings_are_seen_by_all_within_a_second(world: World, replicas: Replicas, chat: Chat, mei: Person) -> None:
    page = answer(world, chat, "/settings", mei)
    pressed(world, page, "繁体", mei, "出處")
    time.sleep(1.0)
    for _ in replicas.all:
        assert "出處" in str(answer(world, chat, "/settings", mei))


def test_duty_and_lanes_of_a_killed_bot_are_taken_over(world: World, replicas: Replicas) -> None:
    people, victim = crowd(9, 51_000), until_one_is_on_duty(replicas)
    sets = len(world.made("setWebhook"))
    world.break_next("sendMessage", *[Fault(delay=2.0)] * 9)
    ask(world, people)
    world.wait(lambda: len(world.made("sendMessage")) >= 1)
    victim.bot.kill()
    assert until_one_is_on_duty(replicas) is not victim
    for person in people:
        world.wait_said(world.private(person), timeout=TAKE_OVER_SECONDS)
    replicas.wait_settled()
    assert all(len(world.said(world.private(person))) <= 2 for person in people)
    assert len(world.made("setWebhook")) == sets + 1


def test_rolling_restart_loses_nothing_and_says_nothing_twice(world: World, replicas: Replicas) -> None:
    people = crowd(18, 52_000)
    for number, replica in enumerate(replicas.all):
        ask(world, people[6 * number : 6 * number + 3])
        assert replica.bot.stop() == 0
        ask(world, people[6 * number + 3 : 6 * number + 6])
        replica.start()
        replica.wait_ready()
    assert all_answered_once(world, people)


def test_bot_that_stands_still_is_replaced_and_does_no_harm_afterwards(world: World, replicas: Replicas) -> None:
    people, frozen = crowd(6, 53_000), replicas.all[1]
    world.break_next("sendMessage", *[Fault(delay=1.0)] * 6)
    ask(world, people)
    world.wait(lambda: len(world.made("sendMessage")) >= 3)
    frozen.bot.process.send_signal(signal.SIGSTOP)
    try:
        for person in people:
            world.wait_said(world.private(person), timeout=TAKE_OVER_SECONDS)
    finally:
        frozen.bot.process.send_signal(signal.SIGCONT)
    replicas.wait_settled()
    assert all(len(world.said(world.private(person))) <= 2 for person in people)
