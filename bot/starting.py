"""Starting while the database server is away: waiting for it is better than dying, and told once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Engine

from bot.outage import Outage
from nowall.database import schema_of
from nowall.errors import StoreBlockedError

T = TypeVar("T")

_AGAIN_SECONDS = 2.0


async def when_reachable(database: Engine, work: Callable[[], T]) -> T:
    """Do something in a thread, again and again while the server is away; a server that refuses is an error at once.

    What a file is blocked by is an error, too: nobody but whoever starts the bot will mend it.
    """
    outage = Outage("database.away", "database.back")
    while True:
        try:
            done = await asyncio.to_thread(work)
        except StoreBlockedError as error:
            if schema_of(database) is None:
                raise
            outage.failed(error)
            await asyncio.sleep(_AGAIN_SECONDS)
        else:
            outage.worked()
            return done
