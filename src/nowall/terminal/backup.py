"""``nowall backup``: whole copies of the databases, made while bots answer and articles are learned.

Index and vectors are derived from them and are not copied. Restored is a backup by putting its files into an empty
home: no journal of other files may lie beside them.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from rich.text import Text

from nowall.errors import InputError, StoreError
from nowall.store.home import Home
from nowall.terminal.console import console, put
from nowall.terminal.guard import OK
from nowall.terminal.session import Session

_BUSY_SECONDS = 30.0


def backup(session: Session, folder: Path) -> int:
    """Copy each database of the home into the folder; what stands there already is never replaced."""
    if session.settings.server:
        raise InputError(session.say("backup_server"))
    home = Home(session.settings.home)
    databases = [file for file in (home.corpus, home.state) if isinstance(file, Path) and file.exists()]
    if not databases:
        raise InputError(session.say("backup_nothing", folder=home.folder))
    _make(folder)
    for database in databases:
        copy = folder / database.name
        if copy.exists():
            raise InputError(session.say("backup_exists", file=copy))
        copy_database(database, copy)
        put(console(), Text(session.say("backup_done", file=copy, megabytes=f"{copy.stat().st_size / 1e6:.1f}")))
    return OK


def copy_database(database: Path, copy: Path) -> None:
    """Copy a SQLite file as it is at one moment, without what was erased from it, and check the copy.

    Readers and writers go on meanwhile. ``copy`` appears when it is whole and on the disk; only its owner can read it.
    """
    part = copy.with_name(f"{copy.name}.part")
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as source:
            source.execute(f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000:.0f}")
            source.execute("VACUUM INTO ?", (str(part),))
        _check(part)
        _flush(part)
        part.rename(copy)
        _flush(copy.parent)
    except (OSError, sqlite3.Error) as error:
        part.unlink(missing_ok=True)
        raise StoreError(f"{database} cannot be copied to {copy}: {error}.") from error


def _make(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"The folder {folder} cannot be made: {error.strerror}.") from error


def _check(file: Path) -> None:
    """Read every page. That indexes fit their tables need not be asked: VACUUM has just made them of those."""
    with closing(sqlite3.connect(file)) as copied:
        (found,) = copied.execute("PRAGMA quick_check(1)").fetchone()
    if found != "ok":
        raise sqlite3.DatabaseError(str(found))


def _flush(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
