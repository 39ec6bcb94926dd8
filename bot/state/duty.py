"""A duty: what one of all bots of a server does, as long as it lives."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any, NoReturn

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from bot.metrics import ON_DUTY
from nowall.database import WRITING, schema_of, try_lock
from nowall.errors import StoreError

LOOK_SECONDS = 1.0
"""How often one looks whether nobody has the duty, or whether one has it still."""
STILL_SECONDS = 10.0
"""Who asks nothing for so long stands still: the server ends its connection."""
_log = structlog.get_logger(__name__)


class Duty:
    """Held by a lock of the server on a connection of its own: whose connection ends has it no more.

    Where the state is a file, the lock of the home has seen to it that this is the only bot. For a moment two may
    think that they have it, when a connection is lost: what is done on duty must bear that.
    """

    def __init__(self, database: Engine, what: str) -> None:
        self._lock = None if schema_of(database) is None else _ServerLock(database, what)

    async def hold(self, work: Callable[[], Coroutine[Any, Any, NoReturn]]) -> NoReturn:
        """Do the work whenever one has the duty; it is cancelled when the duty is lost. Raises what the work does."""
        if self._lock is None:
            ON_DUTY.set(1)
            await work()
        try:
            while True:
                if await asyncio.to_thread(self._lock.take):
                    _log.info("duty.taken")
                    await self._work(work, self._lock)
                    _log.warning("duty.lost")
                await asyncio.sleep(LOOK_SECONDS)
        finally:
            await asyncio.to_thread(self._lock.give_up)

    @staticmethod
    async def _work(work: Callable[[], Coroutine[Any, Any, NoReturn]], lock: _ServerLock) -> None:
        task = asyncio.create_task(work())
        ON_DUTY.set(1)
        try:
            while not task.done() and await asyncio.to_thread(lock.is_held):
                await asyncio.wait({task}, timeout=LOOK_SECONDS)
            if task.done():
                task.result()
        finally:
            ON_DUTY.set(0)
            task.cancel()
            await asyncio.wait({task})


class _ServerLock:
    """The lock, and the connection that it lives and dies with. Used in threads, one call at a time."""

    def __init__(self, database: Engine, what: str) -> None:
        self._database = database
        self._what = what
        self._connection: Connection | None = None
        self._turn = threading.Lock()

    def take(self) -> bool:
        """Try to get it."""
        return self._ask(lambda connection: try_lock(connection, self._what))

    def is_held(self) -> bool:
        """Whether the connection, and so the lock, is still there."""
        return self._ask(lambda connection: connection.exec_driver_sql("SELECT true").scalar())

    def give_up(self) -> None:
        """End the connection, which frees the lock; a call that is under way comes first."""
        with self._turn:
            self._hang_up()

    def _ask(self, question: Callable[[Connection], Any]) -> bool:
        """No is also the answer where the server gives none: the connection, and with it the lock, counts as lost."""
        with self._turn:
            try:
                if self._connection is None:
                    options: dict[str, Any] = {"isolation_level": "AUTOCOMMIT", WRITING: False}
                    self._connection = self._database.connect().execution_options(**options)
                    self._connection.exec_driver_sql(f"SET idle_session_timeout = {int(STILL_SECONDS * 1000)}")
                return bool(question(self._connection))
            except (StoreError, SQLAlchemyError):  # the inbox tells of it
                self._hang_up()
                return False

    def _hang_up(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.invalidate()
            connection.close()
