"""The inbox: what Telegram was told is taken is kept here until it is answered (decisions 8 and 9).

An update is waiting, claimed, sending or done. A lane (a chat) is leased to one holder, who takes its updates
in order. Just before the one message-creating call `Inbox.fence` sets ``sending``: whoever finds an update
in that state later cannot know whether the message went out.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from sqlalchemy import Connection, case, delete, exists, func, select, update
from sqlalchemy.dialects.sqlite import insert

from bot.state.schema import INBOX, LANES
from nowall.database import Writer

T = TypeVar("T")

LEASE_SECONDS = 180.0
"""Outlives the longest send with all its time-outs."""
MOST_AMBIGUOUS = 5
"""How often an update is repeated although its answer may have gone out."""
MOST_FAILURES = 3
"""How often an update is worked on that fails, or at which the process dies."""
_KEEP_SECONDS = 48 * 3600.0


@dataclass(frozen=True, slots=True)
class Arrival:
    """An update to be kept: Telegram's own JSON, and the lane that it belongs to."""

    update_id: int
    lane: int
    payload: str
    lifetime: float | None = None
    """Seconds after which it is pointless."""


@dataclass(frozen=True, slots=True)
class Lane:
    """A leased lane; ``holder`` is the lease's own number, which the fence compares."""

    id: int
    holder: int


@dataclass(slots=True)
class Claim:
    """An update that is being worked on."""

    update_id: int
    lane: Lane
    payload: str
    attempts: int = 1
    failures: int = 0
    ambiguous: int = 0
    sending: bool = field(default=False, compare=False)
    """The message-creating call has begun."""
    settled: bool = field(default=False, compare=False)
    """The inbox knows that it is done."""
    error: Exception | None = field(default=None, compare=False)


class ClaimLostError(Exception):
    """The lease went to somebody else: whoever held it must not send."""


class Inbox:
    """The table of updates and the table of lanes. Every method is one transaction of the writer."""

    def __init__(self, writer: Writer, clock: Callable[[], float] = time.time) -> None:
        self._writer = writer
        self._clock = clock

    async def store(self, arrivals: Sequence[Arrival]) -> int:
        """Keep a batch, all or none; what is known already is left alone. Gives the number of new ones."""
        return await self._run(lambda connection: sum(self._keep(connection, arrival) for arrival in arrivals))

    def _keep(self, connection: Connection, arrival: Arrival) -> bool:
        expires = None if arrival.lifetime is None else self._clock() + arrival.lifetime
        row = insert(INBOX).values(
            update_id=arrival.update_id, lane=arrival.lane, payload=arrival.payload, state="waiting", expires_at=expires
        )
        if not connection.execute(row.on_conflict_do_nothing()).rowcount:
            return False
        lane = insert(LANES).values(lane=arrival.lane, head=arrival.update_id)
        connection.execute(lane.on_conflict_do_nothing())
        return True

    async def recover(self) -> int:
        """At the start of the only bot of this home: void old leases. Gives the number of ambiguous updates."""
        return await self._run(self._recover)

    def _recover(self, connection: Connection) -> int:
        connection.execute(update(LANES).values(holder=0, leased_until=0.0))
        repeated = INBOX.c.ambiguous + 1
        spent = (INBOX.c.state == "sending") & (repeated > MOST_AMBIGUOUS)
        connection.execute(update(INBOX).where(spent).values(**self._closed("unclear")))
        sending = update(INBOX).where(INBOX.c.state == "sending").values(state="waiting", ambiguous=repeated)
        ambiguous = connection.execute(sending).rowcount
        failed = INBOX.c.failures + 1
        crashed = (INBOX.c.state == "claimed") & (failed >= MOST_FAILURES)
        connection.execute(update(INBOX).where(crashed).values(**self._closed("crashed")))
        connection.execute(update(INBOX).where(INBOX.c.state == "claimed").values(state="waiting", failures=failed))
        waiting = select(INBOX.c.lane, func.min(INBOX.c.update_id)).where(INBOX.c.state == "waiting")
        lanes = insert(LANES).from_select(["lane", "head"], waiting.group_by(INBOX.c.lane))
        connection.execute(lanes.on_conflict_do_nothing())
        return ambiguous

    async def claim_lane(self) -> Lane | None:
        """Lease the lane that has waited longest; None where every lane is empty, leased or has to wait."""
        return await self._run(self._claim_lane)

    def _claim_lane(self, connection: Connection) -> Lane | None:
        now = self._clock()
        free = (LANES.c.leased_until <= now, LANES.c.not_before <= now)
        lane = connection.scalar(select(LANES.c.lane).where(*free).order_by(LANES.c.head).limit(1))
        if lane is None:
            return None
        leased = Lane(lane, secrets.randbits(62) + 1)
        lease = {"holder": leased.holder, "leased_until": now + LEASE_SECONDS}
        connection.execute(update(LANES).where(LANES.c.lane == lane).values(**lease))
        return leased

    async def take(self, lane: Lane) -> Claim | None:
        """The lane's next update. None where nothing is left: then the lane is free, or the lease was lost."""
        return await self._run(lambda connection: self._take(connection, lane))

    def _take(self, connection: Connection, lane: Lane) -> Claim | None:
        now = self._clock()
        lease = update(LANES).where(LANES.c.lane == lane.id, LANES.c.holder == lane.holder)
        if not connection.execute(lease.values(leased_until=now + LEASE_SECONDS)).rowcount:
            return None
        waiting = (INBOX.c.lane == lane.id, INBOX.c.state == "waiting")
        expired = update(INBOX).where(*waiting, INBOX.c.expires_at < now)
        connection.execute(expired.values(**self._closed("expired")))
        row = connection.execute(select(INBOX).where(*waiting).order_by(INBOX.c.update_id).limit(1)).first()
        if row is None:
            connection.execute(delete(LANES).where(LANES.c.lane == lane.id))
            return None
        attempts = row.attempts + 1
        taken = update(INBOX).where(INBOX.c.update_id == row.update_id)
        connection.execute(taken.values(state="claimed", attempts=attempts))
        return Claim(row.update_id, lane, row.payload, attempts, row.failures, row.ambiguous)

    async def fence(self, claim: Claim) -> None:
        """Mark the claim as sending, if it is still held; ClaimLostError otherwise. Last thing before a send."""
        await self._run(lambda connection: self._fence(connection, claim))
        claim.sending = True

    def _fence(self, connection: Connection, claim: Claim) -> None:
        held = exists().where(
            LANES.c.lane == claim.lane.id, LANES.c.holder == claim.lane.holder, LANES.c.leased_until > self._clock()
        )
        mine = (INBOX.c.update_id == claim.update_id, INBOX.c.state.in_(("claimed", "sending")))
        if not connection.execute(update(INBOX).where(*mine, held).values(state="sending")).rowcount:
            raise ClaimLostError(f"update {claim.update_id} is somebody else's now")

    async def close(self, claim: Claim, outcome: str, also: Callable[[Connection], Any] | None = None) -> None:
        """The update is done: drop its payload, keep its id; ``also`` is written with it or not at all."""

        def work(connection: Connection) -> None:
            row = update(INBOX).where(INBOX.c.update_id == claim.update_id)
            connection.execute(row.values(**self._closed(outcome)))
            if also:
                also(connection)

        await self._run(work)
        claim.settled = True

    async def again(self, claim: Claim, delay: float, counter: str | None = None) -> None:
        """Put the update back and free its lane, which has to wait; ``counter`` names what is counted."""
        await self._run(lambda connection: self._again(connection, claim, delay, counter))
        claim.settled = True

    def _again(self, connection: Connection, claim: Claim, delay: float, counter: str | None) -> None:
        counted = {counter: INBOX.c[counter] + 1} if counter else {}
        row = update(INBOX).where(INBOX.c.update_id == claim.update_id, INBOX.c.state != "done")
        connection.execute(row.values(state="waiting", **counted))
        self._free(connection, claim.lane, self._clock() + delay)

    async def release(self, lane: Lane) -> None:
        """Free a lane that may have more to do."""
        await self._run(lambda connection: self._free(connection, lane, 0.0))

    @staticmethod
    def _free(connection: Connection, lane: Lane, not_before: float) -> None:
        head = select(func.min(INBOX.c.update_id)).where(INBOX.c.lane == lane.id, INBOX.c.state == "waiting")
        mine = update(LANES).where(LANES.c.lane == lane.id, LANES.c.holder == lane.holder)
        fresh = {"holder": 0, "leased_until": 0.0, "not_before": not_before}
        connection.execute(mine.values(**fresh, head=func.coalesce(head.scalar_subquery(), LANES.c.head)))

    async def seconds_until_due(self) -> float | None:
        """How long until a lane has something to do; None where all is done."""
        due = case((LANES.c.leased_until > LANES.c.not_before, LANES.c.leased_until), else_=LANES.c.not_before)
        soonest = await self._run(lambda connection: connection.scalar(select(func.min(due))))
        return None if soonest is None else max(0.0, soonest - self._clock())

    async def prune(self) -> None:
        """Forget the ids of what was done long ago."""
        old = delete(INBOX).where(INBOX.c.state == "done", INBOX.c.closed_at < self._clock() - _KEEP_SECONDS)
        await self._run(lambda connection: connection.execute(old))

    def _closed(self, outcome: str) -> dict[str, Any]:
        return {"state": "done", "payload": None, "closed_at": self._clock(), "outcome": outcome}

    async def _run(self, work: Callable[[Connection], T]) -> T:
        return await asyncio.wrap_future(self._writer.submit(work))
