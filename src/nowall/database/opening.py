"""Opening a database, wherever it is, and reading from it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, Engine

from nowall.database.places import Place
from nowall.database.postgres import WRITING, open_postgres
from nowall.database.sqlite import READING, check_sqlite, open_sqlite

BUSY_SECONDS = 30.0
"""How long a transaction waits for that of another process."""


def open_database(
    place: Place, *, durable: bool = False, busy_seconds: float = BUSY_SECONDS, in_order: bool = True
) -> Engine:
    """Open a SQLite file, which only its owner can read, or a schema of a PostgreSQL server.

    Every commit survives a killed process; with ``durable`` also a power cut, at one disk flush a commit (a server
    decides that by itself). Transactions that write follow each other; with ``in_order`` false, those on a server may
    overlap. What the database itself suffers from is raised as StoreError, whatever statement met it.
    """
    if isinstance(place, Path):
        return open_sqlite(place, durable=durable, busy_seconds=busy_seconds)
    return open_postgres(place, busy_seconds=busy_seconds, in_order=in_order)


def check(engine: Engine) -> None:
    """Read every page of a SQLite file; for small ones, a gigabyte takes ten seconds. A server checks its own pages.

    Raises StoreError where a page is damaged.
    """
    if engine.dialect.name == "sqlite":
        check_sqlite(engine)


@contextmanager
def reading(engine: Engine, *, steady: bool = False) -> Iterator[Connection]:
    """Read only, which neither waits for a writer nor stops one.

    ``steady``: all statements see one state. Else, on a server, each sees the newest and costs one journey instead of
    three; a file shows one state always.
    """
    with engine.connect() as connection:
        yield connection.execution_options(**_options(engine, steady=steady))


def _options(engine: Engine, *, steady: bool) -> dict[str, object]:
    if engine.dialect.name == "sqlite":
        return {READING: True}
    if steady:
        return {WRITING: False, "isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
    return {WRITING: False, "isolation_level": "AUTOCOMMIT"}
