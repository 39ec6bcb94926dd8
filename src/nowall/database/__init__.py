"""SQLite or PostgreSQL through SQLAlchemy Core: opening, migrating, and one writer with group commit."""

from nowall.database.bulk import insert_many
from nowall.database.columns import Json, Plain
from nowall.database.migrating import migrate, run_migrations
from nowall.database.opening import BUSY_SECONDS, check, open_database, reading
from nowall.database.places import Place, PostgresSchema
from nowall.database.postgres import WRITING, alone, schema_of, try_lock
from nowall.database.writer import Writer

__all__ = [
    "BUSY_SECONDS",
    "WRITING",
    "Json",
    "Place",
    "Plain",
    "PostgresSchema",
    "Writer",
    "alone",
    "check",
    "insert_many",
    "migrate",
    "open_database",
    "reading",
    "run_migrations",
    "schema_of",
    "try_lock",
]
