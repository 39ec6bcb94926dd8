"""Versions of what every bot keeps a copy of: the number is the truth, so nobody has to be told of a change."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, select

from bot.state.schema import VERSIONS
from bot.state.upserts import add

_NUMBER = select(VERSIONS.c.number).where(VERSIONS.c.what == bindparam("what"))


def note_change(connection: Connection, what: str) -> None:
    """Raise a version, in the transaction that changes what it is of."""
    add(connection, VERSIONS, {"what": what}, {"number": 1})


def version_of(connection: Connection, what: str) -> int:
    """How often it was changed."""
    return connection.scalar(_NUMBER, {"what": what}) or 0
