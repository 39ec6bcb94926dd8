"""SQLite (later also PostgreSQL) through SQLAlchemy Core: opening, migrating, and one writer with group commit.

Synchronous on purpose, called in threads: three transactions an update cost 1.5 ms of CPU through an async
driver and 0.06 ms this way (decision 6 of the design).
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from importlib import resources
from itertools import islice
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, ExceptionContext, Table, create_engine, event, insert, inspect, text
from sqlalchemy.exc import DatabaseError

from nowall.errors import StoreBlockedError, StoreError
from nowall.store.home import file_lock
from nowall.trouble import damaged, trouble

T = TypeVar("T")

BUSY_SECONDS = 30.0
"""How long a transaction waits for that of another process."""
_LARGEST_GROUP = 500
_READING = "nowall_reading"


def open_database(path: Path, *, durable: bool = False, busy_seconds: float = BUSY_SECONDS) -> Engine:
    """Open (or create) a SQLite file that only its owner can read; its folder is created when it is missing.

    Every commit survives a killed process; with ``durable`` also a power cut, at one disk flush a commit.
    Transactions begin immediately, so what they read stays true until they write; see `reading`. What the database
    itself suffers from (`nowall.trouble`) is raised as StoreError, whatever statement met it.
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
        is_reader = connection.get_execution_options().get(_READING, False)
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


def check(engine: Engine) -> None:
    """Read every page; for small databases, a gigabyte takes ten seconds. Raises StoreError where one is damaged."""
    with reading(engine) as connection:
        found = str(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar())
    if found != "ok":
        raise damaged(engine.url.database or "", found.splitlines()[-1])


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Begin a transaction that only reads: it sees one state, and neither waits for a writer nor stops one."""
    with engine.connect() as connection:
        yield connection.execution_options(**{_READING: True})


def insert_many(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that have all columns of a table, several times faster than a statement with parameters is."""
    if not rows:
        return
    dialect = connection.dialect
    names = [column.name for column in table.columns]
    processors = [column.type.dialect_impl(dialect).bind_processor(dialect) for column in table.columns]
    prepared = [(place, prepare) for place, prepare in enumerate(processors) if prepare]
    compiled = insert(table).compile(dialect=dialect, column_keys=names)
    values = [_values(row, names, prepared) for row in rows]
    if compiled.positional:
        connection.exec_driver_sql(str(compiled), values)
    else:
        connection.exec_driver_sql(str(compiled), [dict(zip(names, row, strict=True)) for row in values])


def _values(
    row: Mapping[str, Any], names: Sequence[str], prepared: Sequence[tuple[int, Callable[[Any], Any]]]
) -> tuple[Any, ...]:
    """A row's values in the order of the columns, those of some columns as the driver wants them."""
    values = [row[name] for name in names]
    for place, prepare in prepared:
        if values[place] is not None:
            values[place] = prepare(values[place])
    return tuple(values)


def migrate(engine: Engine, package: str) -> None:
    """Bring the database to the newest schema of a package of Alembic migrations.

    Scripts are named ``REVISION_what.py`` and sort by their revision. Alembic takes most of a second to
    import, so it is only imported when there is something to do. All steps are one transaction.
    """
    revisions = _revisions(package)
    if _current_revision(engine, revisions) == revisions[-1]:
        return
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    parent, _, name = package.rpartition(".")
    config = Config()
    config.set_main_option("script_location", f"{parent}:{name}")
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def run_migrations() -> None:
    """All that an ``env.py`` does here: run the steps on the connection that `migrate` has opened."""
    from alembic import context  # noqa: PLC0415

    context.configure(connection=context.config.attributes["connection"])
    context.run_migrations()


def _revisions(package: str) -> list[str]:
    folder = resources.files(package) / "versions"
    return sorted(file.name.partition("_")[0] for file in folder.iterdir() if file.name[:1].isdigit())


def _current_revision(engine: Engine, known: list[str]) -> str | None:
    try:
        with reading(engine) as connection:
            if not inspect(connection).has_table("alembic_version"):
                return None
            revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    except DatabaseError as error:
        raise StoreError(f"The database {engine.url.database} cannot be read: {error.orig}.") from error
    if revision is not None and revision not in known:
        raise StoreError(
            f"The database {engine.url.database} was written by a newer nowall (schema {revision}, this one knows "
            f"{known[-1]}): update nowall, or choose another home folder."
        )
    return revision


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[Connection], Any]
    future: Future[Any]


class Writer:
    """One thread that writes for many: all jobs that wait at a moment share one transaction and one commit.

    Where one of them fails, nothing of that transaction stays and each is done once more by itself, so that it
    spoils no other; where the database is blocked, all of them fail. A future resolves only after the commit; an
    asyncio caller awaits ``asyncio.wrap_future(writer.submit(job))``.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None
        self._queue: SimpleQueue[_Job | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._is_closed = False
        self._thread = threading.Thread(target=self._run, name="nowall-writer", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[Connection], T]) -> Future[T]:
        """Have ``work`` called with a connection; jobs run in the order in which they come.

        ``work`` neither commits nor rolls back, must not wait for another job, and may be called twice, so all that
        it changes is in the database.
        """
        future: Future[T] = Future()
        with self._lock:
            if self._is_closed:
                raise StoreError("The database is closed already.")
            self._queue.put(_Job(work, future))
        return future

    def close(self) -> None:
        """Finish what was submitted, then stop; a second call does nothing."""
        with self._lock:
            if not self._is_closed:
                self._is_closed = True
                self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (job := self._queue.get()) is not None:
            group = [job, *islice(self._waiting(), _LARGEST_GROUP)]
            self._commit([job for job in group if job.future.set_running_or_notify_cancel()])
        self._disconnect()

    def _waiting(self) -> Iterator[_Job]:
        while not self._queue.empty():
            job = self._queue.get()
            if job is None:  # leave the end where the next round finds it
                self._queue.put(None)
                return
            yield job

    def _commit(self, group: list[_Job]) -> None:
        try:
            connection = self._connected()
            with connection.begin():
                results = [job.work(connection) for job in group]
        except Exception as error:  # noqa: BLE001 - it belongs to the caller, whose future gets it
            self._disconnect()  # SQLAlchemy does not roll back what a failed commit leaves open, this does
            if len(group) > 1 and not isinstance(error, StoreBlockedError):
                for job in group:
                    self._commit([job])
                return
            for job in group:  # where the database is blocked, each of them would only wait for the same
                job.future.set_exception(error)
        else:
            for job, result in zip(group, results, strict=True):
                job.future.set_result(result)

    def _connected(self) -> Connection:
        if self._connection is None:
            self._connection = self._engine.connect()
        return self._connection

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
