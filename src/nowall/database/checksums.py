"""What a table holds, as numbers that do not depend on the database that holds it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple

from sqlalchemy import Boolean, Float, Integer
from sqlalchemy.types import JSON, TypeEngine

_BYTES = 16
_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
"""What JSON can tell of, and PostgreSQL cannot hold."""

Canonical = Callable[[Any], Any]
"""Makes a column's value, as either driver gives it, what it is in both; not called with None."""


def _number(digits: str) -> int | float:
    number = float(digits)
    return int(number) if number.is_integer() else number


_DECODER = json.JSONDecoder(parse_float=_number)
_ENCODER = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


class Contents(NamedTuple):
    """How many rows there are, and the sum of their digests: the order of the rows does not matter."""

    rows: int
    checksum: str


class Checksum:
    """Counts rows, and sums up their digests."""

    def __init__(self) -> None:
        self._rows = self._sum = 0

    def add(self, row: Sequence[Any]) -> None:
        """Take in a row of canonical values."""
        digest = blake2b(repr(row).encode(), digest_size=_BYTES).digest()
        self._sum += int.from_bytes(digest, "big")
        self._rows += 1

    @property
    def contents(self) -> Contents:
        """What was taken in."""
        return Contents(self._rows, f"{self._sum % (1 << (8 * _BYTES)):0{2 * _BYTES}x}")


def canonical_for(kind: TypeEngine[Any]) -> Canonical:
    """What makes values of this kind canonical. Such a value can be stored, and is the same when it comes back."""
    for wanted, canonical in ((JSON, canonical_json), (Boolean, bool), (Integer, int), (Float, float)):
        if isinstance(kind, wanted):
            return canonical
    return canonical_text


def canonical_text(value: object) -> str:
    """Text, with U+FFFD for the character that PostgreSQL cannot hold; a date is its ISO form."""
    return str(value).replace("\0", "\ufffd")


def canonical_json(value: object) -> str:
    """JSON with sorted keys, no blanks, and whole numbers without a fraction: what ``jsonb`` leaves of it."""
    return _canonical_json(str(value))


@lru_cache(maxsize=10_000)
def _canonical_json(document: str) -> str:
    return _ENCODER.encode(_stored(_DECODER.decode(document)))


def _stored(value: Any) -> Any:
    if isinstance(value, str):
        return _UNSTORABLE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_stored(item) for item in value]
    if isinstance(value, dict):
        return {_stored(key): _stored(item) for key, item in value.items()}
    return value
