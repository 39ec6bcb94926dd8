"""How often what happened on which day: numbers only."""

from __future__ import annotations

import secrets
from datetime import UTC, date, datetime

from sqlalchemy import Connection, delete, func, select

from bot.state.schema import TALLIES
from bot.state.upserts import add

TALLY_DAYS = 400
"""How long counts are kept."""
_SHARD = secrets.randbelow(2**31)
"""This process's own: whoever changes a row keeps it until the commit, and all answers count."""


def day_of(at: float) -> date:
    """The day of a time in seconds since 1970, in UTC."""
    return datetime.fromtimestamp(at, UTC).date()


def count(connection: Connection, what: str, day: date, by: int = 1) -> None:
    """Count something; ``what`` is a name of ours of at most 40 characters, never what somebody wrote."""
    add(connection, TALLIES, {"day": day, "what": what, "shard": _SHARD}, {"count": by})


def tallies(connection: Connection, since: date) -> dict[str, int]:
    """How often each happened on that day and later."""
    sums = select(TALLIES.c.what, func.sum(TALLIES.c.count)).where(TALLIES.c.day >= since)
    return {what: int(total) for what, total in connection.execute(sums.group_by(TALLIES.c.what))}


def forget_tallies(connection: Connection, before: date) -> None:
    """Forget the old ones."""
    connection.execute(delete(TALLIES).where(TALLIES.c.day < before))
