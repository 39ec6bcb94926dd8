"""The inbox while its database is full or locked: nothing is taken, and what has happened is written afterwards."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.failures import Again, Verdict, judge, remedy
from bot.inbox import Arrival, Inbox
from nowall.database import Writer, migrate, open_database
from nowall.errors import StoreBlockedError, StoreError


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Writer]:
    database = open_database(tmp_path / "state.db", busy_seconds=0.05)
    migrate(database, "bot.state.migrations")
    writer = Writer(database)
    yield writer
    writer.close()
    database.dispose()


@pytest.fixture
def lock(writer: Writer, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    """Another program's connection."""
    with closing(sqlite3.connect(tmp_path / "state.db", isolation_level=None)) as other:
        yield other


def states(lock: sqlite3.Connection) -> list[str]:
    return [state for (state,) in lock.execute("SELECT state FROM inbox ORDER BY update_id")]


async def test_update_that_cannot_be_kept_is_not_taken(inbox: Inbox, lock: sqlite3.Connection) -> None:
    lock.execute("BEGIN EXCLUSIVE")
    with capture_logs() as logs:
        for _ in range(5):
            with pytest.raises(StoreBlockedError, match="locked"):
                await inbox.store([Arrival(1, 5, "{}")])
    assert [log["event"] for log in logs] == ["inbox.unusable"]
    lock.execute("ROLLBACK")
    assert await inbox.store([Arrival(1, 5, "{}")]) == 1


@pytest.mark.parametrize("how", ["close", "again"])
async def test_what_became_of_an_update_is_written_when_that_works_again(
    inbox: Inbox, lock: sqlite3.Connection, how: str
) -> None:
    await inbox.store([Arrival(1, 5, "{}")])
    claim = await inbox.claim()
    assert claim
    await inbox.fence(claim)
    lock.execute("BEGIN EXCLUSIVE")
    writing = asyncio.create_task(inbox.close(claim, "answered") if how == "close" else inbox.again(claim, 0.0))
    await asyncio.sleep(0.3)
    assert not writing.done()
    assert not claim.settled
    lock.execute("ROLLBACK")
    await writing
    assert claim.settled
    assert states(lock) == ["done" if how == "close" else "waiting"]


def test_blocked_state_before_a_send_is_no_failure_of_the_update() -> None:
    blocked, damaged = StoreBlockedError("full"), StoreError("damaged")
    assert judge(blocked, sending=False) is Verdict.UNSENT
    assert judge(blocked, sending=True) is Verdict.AMBIGUOUS
    assert judge(damaged, sending=False) is Verdict.BROKEN


async def test_blocked_state_counts_no_failure(inbox: Inbox) -> None:
    await inbox.store([Arrival(1, 5, "{}")])
    claim = await inbox.claim()
    assert claim
    what = remedy(Verdict.UNSENT, StoreBlockedError("full"), claim)
    assert isinstance(what, Again)
    assert what.counter is None
