"""What SQLite's errors mean to whoever runs nowall, in a sentence that says what to do."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from nowall.errors import StoreBlockedError, StoreError

_DISK = frozenset({sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR})
_LOCK = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_DAMAGE = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB})
_PRIMARY = 0xFF
"""The low byte of a code is its kind; what stands above it tells more."""


def trouble(path: Path | str, error: BaseException | None) -> StoreError | None:
    """The trouble that a database has, not the statement that met it; None where that is not so."""
    code = getattr(error, "sqlite_errorcode", None)
    kind = None if code is None else code & _PRIMARY
    if kind in _DISK:
        return StoreBlockedError(
            f"The database {path} cannot be written: the disk is full or broken. What was stored before stays."
        )
    if kind in _LOCK:
        return StoreBlockedError(f"The database {path} is locked by another program: end that one.")
    return damaged(path, str(error)) if kind in _DAMAGE else None


def damaged(path: Path | str, what: str) -> StoreError:
    """The file is not what SQLite has written."""
    return StoreError(
        f"The database {path} is damaged ({what}): stop nowall, and put a backup in its place (nowall backup makes "
        "them, docs/deployment.md says how)."
    )
