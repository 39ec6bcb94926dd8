"""What the bot writes is for its own user, even in a home that others may enter."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path

from tests.end_to_end.conftest import Launcher
from tests.end_to_end.talking import answer
from tests.end_to_end.test_conversations import WALL_QUESTION
from tests.telegram_server import Chat, Person, World


def readable(folder: Path) -> Iterator[Path]:
    """The files that other users of the machine could read."""
    for entry in folder.iterdir():
        others = stat.S_IMODE(entry.stat().st_mode) & 0o077
        if entry.is_dir() and others:
            yield from readable(entry)
        elif not entry.is_dir() and others:
            yield entry


def test_no_file_of_the_home_can_be_read_by_others(world: World, launcher: Launcher, chat: Chat, mei: Person) -> None:
    launcher.home = launcher.folder / "fresh"
    launcher.home.mkdir(mode=0o755)
    before = os.umask(0)
    try:
        bot = launcher.start_polling()
    finally:
        os.umask(before)
    launcher.home.chmod(0o755)
    answer(world, chat, WALL_QUESTION, mei)
    assert {file.name for file in launcher.home.iterdir()} >= {"corpus.db", "state.db", "state.db-wal", "index"}
    assert list(readable(launcher.home)) == []
    bot.stop()
