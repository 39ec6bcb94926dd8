"""How handlers reach ``state.db``: asynchronously, one short transaction of the one writer each."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import Connection

from nowall.database import Writer

T = TypeVar("T")

DAY_SECONDS = 86_400.0


class Access:
    """What `Memory`, `Preferred`, `Desk` and `People` have in common."""

    def __init__(self, writer: Writer, clock: Callable[[], float] = time.time) -> None:
        self._writer = writer
        self._clock = clock

    async def _run(self, work: Callable[[Connection], T]) -> T:
        return await asyncio.wrap_future(self._writer.submit(work))
