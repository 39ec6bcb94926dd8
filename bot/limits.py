"""How much one person may write: a token bucket each, measured by when they wrote, not by when it is read.

So a backlog after a stop is answered in full, while a flood gets one notice a minute and else silence.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from dataclasses import dataclass
from enum import StrEnum, auto
from typing import Protocol

_MOST_PEOPLE = 10_000
NOTICE_SECONDS = 60.0
"""So long after a notice there is no other."""


class Pace(StrEnum):
    """What a message gets."""

    OK = auto()
    NOTICE = auto()
    SILENCE = auto()


class Limiter(Protocol):
    """Counts what somebody writes; there is one in memory, and `bot.state.buckets` for bots that count together."""

    async def take(self, who: int, written_at: float) -> Pace:
        """Count a message of a person or a group."""


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float
    told_at: float = -math.inf


class Limits:
    """A bucket for each person that wrote lately, in memory."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._buckets: OrderedDict[int, _Bucket] = OrderedDict()

    async def take(self, who: int, written_at: float) -> Pace:
        """Count a message."""
        if not self._per_minute:
            return Pace.OK
        bucket = self._buckets.pop(who, None) or _Bucket(self._per_minute, written_at)
        self._buckets[who] = bucket
        if len(self._buckets) > _MOST_PEOPLE:
            self._buckets.popitem(last=False)
        passed = max(0.0, written_at - bucket.at)
        bucket.tokens = min(self._per_minute, bucket.tokens + passed * self._per_minute / 60)
        bucket.at = max(bucket.at, written_at)
        if bucket.tokens >= 1:
            bucket.tokens -= 1
            return Pace.OK
        if bucket.at < bucket.told_at + NOTICE_SECONDS:
            return Pace.SILENCE
        bucket.told_at = bucket.at
        return Pace.NOTICE
