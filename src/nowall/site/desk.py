"""A thread beside the event loop for one kind of work, and a queue before it that is never long."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class BusyError(Exception):
    """Too many wait already."""


class Desk:
    """Does one thing at a time; who comes when ``most`` are there is sent away at once."""

    def __init__(self, name: str, most: int) -> None:
        self._executor = ThreadPoolExecutor(1, name)
        self._most = most
        self._there = 0

    async def do(self, work: Callable[[], T]) -> T:
        """Have it done. Raises BusyError."""
        if self._there >= self._most:
            raise BusyError
        self._there += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._executor, work)
        finally:
            self._there -= 1
