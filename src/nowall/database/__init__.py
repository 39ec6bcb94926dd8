"""SQLite or PostgreSQL through SQLAlchemy Core: opening, migrating, and one writer with group commit."""

from nowall.database.bulk import insert_many
from nowall.database.migrating import migrate, run_migrations
from nowall.database.opening import BUSY_SECONDS, check, open_database, reading
from nowall.database.places import Place, PostgresSchema
from nowall.database.postgres import alone
from nowall.database.writer import Writer

__all__ = [
    "BUSY_SECONDS",
    "Place",
    "PostgresSchema",
    "Writer",
    "alone",
    "check",
    "insert_many",
    "migrate",
    "open_database",
    "reading",
    "run_migrations",
]
