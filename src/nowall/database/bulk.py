"""Many rows at once, several times faster than a statement with parameters is."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, insert

from nowall.database.columns import Json
from nowall.database.postgres import driver_trouble

Row = Mapping[str, Any]


def insert_many(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Insert rows that have all columns of a table."""
    if not rows:
        return
    if connection.dialect.name == "postgresql":
        _copy(connection, table, rows)
    else:
        _execute_many(connection, table, rows)


def _copy(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    prepared = [(column.name, isinstance(column.type, Json)) for column in table.columns]
    quote = connection.dialect.identifier_preparer.quote
    columns = ", ".join(quote(name) for name, _ in prepared)
    driver: Any = connection.connection.driver_connection
    copying = f"COPY {quote(table.name)} ({columns}) FROM STDIN"
    with driver_trouble(connection), driver.cursor() as cursor, cursor.copy(copying) as copy:
        for row in rows:
            copy.write_row([_as_json(row[name]) if is_json else row[name] for name, is_json in prepared])


def _as_json(value: Any) -> str | None:
    return None if value is None else json.dumps(value, ensure_ascii=False)


def _execute_many(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    dialect = connection.dialect
    names = [column.name for column in table.columns]
    processors = [column.type.dialect_impl(dialect).bind_processor(dialect) for column in table.columns]
    prepared = [(place, prepare) for place, prepare in enumerate(processors) if prepare]
    compiled = insert(table).compile(dialect=dialect, column_keys=names)
    connection.exec_driver_sql(str(compiled), [_values(row, names, prepared) for row in rows])


def _values(
    row: Mapping[str, Any], names: Sequence[str], prepared: Sequence[tuple[int, Callable[[Any], Any]]]
) -> tuple[Any, ...]:
    """A row's values in the order of the columns, those of some columns as the driver wants them."""
    values = [row[name] for name in names]
    for place, prepare in prepared:
        if values[place] is not None:
            values[place] = prepare(values[place])
    return tuple(values)
