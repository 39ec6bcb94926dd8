"""How much one person may write: a token bucket each, measured by when they wrote, not by when it is read.

So a backlog after a stop is answered in full, while a flood gets one notice and then silence.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from enum import StrEnum, auto

_MOST_PEOPLE = 10_000


class Pace(StrEnum):
    """What a message gets."""

    OK = auto()
    NOTICE = auto()
    SILENCE = auto()


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float
    told: bool = False


class Limits:
    """A bucket for each person that wrote lately."""

    def __init__(self, per_minute: int) -> None:
        self._per_minute = per_minute
        self._buckets: OrderedDict[int, _Bucket] = OrderedDict()

    def take(self, person: int, written_at: float) -> Pace:
        """Count a message."""
        if not self._per_minute:
            return Pace.OK
        bucket = self._buckets.pop(person, None) or _Bucket(self._per_minute, written_at)
        self._buckets[person] = bucket
        if len(self._buckets) > _MOST_PEOPLE:
            self._buckets.popitem(last=False)
        passed = max(0.0, written_at - bucket.at)
        bucket.tokens = min(self._per_minute, bucket.tokens + passed * self._per_minute / 60)
        bucket.at = max(bucket.at, written_at)
        if bucket.tokens >= 1:
            bucket.tokens -= 1
            bucket.told = False
            return Pace.OK
        if bucket.told:
            return Pace.SILENCE
        bucket.told = True
        return Pace.NOTICE
