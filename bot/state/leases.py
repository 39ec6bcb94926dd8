"""Leases that nobody holds any more: their lanes are free again, and what was worked on waits, or is given up."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, Connection, func, select, text, update

from bot.state import claims
from bot.state.schema import INBOX, LANES

MOST_AMBIGUOUS = 5
"""How often an update is repeated although its answer may have gone out."""
MOST_FAILURES = 3
"""How often an update is worked on that fails, or at which the process dies."""

# None should be missing, for who puts an update into a lane locks the lane's row, or makes it.
_ADOPT = text(
    "INSERT INTO lanes (lane, head, holder, leased_until, not_before) "
    "SELECT lane, min(update_id), 0, 0, 0 FROM inbox WHERE state != 'done' "
    "AND NOT EXISTS (SELECT 1 FROM lanes WHERE lanes.lane = inbox.lane) GROUP BY lane ORDER BY lane "
    "ON CONFLICT DO NOTHING"
)
_HELD = (INBOX.c.state == "claimed") | (INBOX.c.state == "sending")
_STRAY = select(INBOX.c.lane).where(text("inbox.state != 'done'"), _HELD)
_HEAD = select(func.min(INBOX.c.update_id)).where(INBOX.c.lane == LANES.c.lane, text("inbox.state != 'done'"))


def sweep(connection: Connection, now: float) -> tuple[int, int]:
    """Free what nobody holds; gives how many lanes, and how many of their updates may have been answered.

    Two may do it at once: each takes the lanes that the other has not locked.
    """
    connection.execute(_ADOPT)
    ran_out = (LANES.c.holder != 0) & (LANES.c.leased_until <= now)
    stray = (LANES.c.holder == 0) & LANES.c.lane.in_(_STRAY)
    lanes = _locked(connection, ran_out | stray)
    return len(lanes), _free(connection, lanes, now, died=True)


def void_all(connection: Connection) -> None:
    """Whoever had leases is dead."""
    connection.execute(update(LANES).values(leased_until=0.0))


def give_back(connection: Connection, holders: Collection[int], now: float) -> None:
    """Free the lanes of holders that stop; that they were worked on is no fault of their updates."""
    _free(connection, _locked(connection, LANES.c.holder.in_(holders)), now, died=False)


def _locked(connection: Connection, which: ColumnElement[bool]) -> Sequence[int]:
    found = select(LANES.c.lane).where(which).order_by(LANES.c.lane)
    return connection.scalars(found.with_for_update(skip_locked=True)).all()


def _free(connection: Connection, lanes: Sequence[int], now: float, *, died: bool) -> int:
    if not lanes:
        return 0
    mine = INBOX.c.lane.in_(lanes)
    ambiguous = _put_back_sent(connection, mine & (INBOX.c.state == "sending"), now)
    _put_back_claimed(connection, mine & (INBOX.c.state == "claimed"), now, died=died)
    head = func.coalesce(_HEAD.scalar_subquery(), LANES.c.head)
    connection.execute(update(LANES).where(LANES.c.lane.in_(lanes)).values(holder=0, leased_until=0.0, head=head))
    return ambiguous


def _put_back_sent(connection: Connection, sent: ColumnElement[bool], now: float) -> int:
    """Nobody can know whether their answers went out."""
    repeated = INBOX.c.ambiguous + 1
    spent = update(INBOX).where(sent, repeated > MOST_AMBIGUOUS)
    connection.execute(spent.values(claims.closed("unclear", now)))
    again = update(INBOX).where(sent).values(state="waiting", ambiguous=repeated)
    return connection.execute(again).rowcount


def _put_back_claimed(connection: Connection, claimed: ColumnElement[bool], now: float, *, died: bool) -> None:
    """One at which too many processes have died may be why they did."""
    failed = INBOX.c.failures + int(died)
    if died:
        spent = update(INBOX).where(claimed, failed >= MOST_FAILURES)
        connection.execute(spent.values(claims.closed("crashed", now)))
    connection.execute(update(INBOX).where(claimed).values(state="waiting", failures=failed))
