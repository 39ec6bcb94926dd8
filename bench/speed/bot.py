"""Start the real bot against the tests' Telegram server, and time it.

python -m bench.speed.bot
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.telegram_server import Person, TelegramServer

ROUNDS = 30
QUESTION = "Altman 怎么回应撞墙？"
TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid: int) -> float:
    """The processor time that a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def resident_megabytes(pid: int) -> float:
    """The memory of a process that is in RAM."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def run(server: TelegramServer, home: str, number: int) -> str:
    """Start the bot, converse with it, stop it, and tell how long each took."""
    environment = {**os.environ, "NOWALL_HOME": home, "BOT_TOKEN": server.token, "BOT_BASE_URL": server.base_url}
    polls, start = server.world.polls, time.perf_counter()
    bot = subprocess.Popen([sys.executable, "-m", "bot"], env=environment, stderr=subprocess.DEVNULL)
    server.world.wait(lambda: server.world.polls > polls, 90)
    started = time.perf_counter() - start
    person = Person(number)
    chat = server.world.private(person)
    server.world.say(chat, QUESTION, person)
    server.world.wait_said(chat)
    first, cpu_at_first, times = time.perf_counter() - start, cpu_seconds(bot.pid), []
    for _ in range(ROUNDS):
        begun, said = time.perf_counter(), len(server.world.said(chat))
        server.world.say(chat, QUESTION, person)
        server.world.wait_said(chat, said + 1)
        times.append((time.perf_counter() - begun) * 1000)
    cpu, memory = (cpu_seconds(bot.pid) - cpu_at_first) / ROUNDS * 1000, resident_megabytes(bot.pid)
    begun = time.perf_counter()
    bot.terminate()
    bot.wait()
    stopped, median = time.perf_counter() - begun, sorted(times)[ROUNDS // 2]
    return (
        f"start to first poll {started:.2f} s, to first answer {first:.2f} s, then over HTTP median {median:.0f} ms, "
        f"{cpu:.0f} ms CPU each, {memory:.0f} MB resident, stop {stopped:.2f} s"
    )


def main() -> None:
    """Three runs on one home; the first builds store and index."""
    with tempfile.TemporaryDirectory() as home, TelegramServer() as server:
        for number in range(1, 4):
            print(run(server, home, number))


if __name__ == "__main__":
    main()
