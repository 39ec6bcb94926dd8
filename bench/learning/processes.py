"""A real ``nowall add``, in a process group of its own, and what a home holds, read past nowall."""

from __future__ import annotations

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import defaultdict
from contextlib import closing
from pathlib import Path

_TABLES = {"articles": "id", "facts": "article", "texts": "article", "names": "article", "bands": "article"}
_GONE_SECONDS = 5.0
"""How long orphaned workers may take to notice."""


def start_adding(home: Path, *sources: Path) -> subprocess.Popen[bytes]:
    """Start learning; the process leads a session, by which its workers are known."""
    command = [sys.executable, "-m", "nowall", "--home", str(home), "--pack", "none", "add", "--vectors", "off"]
    return subprocess.Popen(  # noqa: S603  our own command
        [*command, *map(str, sources)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True
    )


def kill(adding: subprocess.Popen[bytes], *, alone: bool) -> None:
    """Kill the whole group at once, or the main process alone."""
    if alone:
        adding.kill()
    else:
        os.killpg(adding.pid, signal.SIGKILL)
    adding.wait()


def left_behind(leader: int) -> list[int]:
    """The processes of a session that are still there after a while."""
    end = time.monotonic() + _GONE_SECONDS
    while (left := _session(leader)) and time.monotonic() < end:
        time.sleep(0.05)
    return left


def _session(leader: int) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            state, _, _, session, *_ = (folder / "stat").read_text().rpartition(") ")[2].split()
        except OSError:
            continue
        if int(session) == leader and state not in "ZX":
            found.append(int(folder.name))
    return found


def last_change(home: Path) -> int:
    """The number of the newest change of a home's store; 0 where there is none yet."""
    try:
        with closing(_connect(home)) as connection:
            return int(connection.execute("SELECT max(seq) FROM changes").fetchone()[0] or 0)
    except sqlite3.Error:
        return 0


def stored(home: Path) -> dict[str, str]:
    """Every article and every copy, by id, with a digest of all rows that are its own."""
    rows: dict[str, list[str]] = defaultdict(list)
    with closing(_connect(home)) as connection:
        connection.execute("BEGIN")
        for table, key in _TABLES.items():
            for article, row in _rows(connection, table, key):
                rows[f"article {article}"].append(f"{table} {row}")
        for copy, row in _rows(connection, "copies", "id"):
            rows[f"copy {copy}"].append(row)
    return {name: hashlib.blake2s("\n".join(sorted(own)).encode()).hexdigest() for name, own in rows.items()}


def _rows(connection: sqlite3.Connection, table: str, key: str) -> list[tuple[str, str]]:
    cursor = connection.execute(f"SELECT * FROM {table}")  # noqa: S608  our own names
    place = [column[0] for column in cursor.description].index(key)
    return [(str(row[place]), repr(row)) for row in cursor]


def _connect(home: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{home / 'corpus.db'}?mode=ro", uri=True, timeout=30)
