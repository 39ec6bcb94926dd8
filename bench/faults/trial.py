"""One run: people ask, calls and updates meet mishaps, the bot is killed and started again."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from bench.faults import mishaps
from bench.faults.numbers import numbered
from bench.faults.record import Asked, Killed, Record, record
from tests.telegram_server import Person, TelegramServer

_QUIET_SECONDS = 45.0
"""So long nothing new is answered: then nothing more is to come."""
_AFTERMATH_SECONDS = 2.0
"""Duplicates may still come; after a time-out so much later."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is asked and broken."""

    updates: int = 2000
    people: int = 200
    rate: float = 20.0
    """Updates a second."""
    share: float = 0.05
    """Of calls and of updates that meet a mishap."""
    late: bool = True
    """Some answers come later than the bot waits for them."""
    kills: int = 3
    """And whatever else befalls a fleet."""
    evenly: bool = False
    """With the same time between them; else whenever it happens."""
    seed: int = 1


class Target(Protocol):
    """What is tried: one bot (`bench.faults.victim`), or several on one server (`bench.faults.fleet`)."""

    def strike(self) -> Killed | None:
        """Let something befall it; tells of it where a bot was killed."""

    def check(self) -> None:
        """Raise what a bot has said if it has ended by itself."""


def trial(
    plan: Plan, server: TelegramServer, victim: Target, asks: Sequence[str], tell: Callable[[int, int], None]
) -> Record:
    """Run it against a bot that takes updates; ``tell`` hears of the numbers asked and answered twice a second."""
    world = server.world
    _break(server, plan)
    asked, kills = _ask(plan, server, victim, asks, tell)
    progress, changed = 0, time.monotonic()
    while time.monotonic() < changed + _QUIET_SECONDS:
        now = record(world, asked, kills)
        tell(len(asked), len(now.waits))
        if len(now.waits) > progress:
            progress, changed = len(now.waits), time.monotonic()
        if not now.lost:
            break
        victim.check()
        time.sleep(0.5)
    time.sleep(_AFTERMATH_SECONDS + (mishaps.LATE_SECONDS if plan.late else 0.0))
    return record(world, asked, kills)


def _break(server: TelegramServer, plan: Plan) -> None:
    world = server.world
    world.travel = mishaps.of_updates(plan.share, plan.seed)
    world.break_when("*", mishaps.of_calls(plan.share, plan.seed, late=plan.late))
    world.break_when("getUpdates", mishaps.of_polls(plan.share, plan.seed))


def _ask(
    plan: Plan, server: TelegramServer, victim: Target, asks: Sequence[str], tell: Callable[[int, int], None]
) -> tuple[list[Asked], list[Killed]]:
    world, dice, begun = server.world, random.Random(plan.seed), time.monotonic()
    moments = [begun + plan.updates / plan.rate * share for share in _moments(plan, dice)]
    asked, kills = list[Asked](), list[Killed]()
    for number, person in enumerate(_askers(plan, dice)):
        time.sleep(max(0.0, begun + number / plan.rate - time.monotonic()))
        if moments and time.monotonic() > moments[0]:
            moments.pop(0)
            if killed := victim.strike():
                kills.append(killed)
        at = time.monotonic()
        world.say(world.private(person), numbered(dice.choice(asks), number), person)
        asked.append(Asked(number, person.id, at))
        if number % max(1, int(plan.rate / 2)) == 0:
            tell(number + 1, 0)
    return asked, kills


def _moments(plan: Plan, dice: random.Random) -> list[float]:
    """When something befalls the bots, as shares of the time in which people ask."""
    if plan.evenly:
        return [(number + 0.5) / (plan.kills + 0.5) for number in range(plan.kills)]
    return sorted(dice.uniform(0.1, 0.9) for _ in range(plan.kills))


def _askers(plan: Plan, dice: random.Random) -> Iterator[Person]:
    """Who asks; one time of two whoever has just asked, before there can be an answer."""
    person = Person(10_000)
    for _ in range(plan.updates):
        if dice.random() < 0.5:
            person = Person(10_000 + dice.randrange(plan.people))
        yield person
