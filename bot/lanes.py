"""The workers: they claim lanes and drain them in order, many chats at a time, each chat one by one."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from contextvars import ContextVar
from typing import Protocol

import structlog
from sqlalchemy.exc import SQLAlchemyError
from telegram import Update

from bot.failures import Again, Close, Verdict, back_off, flood_wait, judge, remedy
from bot.inbox import Claim, Inbox
from bot.metrics import FAILURES, FLOOD_SECONDS, FLOOD_WAITS, STAGE_SECONDS
from nowall.errors import StoreError

CURRENT: ContextVar[Claim] = ContextVar("current_claim")
"""The claim that the running handler works for."""

_LONGEST_SLEEP = 5.0
_SHARED_SLEEP = 1.0
"""Of what other bots have put into the inbox, or back, nobody tells."""
_log = structlog.get_logger(__name__)


class Processor(Protocol):
    """What PTB's Application does for us."""

    async def process_update(self, update: object, /) -> None:
        """Run the handlers of an update."""


class Lanes:
    """Claims lanes and runs the handlers of their updates; tells the inbox what became of each."""

    def __init__(
        self,
        inbox: Inbox,
        read: Callable[[int, str], Update],
        application: Processor,
        apologise: Callable[[Update], Awaitable[None]],
        workers: int = 32,
        *,
        shared: bool = False,
    ) -> None:
        """``shared``: other bots put updates into the same inbox."""
        self._inbox = inbox
        self._read = read
        self._application = application
        self._apologise = apologise
        self._free = asyncio.Semaphore(workers)
        self._longest_sleep = _SHARED_SLEEP if shared else _LONGEST_SLEEP
        self._news = asyncio.Event()
        self._stopping = False
        self._tasks: set[asyncio.Task[None]] = set()

    def wake(self) -> None:
        """There is something new in the inbox."""
        self._news.set()

    async def run(self) -> None:
        """Serve lanes until cancelled."""
        while True:
            await self._free.acquire()
            try:
                found = await self._inbox.claim_or_due()
            except StoreError:  # the inbox has told it; a full disk passes, the updates are still there
                found = None
            except SQLAlchemyError:
                _log.exception("inbox.unusable")
                found = None
            if isinstance(found, Claim):
                task = asyncio.create_task(self._serve(found), name=f"lane {found.lane.id}")
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
            else:
                self._free.release()
                await self._wait(found)

    async def stop(self, patience: float) -> None:
        """Finish the updates that are in flight; what takes longer than ``patience`` stays in the inbox."""
        self._stopping = True
        tasks = set(self._tasks)
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=patience)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)

    async def _wait(self, due: float | None) -> None:
        """Until there is news, or a lane is due."""
        seconds = self._longest_sleep if due is None else min(self._longest_sleep, due + 0.01)
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):  # wait_for of Python 3.11 may swallow a cancellation
                await self._news.wait()
        self._news.clear()

    async def _serve(self, first: Claim) -> None:
        """Handle a lane's updates, one after the other, until it is empty or has to wait."""
        claim: Claim | None = first
        try:
            while claim and not self._stopping:
                await self._handle(claim)
                claim = claim.following
            if claim:
                await self._again(claim, 0.0)
        except Exception as error:  # noqa: BLE001 - the updates are still there
            bug = None if isinstance(error, StoreError) else error
            _log.error("lane.abandoned", lane=first.lane.id, error=str(error), exc_info=bug)
            await self._put_back(claim)
        finally:
            self._free.release()

    async def _again(self, claim: Claim, delay: float, counter: str | None = None) -> None:
        """Put an update back. Its lane is due then, which only this tells: an emptied lane leaves nothing to claim."""
        await self._inbox.again(claim, delay, counter)
        self._news.set()

    async def _put_back(self, claim: Claim | None) -> None:
        """The inbox could not be told what became of an update: try until it can, else it waits for the next start."""
        tries = 0
        while claim and not claim.settled:
            await asyncio.sleep(back_off(tries, _LONGEST_SLEEP))
            tries += 1
            with suppress(Exception):  # said already; what keeps the inbox from being written may last
                await self._again(claim, 0.0, "ambiguous" if claim.sending else None)

    async def _handle(self, claim: Claim) -> None:
        """Run the handlers, and tell the inbox what became of the update."""
        CURRENT.set(claim)
        if claim.taken_at is not None:
            STAGE_SECONDS.labels("waiting").observe(max(0.0, time.time() - claim.taken_at))
        structlog.contextvars.bind_contextvars(update=claim.update_id, chat=claim.lane.id, attempt=claim.attempts)
        update: Update | None = None
        try:
            update = self._read(claim.update_id, claim.payload)
            await self._application.process_update(update)
        except Exception as error:  # noqa: BLE001 - judged below, like what the error handler caught
            claim.error = error
        try:
            if claim.error:
                await self._settle(claim, claim.error, update)
            elif not claim.settled:
                await self._inbox.close(claim, "done")
        finally:
            structlog.contextvars.clear_contextvars()

    async def _settle(self, claim: Claim, error: Exception, update: Update | None) -> None:
        if claim.settled:
            _log.warning("update.failed_after_answer", exc_info=error)
            return
        verdict = judge(error, sending=claim.sending)
        FAILURES.labels(verdict.value).inc()
        if wait := flood_wait(error):
            FLOOD_WAITS.inc()
            FLOOD_SECONDS.inc(wait)
        if verdict is Verdict.LOST:
            _log.warning("claim.lost")
            await self._again(claim, 0.0)  # whoever has the lane now takes what waits, and only that
            return
        what = remedy(verdict, error, claim)
        _report(verdict, what, error)
        if isinstance(what, Again):
            await self._again(claim, what.delay, what.counter)
            return
        if verdict is Verdict.BROKEN and update is not None:
            await self._tell(claim, update)
        if not claim.settled:
            await self._inbox.close(claim, what.outcome)

    async def _tell(self, claim: Claim, update: Update) -> None:
        try:
            await self._apologise(update)
        except Exception as error:  # noqa: BLE001 - the update is given up in any case
            _log.warning("apology.failed", error=str(error), update=claim.update_id)


def _report(verdict: Verdict, what: Again | Close, error: Exception) -> None:
    bug = verdict is Verdict.BROKEN
    level = _log.error if bug or isinstance(what, Close) else _log.warning
    if verdict is Verdict.REJECTED:
        level = _log.info
    fate = {"closed": what.outcome} if isinstance(what, Close) else {"again_in": round(what.delay, 1)}
    level("update.failed", verdict=verdict.value, error=str(error), **fate, exc_info=error if bug else None)
