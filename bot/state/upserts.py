"""Inserts that meet a row which is there already: the one place that knows the dialect."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects.sqlite import insert


def upsert(
    connection: Connection,
    table: Table,
    key: Mapping[str, Any],
    values: Mapping[str, Any],
    changed: Mapping[str, Any] | None = None,
) -> None:
    """Insert a row, or set ``changed`` (else all ``values``) in the one that has its key."""
    row = insert(table).values(**key, **values)
    connection.execute(row.on_conflict_do_update(index_elements=list(key), set_=dict(changed or values)))


def insert_missing(connection: Connection, table: Table, values: Mapping[str, Any]) -> bool:
    """Insert a row unless its key is there already; tells whether it was not."""
    return bool(connection.execute(insert(table).values(**values).on_conflict_do_nothing()).rowcount)
