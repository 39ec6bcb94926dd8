"""Word of changes: a server tells at once, a file has to be looked at."""

from __future__ import annotations

import threading
from typing import Any

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from nowall.database.postgres import WRITING, schema_of
from nowall.errors import StoreError


class Notices:
    """Hears of changes in one schema: a hint, for a notice is lost while the connection is. The truth is in the tables.

    Whatever changes something notifies the channel that has the schema's name (the migrations make triggers do so).
    """

    def __init__(self, database: Engine) -> None:
        self._database = database
        self._channel = schema_of(database)
        self._connection: Connection | None = None
        self._closed = threading.Event()

    def wait(self, seconds: float) -> None:
        """Return when there is word, else after so many seconds; used by one thread."""
        if self._channel is None:
            self._closed.wait(seconds)
            return
        try:
            driver = self._listening()
            for _ in driver.notifies(timeout=seconds, stop_after=1):
                return
        except (StoreError, SQLAlchemyError, driver_errors()):
            self._hang_up()
            self._closed.wait(seconds)

    def _listening(self) -> Any:
        if self._connection is None:
            options: dict[str, Any] = {"isolation_level": "AUTOCOMMIT", WRITING: False}
            self._connection = self._database.connect().execution_options(**options)
            self._connection.exec_driver_sql(f"LISTEN {self._channel}")
        return self._connection.connection.driver_connection

    def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()
            connection.close()

    def close(self) -> None:
        """Wait no more; who waits now returns within its seconds."""
        self._closed.set()


def driver_errors() -> type[Exception]:
    """What the driver raises by itself, outside of SQLAlchemy."""
    import psycopg  # noqa: PLC0415  not everybody has it

    return psycopg.Error
