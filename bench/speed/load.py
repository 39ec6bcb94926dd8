"""A steady load: 30 questions a second for three minutes, by polling and by webhook, without and with meaning.

    python -m bench.speed.load [--seconds 180] [--rate 30] [--modes polling webhook] [--matching words meaning]
    python -m bench.speed.load --inbox [--seconds 60] [--rounds 2]

Questions come at random moments, so many a second on average, from 300 people in private chats. A wait is the time from
when an update is there to be taken until the bot calls sendMessage. Telegram and people are on the same machine, and
their CPU time is not the bot's. ``--inbox`` puts the bot beside itself without its inbox, in turns.
Exits with 1 where a question was not answered or 95 of 100 waits are not under 300 ms.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.speed.held import Held, hold
from bench.speed.running import RunningBot, by_webhook
from bench.speed.throughput import sample_questions
from nowall.engine import Engine
from nowall.settings import Settings
from tests.telegram_server import TelegramServer

LONGEST_WAIT = 300.0
"""Milliseconds for 95 of 100."""
_WARM_UP_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Subject:
    """A bot that is measured."""

    name: str
    module: str = "bot"
    webhook: bool = False
    semantic: bool = False


def measure(subject: Subject, rate: float, seconds: float) -> Held:
    """Start a bot on a home of its own, warm it up, hold the load."""
    asks = sample_questions()
    with tempfile.TemporaryDirectory() as home, TelegramServer() as server:
        Engine.open(Settings(home=Path(home), semantic=subject.semantic)).close()
        settings = {"NOWALL_SEMANTIC": str(subject.semantic), **(by_webhook() if subject.webhook else {})}
        with RunningBot(subject.module, server, home, **settings) as bot:
            hold(server, bot, asks, rate=rate, seconds=_WARM_UP_SECONDS, tell=lambda _: None)
            return hold(
                server, bot, asks, rate=rate, seconds=seconds, tell=lambda line: _tell(f"{subject.name}: {line}")
            )


def _tell(line: str) -> None:
    if sys.stderr.isatty():
        print(f"\r{line:79}", end="", file=sys.stderr, flush=True)


def table(results: list[tuple[Subject, Held]]) -> Iterator[str]:
    """A line for each run, and what its memory was."""
    yield "| | answered | a second | median, ms | 95 % | 99 % | longest | CPU ms an update | of a core | Telegram's |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for subject, held in results:
        cells = [
            subject.name,
            f"{len(held.waits):,} of {held.asked:,}",
            f"{len(held.waits) / held.seconds:.1f}",
            *(f"{held.wait(share):.0f}" for share in (0.5, 0.95, 0.99, 1.0)),
            f"{held.cpu / held.asked * 1000:.2f}",
            f"{held.cpu / held.seconds:.0%}",
            f"{held.surroundings / held.seconds:.0%}",
        ]
        yield f"| {' | '.join(cells)} |"
    yield "\nMemory, MB every 10 s:\n"
    for subject, held in results:
        sizes = " ".join(f"{size:.0f}" for _, size in held.memory)
        yield f"- {subject.name}: {sizes}; {held.slope:+.2f} MB a minute in the last one"


def subjects(args: argparse.Namespace) -> list[Subject]:
    """What is to be measured, in its order."""
    if args.inbox:
        pair = [Subject("with the inbox"), Subject("without", "bench.speed.direct_bot")]
        return [subject for number in range(args.rounds) for subject in (pair if number % 2 == 0 else pair[::-1])]
    return [
        Subject(f"{mode}, {matching}", webhook=mode == "webhook", semantic=matching == "meaning")
        for matching in args.matching
        for mode in args.modes
    ]


def main() -> int:
    """Print the table; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=180.0)
    parser.add_argument("--rate", type=float, default=30.0)
    parser.add_argument("--modes", nargs="+", choices=["polling", "webhook"], default=["polling", "webhook"])
    parser.add_argument("--matching", nargs="+", choices=["words", "meaning"], default=["words", "meaning"])
    parser.add_argument("--inbox", action="store_true", help="with and without the inbox, by polling and by words")
    parser.add_argument("--rounds", type=int, default=2, help="of --inbox")
    args = parser.parse_args()
    results = [(subject, measure(subject, args.rate, args.seconds)) for subject in subjects(args)]
    _tell("")
    print(*table(results), sep="\n")
    good = all(len(held.waits) == held.asked and held.wait(0.95) < LONGEST_WAIT for _, held in results)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
