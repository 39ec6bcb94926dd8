"""``nowall add`` into a corpus on PostgreSQL while several engines answer from it.

    python -m bench.replicas.learning ARTICLES.jsonl.gz QUESTIONS.jsonl [--articles 10000] [--skip N] [--home DIR]
                                      [--engines 3] [--rate 10] [--server URL] [--database NAME]

Starts a server that is thrown away (or takes the one of ``--server``), copies the home's corpus into it, if one is
given, and opens so many engines, each in its own process with its own home, which answer ``--rate`` questions a second
together: first alone, then while articles are learned, then alone again. Prints one line of JSON for each part.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import Any

from bench.replicas.pairing import make_database, moved
from tests.postgres_server import postgres_server

_ALONE_SECONDS = 20.0
_STALL_MS = 1000.0


def main() -> None:
    """Measure, and print it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("source", type=Path, metavar="ARTICLES")
    parser.add_argument("questions", type=Path)
    parser.add_argument("--articles", type=int, default=10_000)
    parser.add_argument("--skip", type=int, default=0, help="articles at the beginning of the file that are left out")
    parser.add_argument("--home", type=Path, help="what is learned already")
    parser.add_argument("--engines", type=int, default=3)
    parser.add_argument("--rate", type=float, default=10.0, help="questions a second, of all engines together")
    parser.add_argument("--server", help="the address of a database of a server with pg_textsearch")
    parser.add_argument("--database", default="learning", help="made if it is not there")
    args = parser.parse_args()
    with ExitStack() as stack:
        server = args.server or stack.enter_context(postgres_server()).url()
        address = make_database(server, args.database)
        if args.home:
            moved(args.home, address)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        chosen = folder / "articles.jsonl.gz"
        with gzip.open(args.source, "rb") as every, gzip.open(chosen, "wb", 1) as some:
            some.writelines(islice(every, args.skip, args.skip + args.articles))
        for line in _measured(args, folder, chosen, address):
            print(json.dumps(line), flush=True)


def _measured(args: argparse.Namespace, folder: Path, articles: Path, address: str) -> list[dict[str, Any]]:
    replicas = [_replica(args, folder, address, place) for place in range(args.engines)]
    for replica in replicas:
        assert replica.stdin
        replica.stdin.write("go\n")
        replica.stdin.flush()
    time.sleep(_ALONE_SECONDS)
    begun = time.time()
    add = [sys.executable, "-m", "nowall", "--pack", "none", "add", "--vectors", "off", str(articles)]
    subprocess.run(add, check=True, env=_environment(folder, "adding", address), stdout=subprocess.DEVNULL)  # noqa: S603
    ended = time.time()
    time.sleep(_ALONE_SECONDS)
    told = [json.loads(replica.communicate()[0]) for replica in replicas]
    parts = {"before": (0.0, begun), "learning": (begun, ended), "after": (ended, float("inf"))}
    figures = [_part(name, told, *bounds) for name, bounds in parts.items()]
    figures[1] |= {"seconds": round(ended - begun, 1), "articles_per_second": round(args.articles / (ended - begun), 1)}
    return figures


def _replica(args: argparse.Namespace, folder: Path, address: str, place: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "bench.replicas.replica", args.questions, args.rate / args.engines, place * 31]
    environment = _environment(folder, f"replica{place}", address)
    process = subprocess.Popen(  # noqa: S603
        list(map(str, command)), env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


def _environment(folder: Path, home: str, address: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("NOWALL_", "BOT_"))}
    own = {"NOWALL_HOME": str(folder / home), "NOWALL_PACK": "none", "NOWALL_DATABASE_URL": address}
    return {**kept, **own, "NOWALL_SEARCH": "server"}


def _part(name: str, told: Sequence[dict[str, Any]], begun: float, ended: float) -> dict[str, Any]:
    figures: dict[str, Any] = {"part": name}
    for what in ("answers", "refreshes"):
        times = sorted(took for one in told for moment, took in one[what] if begun <= moment < ended)
        figures[what] = len(times)
        for share, label in ((0.5, "p50"), (0.95, "p95"), (0.99, "p99"), (1.0, "longest")):
            figures[f"{what}_{label}_ms"] = round(times[int(share * (len(times) - 1))], 1) if times else None
        if what == "answers":
            figures["above_1_s"] = sum(took > _STALL_MS for took in times)
    return figures


if __name__ == "__main__":
    main()
