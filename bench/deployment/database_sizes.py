"""What a corpus takes in PostgreSQL, by table and index, in all and a fact; and how long what keeps it in order takes.

NOWALL_DATABASE_URL=… python -m bench.deployment.database_sizes [--upkeep]     (a database that nobody else uses)
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Engine

from nowall.database import PostgresSchema, open_database, reading
from nowall.errors import SettingsError
from nowall.settings import Settings
from nowall.store.home import CORPUS_SCHEMA

_RELATIONS = """
SELECT n.nspname, t.relname, i.relname, t.reltuples::bigint,
    CASE WHEN i.oid IS NULL THEN pg_table_size(t.oid) ELSE pg_relation_size(i.oid) END
FROM pg_class t JOIN pg_namespace n ON n.oid = t.relnamespace
CROSS JOIN LATERAL (
    SELECT NULL::oid AS oid, NULL::name AS relname UNION ALL
    SELECT indexrelid, c.relname FROM pg_index JOIN pg_class c ON c.oid = indexrelid WHERE indrelid = t.oid) i
WHERE t.relkind = 'r' AND n.nspname LIKE 'nowall%%'
ORDER BY 1, 2, 5 DESC
"""
_LEAST = 100_000
"""Bytes; what is smaller is told together."""
_BM25 = """
SELECT n.nspname || '.' || c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
JOIN pg_am ON pg_am.oid = relam WHERE amname = 'bm25' AND nspname LIKE 'nowall%%'
"""


def main() -> None:
    """A line for each table and index, the sum, and the upkeep."""
    parser = argparse.ArgumentParser(prog="python -m bench.deployment.database_sizes")
    parser.add_argument("--upkeep", action="store_true", help="also VACUUM and REINDEX, and tell how long they take")
    given = parser.parse_args()
    server = Settings().server
    if server is None:
        raise SettingsError("NOWALL_DATABASE_URL says which database.")
    database = open_database(PostgresSchema(server, CORPUS_SCHEMA), busy_seconds=3600)
    print(*_told(database), sep="\n")
    if given.upkeep:
        print(*_kept(database), sep="\n")
        print(*_told(database), sep="\n")
    database.dispose()


def _told(database: Engine) -> Iterator[str]:
    with reading(database) as connection:
        connection.exec_driver_sql("ANALYZE")
        facts = connection.exec_driver_sql("SELECT count(*) FROM facts").scalar_one()
        articles = connection.exec_driver_sql("SELECT count(*) FROM articles").scalar_one()
        whole = connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar_one()
        relations: Any = connection.exec_driver_sql(_RELATIONS).all()
    yield f"{articles:,} articles, {facts:,} facts, database {whole / 1e6:,.0f} MB"
    rest = 0
    for schema, table, index, rows, size in relations:
        if size < _LEAST:
            rest += size
            continue
        name = f"{schema}.{table}" if index is None else f"    {index}"
        count = f"{rows:>12,} rows" if index is None else " " * 17
        yield f"{name:48}{count}{size / 1e6:10,.1f} MB{size / max(facts, 1):8.0f} bytes a fact"
    yield f"{'all others':65}{rest / 1e6:10,.1f} MB"
    whole = sum(size for *_, size in relations)
    yield f"{'sum':65}{whole / 1e6:10,.1f} MB{whole / max(facts, 1):8.0f} bytes a fact"


def _kept(database: Engine) -> Iterator[str]:
    with reading(database) as connection:
        connection.exec_driver_sql("SET statement_timeout = 0")
        yield _timed(connection, "VACUUM (ANALYZE)")
        for name in connection.exec_driver_sql(_BM25).scalars().all():
            yield _timed(connection, f"REINDEX INDEX CONCURRENTLY {name}")


def _timed(connection: Connection, statement: str) -> str:
    begun = time.monotonic()
    connection.exec_driver_sql(statement)
    return f"{statement}: {time.monotonic() - begun:.1f} s"


if __name__ == "__main__":
    main()
