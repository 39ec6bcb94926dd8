from __future__ import annotations

import shutil
import sqlite3
import stat
import threading
from contextlib import closing
from pathlib import Path

import pytest

from nowall.database import open_database
from nowall.errors import StoreError
from nowall.terminal.backup import copy_database
from tests.terminal.conftest import Nowall
from tests.terminal.news import BRIDGE, write


def numbers(path: Path) -> list[int]:
    with closing(sqlite3.connect(path)) as database:
        return [number for (number,) in database.execute("SELECT number FROM pairs ORDER BY number")]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """A database as nowall opens them, with a table that is written in pairs."""
    path = tmp_path / "home" / "state.db"
    open_database(path).dispose()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE pairs (number INTEGER, told TEXT)")
        connection.executemany("INSERT INTO pairs VALUES (?, 'said')", [(0,), (0,)])
        connection.commit()
    return path


def test_restored_home_answers_what_was_learned(real_nowall: Nowall, tmp_path: Path) -> None:
    news = str(write(tmp_path, {"bridge": BRIDGE}))
    real_nowall("--pack", "none", "add", "--vectors", "off", news)
    made = real_nowall("backup", str(tmp_path / "backup"))
    shutil.copytree(tmp_path / "backup", tmp_path / "restored")
    asked = real_nowall("--home", str(tmp_path / "restored"), "--pack", "none", "ask", "林小满说了什么?")

    assert made.exit_code == 0
    assert "corpus.db" in made.stdout
    assert asked.exit_code == 0


def test_copy_is_the_owners_alone(database: Path, nowall: Nowall, tmp_path: Path) -> None:
    nowall("backup", str(tmp_path / "new" / "backup"))

    folder = tmp_path / "new" / "backup"
    assert [file.name for file in folder.iterdir()] == ["state.db"]
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "state.db").stat().st_mode) == 0o600


def test_copy_made_while_somebody_writes_has_whole_transactions(database: Path, tmp_path: Path) -> None:
    stop, begun = threading.Event(), threading.Event()

    def write_pairs() -> None:
        with closing(sqlite3.connect(database, timeout=30)) as connection:
            number = 1
            while not stop.is_set():
                connection.execute("INSERT INTO pairs VALUES (?, 'a')", (number,))
                connection.execute("INSERT INTO pairs VALUES (?, 'b')", (number,))
                connection.commit()
                number += 1
                begun.set()

    writing = threading.Thread(target=write_pairs)
    writing.start()
    begun.wait()
    try:
        for attempt in range(5):
            copy_database(database, tmp_path / f"copy{attempt}.db")
    finally:
        stop.set()
        writing.join()

    copies = [numbers(tmp_path / f"copy{attempt}.db") for attempt in range(5)]
    for copied in copies:
        assert copied[::2] == copied[1::2] == list(range(len(copied) // 2))
    assert len(numbers(database)) >= len(copies[-1]) > 2


def test_erased_text_is_not_in_the_copy(database: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA secure_delete = OFF")
        connection.executemany("INSERT INTO pairs VALUES (?, 'a secret that goes')", [(9,)] * 500)
        connection.commit()
        connection.execute("DELETE FROM pairs WHERE number = 9")
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    copy_database(database, tmp_path / "copy.db")

    assert b"a secret that goes" in database.read_bytes()
    assert b"a secret that goes" not in (tmp_path / "copy.db").read_bytes()


def test_earlier_backup_is_never_replaced(database: Path, nowall: Nowall, tmp_path: Path) -> None:
    nowall("backup", str(tmp_path / "backup"))
    before = (tmp_path / "backup" / "state.db").read_bytes()
    again = nowall("backup", str(tmp_path / "backup"))

    assert again.exit_code == 1
    assert "is there already: choose another folder." in again.stderr
    assert (tmp_path / "backup" / "state.db").read_bytes() == before


def test_home_is_never_its_own_backup(database: Path, nowall: Nowall) -> None:
    assert nowall("backup", str(database.parent)).exit_code == 1
    assert numbers(database) == [0, 0]


def test_broken_off_backup_is_made_anew(database: Path, nowall: Nowall, tmp_path: Path) -> None:
    (tmp_path / "backup").mkdir()
    (tmp_path / "backup" / "state.db.part").write_bytes(b"half of it")

    assert nowall("backup", str(tmp_path / "backup")).exit_code == 0
    assert [file.name for file in (tmp_path / "backup").iterdir()] == ["state.db"]


def test_empty_home_is_told(nowall: Nowall, tmp_path: Path) -> None:
    told = nowall("backup", str(tmp_path / "backup"))

    assert told.exit_code == 1
    assert "There is nothing to copy" in told.stderr
    assert not (tmp_path / "backup").exists()


def test_damaged_database_leaves_no_copy(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.db"
    damaged.write_bytes(b"SQLite format 3\x00" + b"\xff" * 8192)

    with pytest.raises(StoreError, match=r"cannot be copied"):
        copy_database(damaged, tmp_path / "copy.db")
    assert [file.name for file in tmp_path.iterdir()] == ["damaged.db"]


def test_folder_that_cannot_be_made_is_told(database: Path, nowall: Nowall, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    told = nowall("backup", str(tmp_path / "file" / "backup"))

    assert told.exit_code == 1
    assert "cannot be made" in told.stderr
