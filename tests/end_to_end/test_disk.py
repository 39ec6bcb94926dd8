"""A disk that is full, a database that another program holds, and damaged files, while the real bot runs."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.end_to_end.conftest import Launcher, RunningBot
from tests.end_to_end.talking import answer
from tests.end_to_end.test_conversations import NO_WALL, WALL_QUESTION
from tests.processes import free_port
from tests.telegram_server import Chat, Fault, Person, World

OWNER = Person(42, "Boss")
MEGABYTES = 32


class Disk:
    """A small disk of its own for the home."""

    def __init__(self, folder: Path) -> None:
        self._ballast = folder / "ballast"

    def fill(self) -> None:
        """Leave no byte."""
        try:
            with self._ballast.open("ab", buffering=0) as file:
                while file.write(b"\0" * 4_096):
                    pass
        except OSError:
            return

    def clear(self) -> None:
        """Make room again."""
        self._ballast.unlink()


@pytest.fixture
def disk(launcher: Launcher, seed: Path) -> Iterator[Disk]:
    mount = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=700", "tmpfs", str(launcher.home)]
    if not shutil.which("mount") or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("a disk of its own can only be mounted by root")
    shutil.copytree(seed, launcher.home, dirs_exist_ok=True)
    yield Disk(launcher.home)
    launcher.close()
    subprocess.run(["umount", str(launcher.home)], check=True)


class Watched:
    """A bot with an HTTP front."""

    def __init__(self, launcher: Launcher, *, webhook: bool = False) -> None:
        self.port = free_port()
        common = {"BOT_HTTP_PORT": str(self.port), "NOWALL_SEMANTIC": "false", "BOT_OWNERS": str(OWNER.id)}
        if webhook:
            address = {"BOT_MODE": "webhook", "BOT_WEBHOOK_URL": f"http://127.0.0.1:{self.port}/telegram"}
            self.bot = launcher.start(**common, **address)
            launcher.telegram.world.wait(lambda: launcher.telegram.world.made("setWebhook"), 60)
        else:
            self.bot = launcher.start_polling(**common)

    def store(self) -> dict[str, Any]:
        """What /readyz says of the store, with its status."""
        response = httpx.get(f"http://127.0.0.1:{self.port}/readyz", timeout=10, trust_env=False)
        return {"status": response.status_code, **response.json()["checks"]["store"]}

    def events(self, name: str) -> list[dict[str, Any]]:
        """The log's lines of an event."""
        lines = [json.loads(line) for line in self.bot.output.splitlines() if line.startswith("{")]
        return [line for line in lines if line["event"] == name]


def wait_ready(watched: Watched) -> None:
    deadline = time.monotonic() + 20
    while (store := watched.store())["status"] != 200:
        assert time.monotonic() < deadline, store
        time.sleep(0.1)


def assert_quiet(bot: RunningBot) -> None:
    """It lives, and its log is one for people."""
    assert bot.process.poll() is None
    assert "Traceback" not in bot.output
    assert len([line for line in bot.output.splitlines() if '"error"' in line]) < 10, bot.output


def overwritten(file: Path, start: int) -> None:
    """Put nonsense in the place of all that stands there from this byte on."""
    with file.open("r+b") as stream:
        stream.seek(start)
        stream.write(b"\xff" * (file.stat().st_size - start))


def damage_in_use(file: Path, statement: str) -> None:
    """Damage a database that is open: the writing makes whoever has it open read it again."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        other.execute("BEGIN IMMEDIATE")
        other.execute(statement)
        overwritten(file, 4_096)
        other.execute("COMMIT")


def test_full_disk_is_told_and_nothing_is_lost_or_said_twice(
    world: World, launcher: Launcher, disk: Disk, chat: Chat, mei: Person
) -> None:
    watched = Watched(launcher)
    answer(world, chat, WALL_QUESTION, mei)
    launcher.wait_settled()
    li = Person(2_001, "Li")
    world.break_next("sendMessage", Fault(delay=1.5))
    world.say(world.private(li), WALL_QUESTION, li)
    world.wait(lambda: len(world.made("sendMessage")) == 2)
    disk.fill()  # while an answer is on its way
    world.say(chat, WALL_QUESTION, mei)
    world.wait(lambda: watched.events("inbox.unusable"))
    store = watched.store()
    assert (store["status"], store["ok"]) == (503, False)
    assert "the disk is full" in store["told"]
    time.sleep(4)
    assert len(world.said(chat)) == 1
    assert world.updates, "what cannot be kept is not confirmed"
    disk.clear()
    world.wait_said(chat, 2, 30)
    wait_ready(watched)
    launcher.wait_settled()
    assert len(world.said(world.private(li))) == 1
    assert [len(watched.events(name)) for name in ("inbox.unusable", "inbox.usable")] == [1, 1]
    assert_quiet(watched.bot)


def test_full_disk_behind_a_webhook_makes_telegram_repeat(
    world: World, launcher: Launcher, disk: Disk, chat: Chat, mei: Person
) -> None:
    watched = Watched(launcher, webhook=True)
    answer(world, chat, WALL_QUESTION, mei)
    launcher.wait_settled()
    disk.fill()
    world.say(chat, WALL_QUESTION, mei)
    world.wait(lambda: world.delivery_error and "503" in world.delivery_error[1])
    time.sleep(2)
    assert len(world.said(chat)) == 1
    disk.clear()
    assert NO_WALL in world.wait_said(chat, 2, 60)[1]["text"]
    assert len(watched.events("inbox.unusable")) == 1
    assert_quiet(watched.bot)


def test_start_on_a_full_disk_is_one_sentence(launcher: Launcher, disk: Disk) -> None:
    disk.fill()
    bot = launcher.start()
    assert bot.wait() == 1
    assert "Traceback" not in bot.output
    assert "state.db" in bot.output.splitlines()[-1]


def test_database_that_another_program_holds_is_told_and_waited_for(
    world: World, launcher: Launcher, chat: Chat, mei: Person
) -> None:
    watched = Watched(launcher)
    answer(world, chat, WALL_QUESTION, mei)
    launcher.wait_settled()
    locks = [sqlite3.connect(launcher.home / name, isolation_level=None) for name in ("state.db", "corpus.db")]
    for lock in locks:
        lock.execute("BEGIN EXCLUSIVE")
    world.say(chat, WALL_QUESTION, mei)
    world.wait(lambda: watched.events("inbox.unusable"), 20)
    assert "state.db is locked by another program" in watched.events("inbox.unusable")[0]["error"]
    assert (store := watched.store())["status"] == 503
    assert "another program" in store["told"]
    assert world.updates
    for lock in locks:
        lock.close()
    world.wait_said(chat, 2, 30)
    wait_ready(watched)
    assert_quiet(watched.bot)


@pytest.mark.parametrize(("name", "start"), [("state.db", 0), ("state.db", 8_192), ("corpus.db", 0)])
def test_start_with_a_damaged_database_says_what_to_do(launcher: Launcher, name: str, start: int) -> None:
    launcher.start_polling(NOWALL_SEMANTIC="false").stop()
    for journal in launcher.home.glob(f"{name}-*"):
        journal.unlink()
    overwritten(launcher.home / name, start)
    bot = launcher.start(NOWALL_SEMANTIC="false")
    assert bot.wait() == 1
    last = bot.output.splitlines()[-1]
    assert f"{name} is damaged" in last
    assert "nowall backup" in last
    assert "Traceback" not in bot.output


def test_state_that_is_damaged_in_use_is_told_to_the_owners(
    world: World, launcher: Launcher, chat: Chat, mei: Person
) -> None:
    office = world.private(OWNER)
    watched = Watched(launcher)
    answer(world, chat, WALL_QUESTION, mei)
    launcher.wait_settled()
    damage_in_use(launcher.home / "state.db", "UPDATE pulse SET at = at + 1")
    world.say(chat, WALL_QUESTION, mei)
    assert "inbox.unusable" in world.wait_said(office, timeout=30)[0]["text"]
    store = watched.store()
    assert store["status"] == 503
    assert "damaged" in store["told"]
    time.sleep(3)
    assert_quiet(watched.bot)
    assert watched.bot.stop() == 0


def test_corpus_that_is_damaged_in_use_goes_on_answering(
    world: World, launcher: Launcher, chat: Chat, mei: Person
) -> None:
    watched = Watched(launcher)
    office = world.private(OWNER)
    damage_in_use(
        launcher.home / "corpus.db", "INSERT INTO changes (kind, record_id, op) VALUES ('touched', 'x', 'put')"
    )
    assert "corpus.refresh_failed" in world.wait_said(office, timeout=30)[0]["text"]
    assert NO_WALL in answer(world, chat, WALL_QUESTION, mei)["text"]
    assert len(watched.events("corpus.refresh_failed")) == 1
    assert_quiet(watched.bot)
