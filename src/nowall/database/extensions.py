"""Extensions of a PostgreSQL server."""

from __future__ import annotations

from sqlalchemy import Engine
from sqlalchemy.exc import DBAPIError

from nowall.database.opening import reading
from nowall.errors import StoreBlockedError, StoreError

_INSTALLED = "SELECT extversion FROM pg_extension WHERE extname = %(name)s"
_LOADED = "SELECT EXISTS (SELECT FROM pg_settings WHERE starts_with(name, %(name)s || '.'))"


def usable(database: Engine, name: str, *, preloaded: bool = False) -> bool:
    """Whether an extension is installed; where it is only available, it is installed if that is allowed.

    ``preloaded``: it must be loaded with the server, or nothing that uses it works.
    """
    with reading(database) as connection:
        if preloaded and not connection.exec_driver_sql(_LOADED, {"name": name}).scalar():
            return False
        if connection.exec_driver_sql(_INSTALLED, {"name": name}).scalar():
            return True
        available = "SELECT 1 FROM pg_available_extensions WHERE name = %(name)s"
        if not connection.exec_driver_sql(available, {"name": name}).scalar():
            return False
        try:
            connection.exec_driver_sql(f"CREATE EXTENSION IF NOT EXISTS {name} SCHEMA public")
        except StoreBlockedError:
            raise
        except (DBAPIError, StoreError):  # not allowed, or not preloaded; or another process was quicker
            return bool(connection.exec_driver_sql(_INSTALLED, {"name": name}).scalar())
    return True
