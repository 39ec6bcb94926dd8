"""Copying a table of a SQLite file into one of PostgreSQL, and reading it back to see that both hold the same."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.types import JSON

from nowall.database.checksums import Canonical, Checksum, Contents, canonical_for

_AT_ONCE = 2_000

Advance = Callable[[int], object]
"""Is told how many more rows are done."""


def copy_rows(source: Connection, target: Connection, table: Table, advance: Advance) -> Contents:
    """Send all rows of the source; ``table`` is that of the target. Gives what was sent."""
    driver: Any = target.connection.driver_connection
    names = _names(target, table)
    there: Any = source.connection.driver_connection
    rows = iter(there.execute(f"SELECT {', '.join(names)} FROM {_quoted(target, table.name)}"))  # noqa: S608
    checksum = Checksum()
    with driver.cursor() as cursor:
        copying = f"COPY {_quoted(target, table.name)} ({', '.join(names)}) FROM STDIN"
        with cursor.copy(copying) as copy:
            for row in _canonical_rows(rows, table, advance):
                checksum.add(row)
                copy.write_row(row)
    return checksum.contents


def contents_of(target: Connection, table: Table, advance: Advance) -> Contents:
    """Read all rows of a table of PostgreSQL, a few at a time."""
    driver: Any = target.connection.driver_connection
    names = zip(table.columns, _names(target, table), strict=True)
    columns = [f"{name}::text" if isinstance(column.type, JSON) else name for column, name in names]
    checksum = Checksum()
    with driver.cursor(name="nowall_contents") as cursor:
        cursor.itersize = _AT_ONCE
        cursor.execute(f"SELECT {', '.join(columns)} FROM {_quoted(target, table.name)}")  # noqa: S608
        for row in _canonical_rows(iter(cursor), table, advance):
            checksum.add(row)
    return checksum.contents


def _canonical_rows(rows: Iterator[Sequence[Any]], table: Table, advance: Advance) -> Iterator[list[Any]]:
    canonical: list[Canonical] = [canonical_for(column.type) for column in table.columns]
    while batch := list(islice(rows, _AT_ONCE)):
        for row in batch:
            yield [None if value is None else make(value) for make, value in zip(canonical, row, strict=True)]
        advance(len(batch))


def _names(target: Connection, table: Table) -> list[str]:
    return [_quoted(target, column.name) for column in table.columns]


def _quoted(target: Connection, name: str) -> str:
    """A name as both SQLite and PostgreSQL take it."""
    return target.dialect.identifier_preparer.quote_identifier(name)
