"""A steady load on a bot, held for a while: how long people wait, what it takes."""

from __future__ import annotations

import itertools
import random
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bench.speed.running import BotProcess
from tests.telegram_server import Person, TelegramServer

PEOPLE = 300
MEMORY_SECONDS = 10.0
_LONGEST_WAIT = 30.0
_LAST_SECONDS = 60.0
"""In which memory is expected to stay: caches are full then."""
_PEOPLE = itertools.count(50_000)


@dataclass(frozen=True, slots=True)
class Held:
    """What was measured; waits in milliseconds, from when the update is there until the bot says its answer."""

    asked: int
    seconds: float
    waits: tuple[float, ...]
    """Sorted; of what was answered."""
    cpu: float
    """Seconds, of the bot."""
    surroundings: float
    """Seconds of CPU time of Telegram and the people."""
    memory: tuple[tuple[float, float], ...]
    """Seconds since the beginning, and megabytes."""

    def wait(self, share: float) -> float:
        """So long this share of people waited at most."""
        return self.waits[min(len(self.waits) - 1, int(share * len(self.waits)))] if self.waits else float("nan")

    @property
    def slope(self) -> float:
        """Megabytes a minute that memory grows in the last minute, by least squares; 0 where the run is too short."""
        points = [(at / 60, size) for at, size in self.memory if at >= self.seconds - _LAST_SECONDS]
        if len(points) < 3:
            return 0.0
        times, sizes = zip(*points, strict=True)
        mid, mean = sum(times) / len(times), sum(sizes) / len(sizes)
        spread: float = sum((at - mid) ** 2 for at in times)
        together: float = sum((at - mid) * (size - mean) for at, size in points)
        return together / spread


def hold(
    server: TelegramServer,
    bot: BotProcess,
    asks: Sequence[str],
    *,
    rate: float,
    seconds: float,
    tell: Callable[[str], None],
) -> Held:
    """Ask so many questions a second, at random moments, in the private chats of many people."""
    world, dice = server.world, random.Random(7)
    people = [Person(next(_PEOPLE)) for _ in range(PEOPLE)]
    asked: dict[int, deque[float]] = defaultdict(deque)
    before, cpu, memory = len(world.made("sendMessage")), bot.cpu_seconds(), list[tuple[float, float]]()
    own = time.process_time()
    begun = time.monotonic()
    for number, moment in enumerate(_moments(rate, seconds, dice)):
        while (left := begun + moment - time.monotonic()) > 0:
            time.sleep(min(left, 0.5))
        if moment >= len(memory) * MEMORY_SECONDS:
            memory.append((moment, bot.resident_megabytes()))
            tell(f"{moment:.0f} of {seconds:.0f} s, {number} asked, {memory[-1][1]:.0f} MB")
        person = dice.choice(people)
        asked[person.id].append(time.monotonic())
        world.say(world.private(person), dice.choice(asks), person)
    total = sum(map(len, asked.values()))
    _wait_answered(server, before, total, bot)
    used, own = bot.cpu_seconds() - cpu, time.process_time() - own
    return Held(total, seconds, tuple(sorted(_waits(server, before, asked))), used, own, tuple(memory))


def _moments(rate: float, seconds: float, dice: random.Random) -> Iterator[float]:
    moment = dice.expovariate(rate)
    while moment < seconds:
        yield moment
        moment += dice.expovariate(rate)


def _wait_answered(server: TelegramServer, before: int, wanted: int, bot: BotProcess) -> None:
    deadline = time.monotonic() + _LONGEST_WAIT
    while len(server.world.made("sendMessage")) - before < wanted and time.monotonic() < deadline:
        bot.check()
        time.sleep(0.05)


def _waits(server: TelegramServer, before: int, asked: dict[int, deque[float]]) -> Iterator[float]:
    """A chat's answers come in the order of its questions, one for each."""
    for call in server.world.made("sendMessage")[before:]:
        if times := asked.get(int(call.parameters["chat_id"])):
            yield (call.at - times.popleft()) * 1000
