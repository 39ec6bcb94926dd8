"""One writer with group commit: what many ask for at a moment is one transaction.

Synchronous on purpose, called in threads: three transactions an update cost 1.5 ms of CPU through an async
driver and 0.06 ms this way (decision 6 of the design).
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import islice
from queue import SimpleQueue
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine

from nowall.errors import StoreBlockedError, StoreConflictError, StoreError

T = TypeVar("T")

_LARGEST_GROUP = 500
_MOST_TRIES = 5
"""Of one job whose transaction is given up for another one's."""


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[Connection], Any]
    future: Future[Any]
    place: int


class Writer:
    """One thread that writes for many: all jobs that wait at a moment share one transaction and one commit.

    Where one of them fails, nothing of that transaction stays and each is done once more by itself, so that it
    spoils no other; where the database is blocked, all of them fail. A future resolves only after the commit; an
    asyncio caller awaits ``asyncio.wrap_future(writer.submit(job))``.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._connection: Connection | None = None
        self._queue: SimpleQueue[_Job | None] = SimpleQueue()
        self._lock = threading.Lock()
        self._is_closed = False
        self._thread = threading.Thread(target=self._run, name="nowall-writer", daemon=True)
        self._thread.start()

    @property
    def database(self) -> Engine:
        """What it writes to."""
        return self._engine

    def submit(self, work: Callable[[Connection], T], place: int = 0) -> Future[T]:
        """Have ``work`` called with a connection; jobs run in the order in which they come.

        Those that share a transaction run by their ``place`` first: where all writers of a server lock rows in one
        order, none waits for another in a circle. ``work`` neither commits nor rolls back, must not wait for another
        job, and may be called twice, so all that it changes is in the database.
        """
        future: Future[T] = Future()
        with self._lock:
            if self._is_closed:
                raise StoreError("The database is closed already.")
            self._queue.put(_Job(work, future, place))
        return future

    def close(self) -> None:
        """Finish what was submitted, then stop; a second call does nothing."""
        with self._lock:
            if not self._is_closed:
                self._is_closed = True
                self._queue.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (job := self._queue.get()) is not None:
            group = [job, *islice(self._waiting(), _LARGEST_GROUP)]
            wanted = [job for job in group if job.future.set_running_or_notify_cancel()]
            self._commit(sorted(wanted, key=lambda job: job.place))
        self._disconnect()

    def _waiting(self) -> Iterator[_Job]:
        while not self._queue.empty():
            job = self._queue.get()
            if job is None:  # leave the end where the next round finds it
                self._queue.put(None)
                return
            yield job

    def _commit(self, group: list[_Job], tries: int = 1) -> None:
        try:
            connection = self._connected()
            with connection.begin():
                results = [job.work(connection) for job in group]
        except Exception as error:  # noqa: BLE001 - it belongs to the caller, whose future gets it
            self._disconnect()  # SQLAlchemy does not roll back what a failed commit leaves open, this does
            self._failed(group, error, tries)
        else:
            for job, result in zip(group, results, strict=True):
                job.future.set_result(result)

    def _failed(self, group: list[_Job], error: Exception, tries: int) -> None:
        in_conflict = isinstance(error, StoreConflictError)
        if len(group) > 1 and (in_conflict or not isinstance(error, StoreBlockedError)):
            for job in group:
                self._commit([job])
        elif in_conflict and tries < _MOST_TRIES:
            self._commit(group, tries + 1)
        else:
            for job in group:  # where the database is blocked, each of them would only wait for the same
                job.future.set_exception(error)

    def _connected(self) -> Connection:
        if self._connection is None:
            self._connection = self._engine.connect()
        return self._connection

    def _disconnect(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None
