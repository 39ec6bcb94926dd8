"""Limits that several bots share: the same token bucket as `bot.limits`, as one row and one statement."""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, case, delete, func
from sqlalchemy.dialects.postgresql import insert

from bot.limits import NOTICE_SECONDS, Pace
from bot.state.access import Access
from bot.state.schema import BUCKETS
from nowall.database import Writer
from nowall.errors import StoreError

BUCKET_SECONDS = 3600.0
"""A bucket that nobody has used for so long is full again; a minute would do, but what is read may be a backlog."""
_NEW = insert(BUCKETS).values(
    kind=bindparam("kind"),
    who=bindparam("who"),
    tokens=bindparam("per_minute") - 1,
    at=bindparam("written_at"),
    told_at=None,
    pace=Pace.OK.value,
)
_WRITTEN, _MOST = _NEW.excluded.at, _NEW.excluded.tokens + 1
_PASSED = func.greatest(0.0, _WRITTEN - BUCKETS.c.at)
_FILLED = func.least(_MOST, BUCKETS.c.tokens + _PASSED * _MOST / 60)
_AT = func.greatest(BUCKETS.c.at, _WRITTEN)
_IS_QUIET = BUCKETS.c.told_at + NOTICE_SECONDS > _AT  # never where there was no notice: NULL
_TAKE = _NEW.on_conflict_do_update(
    index_elements=["kind", "who"],
    set_={
        "tokens": case((_FILLED >= 1, _FILLED - 1), else_=_FILLED),
        "at": _AT,
        "told_at": case((_FILLED >= 1, BUCKETS.c.told_at), (_IS_QUIET, BUCKETS.c.told_at), else_=_AT),
        "pace": case((_FILLED >= 1, Pace.OK.value), (_IS_QUIET, Pace.SILENCE.value), else_=Pace.NOTICE.value),
    },
).returning(BUCKETS.c.pace)


class SharedLimits(Access):
    """Buckets of one ``kind`` on a server."""

    def __init__(self, writer: Writer, kind: str, per_minute: int) -> None:
        super().__init__(writer)
        self._kind = kind
        self._per_minute = per_minute

    async def take(self, who: int, written_at: float) -> Pace:
        """Count a message. While the server is away nobody is too fast: what needs it waits in any case."""
        if not self._per_minute:
            return Pace.OK
        values = {"kind": self._kind, "who": who, "per_minute": self._per_minute, "written_at": written_at}
        try:
            return Pace(await self._run(lambda connection: connection.execute(_TAKE, values).scalar_one()))
        except StoreError:
            return Pace.OK


def forget_buckets(connection: Connection, before: float) -> None:
    """Forget those that are full."""
    connection.execute(delete(BUCKETS).where(BUCKETS.c.at < before))
