"""What every update asks of the inbox, built once: to build a statement takes four times as long as to run it.

Parameters that end in ``_`` are compared; the others are columns that get a new value.

Many may work on one server. Its transactions see what others have committed statement by statement, so all that
matters here rests on locks of rows, and on one rule: whoever changes what a lane holds, or takes its lease away, locks
the lane's row first. (SQLite has one writer at a time, and ignores FOR UPDATE.)
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, delete, func, select, text, update

from bot.state.schema import INBOX, LANES

_OPEN = text("state != 'done'")  # as its index has it
_MINE = (LANES.c.lane == bindparam("lane_"), LANES.c.holder == bindparam("holder_"))
_FREE = (LANES.c.holder == 0, LANES.c.not_before <= bindparam("now_"))
# Lanes that somebody holds or fills at this moment are passed over, so workers never queue up behind each other.
_OLDEST = select(LANES.c.lane).where(*_FREE).order_by(LANES.c.head).limit(1).with_for_update(skip_locked=True)
_TO_DO = (INBOX.c.lane == bindparam("lane_"), _OPEN, INBOX.c.state != "sending")
_FIRST = select(func.min(INBOX.c.update_id)).where(*_TO_DO).scalar_subquery()
_HELD = select(LANES.c.lane).where(LANES.c.holder.in_(bindparam("holders_", expanding=True)))
_CLAIMED = {"state": "claimed", "attempts": INBOX.c.attempts + 1}

FRESH_UPDATE = {"state": "waiting", "attempts": 0, "failures": 0, "ambiguous": 0}
FRESH_LANE = {"holder": 0, "leased_until": 0.0, "not_before": 0.0}

LEASE_OLDEST = update(LANES).where(LANES.c.lane == _OLDEST.scalar_subquery()).returning(LANES.c.lane)
"""Give the free lane that has waited longest to a new ``holder``, ``leased_until`` then."""
RENEW = update(LANES).where(*_MINE)
"""Prolong a lease that is still held, and lock its lane: nothing can be put into it meanwhile."""
RENEW_ALL = update(LANES).where(LANES.c.lane.in_(_HELD.with_for_update(skip_locked=True)))
"""Prolong the leases of ``holders_``; one whose lane is locked just now gets its turn the next time."""
NEXT_DUE = select(func.min(LANES.c.not_before)).where(LANES.c.holder == 0)
"""When the first of the lanes that wait may go on."""
DROP_LANE = delete(LANES).where(*_MINE)
TAKE_FIRST = update(INBOX).where(INBOX.c.update_id == _FIRST).values(_CLAIMED).returning(INBOX)
"""Claim the oldest update of a lane that is held, and locked.

One that is claimed already is this lease's own, whose claim was committed without the holder getting to know.
"""
FENCE = update(INBOX).where(
    INBOX.c.update_id == bindparam("update_"),
    (INBOX.c.state == "claimed") | (INBOX.c.state == "sending"),
    select(LANES.c.lane).where(*_MINE).with_for_update().exists(),
)
"""Holds where the lease is still held, which nobody can take away before this is committed."""
CLOSE = update(INBOX).where(INBOX.c.update_id == bindparam("update_"), INBOX.c.state != "done")
PUT_BACK = update(INBOX).where(INBOX.c.update_id == bindparam("update_"), INBOX.c.state != "done")


def closed(outcome: str, at: float) -> dict[str, Any]:
    """What an update that is done keeps: not its words."""
    return {"state": "done", "payload": None, "closed_at": at, "outcome": outcome}
