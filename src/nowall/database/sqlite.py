"""SQLite files: opened for their owner only, with a journal that readers never wait for."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, ExceptionContext, create_engine, event

from nowall.database.sqlite_trouble import damaged, trouble
from nowall.errors import StoreError
from nowall.store.file_lock import file_lock

READING = "nowall_reading"


def open_sqlite(path: Path, *, durable: bool, busy_seconds: float) -> Engine:
    """Open (or create) a file; its folder is created when it is missing.

    Transactions begin immediately, so what they read stays true until they write.
    """
    try:
        _prepare_file(path, busy_seconds)
    except (OSError, sqlite3.Error) as error:
        if told := trouble(path, error):
            raise told from error
        raise StoreError(f"The database {path} cannot be opened: {error}.") from error
    url = URL.create("sqlite", database=str(path))
    # what a statement was given may be somebody's words, and errors go to the log
    engine = create_engine(url, connect_args={"timeout": busy_seconds}, hide_parameters=True)
    synchronous = "FULL" if durable else "NORMAL"

    @event.listens_for(engine, "connect")
    def _configure(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # else sqlite3 begins late, and not at all before a SELECT
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute(f"PRAGMA synchronous = {synchronous}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        is_reader = connection.get_execution_options().get(READING, False)
        connection.exec_driver_sql("BEGIN" if is_reader else "BEGIN IMMEDIATE")

    @event.listens_for(engine, "handle_error")
    def _tell(context: ExceptionContext) -> None:
        if told := trouble(path, context.original_exception):
            raise told from context.original_exception

    return engine


def _prepare_file(path: Path, busy_seconds: float) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with suppress(FileExistsError):  # an existing file stays unopened: closing it would drop SQLite's own locks
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    # SQLite's time-out does not cover this switch, and two at once can starve each other
    lock = file_lock(path.with_name(f"{path.name}.lock"), wait_seconds=busy_seconds)
    with lock, closing(sqlite3.connect(path, timeout=busy_seconds)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")


def check_sqlite(engine: Engine) -> None:
    """Read every page. Raises StoreError where one is damaged."""
    with engine.connect() as connection:
        reader = connection.execution_options(**{READING: True})
        found = str(reader.exec_driver_sql("PRAGMA quick_check(1)").scalar())
    if found != "ok":
        raise damaged(engine.url.database or "", found.splitlines()[-1])
