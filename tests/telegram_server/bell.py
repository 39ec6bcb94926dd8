"""Wakes what waits on the server's event loop when people, in other threads, do something."""

from __future__ import annotations

import asyncio
import contextlib


class Bell:
    """Rung from any thread, waited for by one coroutine; made on the event loop."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        self._sleeping = False

    def arm(self) -> None:
        """From now on a ring is noticed: look once more whether there is anything, then `sleep`."""
        self._rung.clear()
        self._sleeping = True

    async def sleep(self, seconds: float) -> None:
        """Until the bell rings, so long at most."""
        try:
            await asyncio.wait_for(self._rung.wait(), seconds)
        except TimeoutError:
            self._sleeping = False

    def ring(self) -> None:
        """There is something new. Costs next to nothing while nobody sleeps."""
        if self._sleeping:
            self._sleeping = False
            with contextlib.suppress(RuntimeError):  # the server has closed, people go on
                self._loop.call_soon_threadsafe(self._rung.set)
