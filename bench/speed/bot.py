"""Start the real bot against the tests' Telegram server, and time it.

python -m bench.speed.bot
"""

from __future__ import annotations

import tempfile
import time

from bench.speed.running import RunningBot
from tests.telegram_server import Person, TelegramServer

ROUNDS = 30
QUESTION = "Altman 怎么回应撞墙？"


def run(server: TelegramServer, home: str, number: int) -> str:
    """Start the bot, converse with it, stop it, and tell how long each took."""
    start = time.perf_counter()
    bot = RunningBot("bot", server, home)
    person = Person(number)
    chat = server.world.private(person)
    server.world.say(chat, QUESTION, person)
    server.world.wait_said(chat)
    first, cpu_at_first, times = time.perf_counter() - start, bot.cpu_seconds(), []
    for _ in range(ROUNDS):
        begun, said = time.perf_counter(), len(server.world.said(chat))
        server.world.say(chat, QUESTION, person)
        server.world.wait_said(chat, said + 1)
        times.append((time.perf_counter() - begun) * 1000)
    cpu, memory = (bot.cpu_seconds() - cpu_at_first) / ROUNDS * 1000, bot.resident_megabytes()
    begun = time.perf_counter()
    bot.stop()
    stopped, median = time.perf_counter() - begun, sorted(times)[ROUNDS // 2]
    return (
        f"start to first poll {bot.started:.2f} s, to first answer {first:.2f} s, "
        f"then over HTTP median {median:.0f} ms, {cpu:.0f} ms CPU each, {memory:.0f} MB resident, stop {stopped:.2f} s"
    )


def main() -> None:
    """Three runs on one home; the first builds store and index."""
    with tempfile.TemporaryDirectory() as home, TelegramServer() as server:
        for number in range(1, 4):
            print(run(server, home, number))


if __name__ == "__main__":
    main()
