"""Pages from the bot's own front while it answers: 200 a second, and some questions.

    python -m bench.speed.pages [--rate 200] [--seconds 60] [--questions 5] [--searches 2] [--home DIR --pack none]

People look at pages of all kinds in three languages, at random moments, ``--searches`` of 100 of them at an answer to a
question; they are a process of their own (bench.speed.viewers). Meanwhile others ask the bot, ``--questions`` a second.
Times are from when a page was wanted to its last byte. Exits with 1 where one did not come or 95 of 100 are not under
100 ms.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import urllib.parse
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.speed.held import Held, hold
from bench.speed.running import RunningBot, by_webhook
from bench.speed.throughput import sample_questions
from nowall.answers import Language
from nowall.catalogue import Catalogue
from nowall.engine import Engine
from nowall.settings import Settings
from tests.telegram_server import TelegramServer

LONGEST = 100.0
"""Milliseconds for 95 of 100."""
_PATHS = 2_000
_MOST_ARTICLES = 5_000
_WARM_UP_SECONDS = 10.0


def paths_of(catalogue: Catalogue, searches: float) -> list[str]:
    """What people look at: articles most, then the lists, people and disagreements, and searches."""
    dice = random.Random(5)
    pages = [f"/a/{key}" for key in catalogue.article_keys(0, _MOST_ARTICLES)]
    pages += [f"/e/{key}" for key in catalogue.entity_keys()[: len(pages) * 4]]
    pages += [f"/c/{head.key}" for head in catalogue.claims(Language.EN)] + ["/", "/", "/e/", "/c/"] * 5
    asks = [f"/?q={urllib.parse.quote(ask)}" for ask in sample_questions()]
    looks = int(_PATHS * (1 - searches / 100))
    return dice.choices(pages, k=looks) + dice.choices(asks, k=_PATHS - looks)


def _viewed(port: int, rate: float, seconds: float, paths: Sequence[str]) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "bench.speed.viewers", str(port), str(rate), str(seconds)]
    viewers = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603
    assert viewers.stdin
    viewers.stdin.write("\n".join(paths))
    viewers.stdin.close()
    viewers.stdin = None
    return viewers


def _told(viewers: subprocess.Popen[str], held: Held, memory: float) -> Iterator[str]:
    viewed = json.loads(viewers.communicate()[0])
    times = viewed["times"]
    if not times:
        yield f"no page came: {viewed['statuses']}"
        return
    shares = " ".join(
        f"p{round(s * 100)} {times[min(int(s * len(times)), len(times) - 1)]:.1f}" for s in (0.5, 0.95, 0.99)
    )
    yield f"pages: {len(times) / held.seconds:.0f} a second, ms: {shares} longest {times[-1]:.0f}, {viewed['statuses']}"
    waits = " ".join(f"p{round(s * 100)} {held.wait(s):.0f}" for s in (0.5, 0.95, 0.99))
    yield f"questions: {len(held.waits)} of {held.asked} answered, ms: {waits}"
    yield f"the bot: {held.cpu / held.seconds:.0%} of a core, {memory:.0f} MB"
    bad = sum(count for status, count in viewed["statuses"].items() if status != "200")
    if bad or times[int(0.95 * len(times))] >= LONGEST:
        yield "that is not enough"


def main() -> int:
    """Warm up, then measure."""
    parser = argparse.ArgumentParser()
    for name, value in (("rate", 200.0), ("seconds", 60.0), ("questions", 5.0), ("searches", 2.0)):
        parser.add_argument(f"--{name}", type=float, default=value)
    parser.add_argument("--home")
    parser.add_argument("--pack")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as made, TelegramServer() as server:
        home = arguments.home or made
        with Engine.open(Settings(home=Path(home), pack=arguments.pack, semantic=False, _env_file=None)) as engine:
            paths = paths_of(engine.catalogue, arguments.searches)
        settings = {"NOWALL_SEMANTIC": "false", **by_webhook()}
        settings |= {"NOWALL_PACK": arguments.pack} if arguments.pack else {}
        with RunningBot("bot", server, home, **settings) as bot:
            port, asks = int(settings["BOT_HTTP_PORT"]), sample_questions()
            _viewed(port, arguments.rate / 2, _WARM_UP_SECONDS, paths).communicate()
            viewers = _viewed(port, arguments.rate, arguments.seconds, paths)
            held = hold(server, bot, asks, rate=arguments.questions, seconds=arguments.seconds, tell=lambda _: None)
            lines = list(_told(viewers, held, bot.resident_megabytes()))
    print(*lines, sep="\n")
    return int("not enough" in lines[-1] or len(lines) < 3)


if __name__ == "__main__":
    sys.exit(main())
