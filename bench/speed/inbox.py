"""What the inbox costs by itself: all transactions of an answered update, by as many workers as the bot has."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection

from bot.inbox import Arrival, Claim, Inbox
from bot.state.replies import remember_reply
from nowall.database import Writer, migrate, open_database

WORKERS = 32
_BATCH = 100
_PAYLOAD = '{"update_id":0,"message":"' + "x" * 600 + '"}'


def inbox_milliseconds(updates: int) -> float:
    """CPU milliseconds for each of so many updates, two in a lane."""
    with tempfile.TemporaryDirectory() as folder:
        database = open_database(Path(folder) / "state.db", durable=True)
        migrate(database, "bot.state.migrations")
        writer = Writer(database)
        begun = time.process_time()
        asyncio.run(_answer_all(Inbox(writer), updates))
        used = time.process_time() - begun
        writer.close()
        database.dispose()
    return used / updates * 1000


async def _answer_all(inbox: Inbox, updates: int) -> None:
    for first in range(0, updates, _BATCH):
        await inbox.store([Arrival(n, n // 2, _PAYLOAD) for n in range(first, min(first + _BATCH, updates))])
    await asyncio.gather(*(_work(inbox) for _ in range(WORKERS)))


async def _work(inbox: Inbox) -> None:
    while first := await inbox.claim():
        claim: Claim | None = first
        while claim:
            await inbox.fence(claim)
            await inbox.close(claim, "answered", _record(claim.update_id))
            claim = claim.following


def _record(number: int) -> Callable[[Connection], None]:
    return lambda connection: remember_reply(connection, number // 2, number, number, time.time())
