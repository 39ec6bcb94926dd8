"""Learning beside the lanes: in a thread, one request at a time, for as long as it takes within reason."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from typing import Any

import structlog

from nowall.errors import NowallError
from nowall.outcomes import Outcome

LONGEST_SECONDS = 900.0
"""After so long a request is stopped, and what it has learned stays."""
_log = structlog.get_logger(__name__)

Reading = Callable[[threading.Event], Iterator[Outcome]]
"""Learns something, and stops between two articles where the event is set."""


@dataclass(eq=False, slots=True)
class Job:
    """One request, and what has come of it so far."""

    reading: Reading
    outcomes: list[Outcome] = field(default_factory=list)
    error: NowallError | None = None
    stop: threading.Event = field(default_factory=threading.Event)
    task: asyncio.Task[None] = field(init=False)

    async def ends_within(self, seconds: float | None = None) -> bool:
        """Wait for the end, but no longer than this. Raises what nobody has foreseen."""
        done, _ = await asyncio.wait({self.task}, timeout=seconds)
        for task in done:
            task.result()
        return bool(done)

    def learn(self) -> None:
        """Do all of it, in the calling thread."""
        try:
            for outcome in self.reading(self.stop):
                self.outcomes.append(outcome)
        except NowallError as error:
            self.error = error


class Learning:
    """Runs requests one after the other. What is stored is always whole, so each of them may be cut off."""

    def __init__(self, longest: float = LONGEST_SECONDS) -> None:
        self._longest = longest
        self._turn = asyncio.Lock()
        self._jobs: set[Job] = set()
        self._afterwards: set[asyncio.Task[None]] = set()

    def begin(self, reading: Reading) -> Job:
        """Learn as soon as it is this request's turn."""
        job = Job(reading)
        job.task = asyncio.create_task(self._run(job))
        self._jobs.add(job)
        job.task.add_done_callback(lambda _: self._jobs.discard(job))
        return job

    def afterwards(self, what: Coroutine[Any, Any, None]) -> None:
        """Do something that no handler waits for; if it fails, the log tells."""
        task = asyncio.create_task(what)
        self._afterwards.add(task)
        task.add_done_callback(self._done)

    async def stop(self, patience: float) -> None:
        """Stop each request after the article that it is at; what takes longer is left alone."""
        for job in self._jobs:
            job.stop.set()
        tasks = {job.task for job in self._jobs} | self._afterwards
        if tasks:
            await asyncio.wait(tasks, timeout=patience)

    async def _run(self, job: Job) -> None:
        async with self._turn:
            if job.stop.is_set():
                return
            limit = asyncio.get_running_loop().call_later(self._longest, job.stop.set)
            try:
                await asyncio.to_thread(job.learn)
            finally:
                limit.cancel()

    def _done(self, task: asyncio.Task[None]) -> None:
        self._afterwards.discard(task)
        if not task.cancelled() and (error := task.exception()):
            _log.error("learning.not_told", exc_info=error)
