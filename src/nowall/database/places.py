"""Where a database is: a SQLite file, or a schema of a PostgreSQL server."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from nowall.errors import SettingsError


@dataclass(frozen=True, slots=True)
class PostgresSchema:
    """One of nowall's schemas in a PostgreSQL database. Shown without its password."""

    url: URL = field(repr=False)
    name: str

    def __str__(self) -> str:
        return f"{self.url.database or ''} on {self.url.host or self.url.query.get('host') or 'localhost'}"


Place = Path | PostgresSchema
"""What `nowall.database.open_database` opens."""


def server_url(address: str) -> URL:
    """Read ``postgresql://…`` or ``postgresql+psycopg://…``. Raises SettingsError, which never tells the address."""
    try:
        url = make_url(address.strip())
    except (ArgumentError, ValueError):
        raise SettingsError("NOWALL_DATABASE_URL is no address of a database.") from None
    if url.drivername not in ("postgresql", "postgresql+psycopg", "postgres"):
        raise SettingsError("NOWALL_DATABASE_URL must begin with postgresql+psycopg://; without it SQLite is used.")
    return url.set(drivername="postgresql+psycopg")
