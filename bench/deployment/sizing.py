"""What a home takes: start, memory, processor time and disk, by words and with meaning.

python -m bench.deployment.sizing HOME [--pack none]     (a copy: its state is deleted)
"""

from __future__ import annotations

import argparse
import subprocess
from pathlib import Path

from bench.speed.running import RunningBot
from nowall.engine import Engine
from nowall.settings import Settings
from tests.telegram_server import Person, TelegramServer

_ROUNDS = 200
_PEAK = "VmHWM"


def main() -> None:
    """A line for each way of comparing; the first start of a new home also builds its index."""
    parser = argparse.ArgumentParser(prog="python -m bench.deployment.sizing")
    parser.add_argument("home")
    parser.add_argument("--pack")
    given = parser.parse_args()
    questions = _questions(given.home, given.pack)
    for semantic in ("false", "true"):
        for file in Path(given.home).glob("state.db*"):  # each time Telegram counts its updates from the beginning
            file.unlink()
        print(f"semantic {semantic}: {_measure(given.home, given.pack, semantic, questions)}")
    disk = subprocess.run(["du", "-sm", given.home], check=True, capture_output=True, text=True)  # noqa: S603, S607
    print(f"disk: {disk.stdout.split()[0]} MB")


def _questions(home: str, pack: str | None) -> list[str]:
    """About what the corpus has: the beginnings of its facts, which are found, and answered or refused."""
    with Engine.open(Settings(home=Path(home), pack=pack, semantic=False)) as engine:
        size = engine.catalogue.size()
        print(f"{size.articles} articles, {size.facts} facts")
        facts = [fact.zh for _, fact in zip(range(_ROUNDS), engine.facts(), strict=False)]
    return [f"{fact[:12]}什么时候？" for fact in facts]


def _measure(home: str, pack: str | None, semantic: str, questions: list[str]) -> str:
    settings = {"NOWALL_SEMANTIC": semantic, "BOT_QUESTIONS_PER_MINUTE": "0"} | ({"NOWALL_PACK": pack} if pack else {})
    with TelegramServer() as server, RunningBot("bot", server, home, **settings) as bot:
        world, idle, before = server.world, bot.resident_megabytes(), bot.cpu_seconds()
        for number, question in enumerate(questions, 1):
            person = Person(number)
            chat = world.private(person)
            world.say(chat, question, person)
            world.wait_said(chat, timeout=60)
        cpu = (bot.cpu_seconds() - before) / len(questions) * 1000
        after, peak = bot.resident_megabytes(), _peak_megabytes(bot.process.pid)
    return (
        f"polls after {bot.started:.1f} s, {idle:.0f} MB idle, {after:.0f} MB after {len(questions)} questions, "
        f"{peak:.0f} MB at most, {cpu:.1f} ms of CPU a question"
    )


def _peak_megabytes(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(_PEAK)) / 1024


if __name__ == "__main__":
    main()
