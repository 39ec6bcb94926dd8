"""The same load against the bot and against a minimal echo bot: answers a second, and CPU time of an update.

    python -m bench.speed.throughput [--updates 2000] [--rounds 3] [--semantic]

A backlog of questions is put before a bot that has answered some hundreds to get warm; the clocks run until the last is
answered. Questions are drawn at random, with a fixed seed and none twice, from the sample questions of the shipped
pack, in the languages and the wording that they have there; four of five are asked in the private chats of many people
(two each), the others by command in groups. ``adapter`` is the same bot with prepared answers in the place of the
engine, so all but answering; ``inbox`` is the inbox alone: what its transactions cost when as many workers call them.
"""

from __future__ import annotations

import argparse
import itertools
import math
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.speed.inbox import inbox_milliseconds
from bench.speed.running import RunningBot
from nowall.engine import Engine
from nowall.learn.pack.reader import find_pack, read_pack
from nowall.settings import Settings
from tests.telegram_server import Chat, Person, TelegramServer

SEED = 7
WARM_UP = 500
LONGEST_SECONDS = 300.0
COMMANDS_EACH = 10
"""How many of a group's people ask at once: twice as many would be too fast for a group."""
_PERSONS = itertools.count(10_000)
_GROUPS = itertools.count(1_000)


@dataclass(frozen=True, slots=True)
class Subject:
    """A bot that is measured."""

    name: str
    module: str
    semantic: bool = False


@dataclass(frozen=True, slots=True)
class Measured:
    """One run: seconds to the first poll, answers a second, milliseconds of CPU an update."""

    start: float
    rate: float
    cpu: float


ECHO = Subject("echo", "bench.speed.echo_bot")
SUBJECTS = (ECHO, Subject("adapter", "bench.speed.adapter_bot"), Subject("nowall, by words", "bot"))
SEMANTIC = Subject("nowall, by meaning too", "bot", semantic=True)


def sample_questions() -> list[str]:
    """The pack's sample questions, in its order, none twice: the bot remembers what it answered lately."""
    folder = find_pack(None)
    if folder is None:
        raise RuntimeError("no pack")
    return list(dict.fromkeys(ask for fact in read_pack(folder).facts for ask in fact.asks))


def load(server: TelegramServer, questions: Iterator[str], updates: int) -> list[Chat]:
    """Queue so many updates at once; gives the chat of each that is to be answered."""
    world, chats = server.world, []
    with world.lock:
        groups = itertools.cycle(
            [world.group(-1_001_000_000_000 - next(_GROUPS)) for _ in range(math.ceil(updates / COMMANDS_EACH / 5))]
        )
        for number in range(updates):
            if number % 10 < 2:
                person, chat = Person(next(_PERSONS)), next(groups)
                world.say(chat, f"/ask@{world.bot['username']} {next(questions)}", person)
            else:
                if number % 2 == 0:
                    person = Person(next(_PERSONS))
                chat = world.private(person)
                world.say(chat, next(questions), person)
            chats.append(chat)
    return chats


def wait_answered(server: TelegramServer, chats: list[Chat], bot: RunningBot) -> None:
    """Wait until each chat has as many answers as it has questions."""
    wanted: dict[int, int] = {}
    for chat in chats:
        wanted[chat.id] = wanted.get(chat.id, 0) + 1
    waiting = list({chat.id: chat for chat in chats}.values())
    deadline = time.monotonic() + LONGEST_SECONDS
    while waiting:
        if time.monotonic() > deadline:
            raise TimeoutError(f"{len(waiting)} chats wait for an answer")
        if len(server.world.said(waiting[-1])) >= wanted[waiting[-1].id]:
            waiting.pop()
        else:
            bot.check()
            time.sleep(0.02)


def measure(subject: Subject, server: TelegramServer, home: str, updates: int, questions: Iterator[str]) -> Measured:
    """Start a bot, warm it up, put the backlog before it, stop it."""
    with RunningBot(subject.module, server, home, NOWALL_SEMANTIC=str(subject.semantic)) as bot:
        wait_answered(server, load(server, questions, WARM_UP), bot)
        time.sleep(0.5)
        cpu, begun = bot.cpu_seconds(), time.perf_counter()
        wait_answered(server, load(server, questions, updates), bot)
        seconds, used = time.perf_counter() - begun, bot.cpu_seconds() - cpu
    return Measured(bot.started, updates / seconds, used / updates * 1000)


def run(subjects: tuple[Subject, ...], updates: int, rounds: int) -> dict[str, list[Measured]]:
    """All subjects in turn, in an order that changes with every round."""
    asks, results = sample_questions(), {subject.name: list[Measured]() for subject in subjects}
    with tempfile.TemporaryDirectory() as home:
        for semantic in {subject.semantic for subject in subjects}:
            Engine.open(Settings(home=Path(home), semantic=semantic)).close()
        for number in range(rounds):
            order = subjects if number % 2 == 0 else subjects[::-1]
            for subject in order:
                drawn = itertools.cycle(random.Random(SEED + number).sample(asks, len(asks)))
                for state in Path(home).glob("state.db*"):
                    state.unlink()  # the next Telegram numbers its updates from the beginning, too
                with TelegramServer() as server:
                    results[subject.name].append(measure(subject, server, home, updates, drawn))
    return results


def table(results: dict[str, list[Measured]]) -> Iterator[str]:
    """Medians of all rounds; ratios are taken within a round."""
    yield "| | start, s | answers a second | CPU ms an update | CPU, echo = 1 (each round) |"
    yield "|---|---|---|---|---|"
    for name, runs in results.items():
        ratios = [mine.cpu / echo.cpu for mine, echo in zip(runs, results[ECHO.name], strict=True)]
        start, rate, cpu = (statistics.median(getattr(run, what) for run in runs) for what in ("start", "rate", "cpu"))
        each = ", ".join(f"{ratio:.2f}" for ratio in ratios)
        yield f"| {name} | {start:.2f} | {rate:.0f} | {cpu:.2f} | {statistics.median(ratios):.2f} ({each}) |"


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--updates", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--semantic", action="store_true", help="with matching by meaning, too")
    args = parser.parse_args()
    subjects = (*SUBJECTS, SEMANTIC) if args.semantic else SUBJECTS
    print(*table(run(subjects, args.updates, args.rounds)), sep="\n")
    print(f"\ninbox: {inbox_milliseconds(args.updates):.2f} CPU ms an update")


if __name__ == "__main__":
    main()
