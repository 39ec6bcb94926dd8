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

import structlog
from sqlalchemy import Connection, delete, func, select, text, update
from sqlalchemy.dialects.sqlite import insert

from bot.metrics import OUTCOMES, STAGE_SECONDS
from bot.outage import Outage
from bot.state import claims
from bot.state.schema import INBOX, LANES, PULSE
from bot.state.upserts import insert_missing, upsert
from nowall.database import Writer
from nowall.errors import StoreBlockedError, StoreError

T = TypeVar("T")

LEASE_SECONDS = 180.0
"""Outlives the longest send with all its time-outs."""
MOST_AMBIGUOUS = 5
"""How often an update is repeated although its answer may have gone out."""
MOST_FAILURES = 3
"""How often an update is worked on that fails, or at which the process dies."""
_AGAIN_SECONDS = 1.0
_KEEP_SECONDS = 48 * 3600.0
_OPEN = text("state != 'done'")  # as its index has it
_log = structlog.get_logger(__name__)


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
    taken_at: float | None = None
    """When the inbox got it, in seconds since 1970."""
    sending: bool = field(default=False, compare=False)
    """The message-creating call has begun."""
    settled: bool = field(default=False, compare=False)
    """The inbox knows that it is done."""
    following: Claim | None = field(default=None, compare=False)
    """The next update of the lane, once this one is closed."""
    error: Exception | None = field(default=None, compare=False)


class ClaimLostError(Exception):
    """The lease went to somebody else: whoever held it must not send."""


class Inbox:
    """The table of updates and the table of lanes. Every method is one transaction of the writer."""

    def __init__(self, writer: Writer, clock: Callable[[], float] = time.time) -> None:
        self._writer = writer
        self._clock = clock
        self._outage = Outage("inbox.unusable", "inbox.usable")

    async def store(self, arrivals: Sequence[Arrival]) -> int:
        """Keep a batch, all or none; what is known already is left alone. Gives the number of new ones."""
        return await self._write(lambda connection: sum(self._keep(connection, arrival) for arrival in arrivals))

    def _keep(self, connection: Connection, arrival: Arrival) -> bool:
        now = self._clock()
        expires = None if arrival.lifetime is None else now + arrival.lifetime
        times = {"taken_at": now, "expires_at": expires}
        row = {"update_id": arrival.update_id, "lane": arrival.lane, "payload": arrival.payload, **times}
        if not insert_missing(connection, INBOX, {**row, **claims.FRESH_UPDATE}):
            return False
        insert_missing(connection, LANES, {"lane": arrival.lane, "head": arrival.update_id, **claims.FRESH_LANE})
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

    async def claim(self) -> Claim | None:
        """Lease the lane that has waited longest, and claim its first update.

        None where every lane is empty, leased or has to wait.
        """
        return await self._run(self._claim)

    async def claim_or_due(self) -> Claim | float | None:
        """`claim`; where there is nothing to claim, how many seconds until there is: None where all is done."""
        return await self._run(lambda connection: self._claim(connection) or self._due(connection))

    def _due(self, connection: Connection) -> float | None:
        soonest: float | None = connection.scalar(claims.NEXT_DUE)
        return None if soonest is None else max(0.0, soonest - self._clock())

    def _claim(self, connection: Connection) -> Claim | None:
        now, holder = self._clock(), secrets.randbits(62) + 1
        lease = {"now_": now, "holder": holder, "leased_until": now + LEASE_SECONDS}
        while (lane := connection.scalar(claims.LEASE_OLDEST, lease)) is not None:
            if claim := self._take(connection, Lane(lane, holder)):
                return claim
        return None

    def _take(self, connection: Connection, lane: Lane) -> Claim | None:
        """The next update of a lane whose lease is still held; where nothing is left, the lane goes."""
        mine = {"lane_": lane.id, "holder_": lane.holder}
        while row := connection.execute(claims.TAKE_FIRST, mine).first():
            if row.expires_at is None or row.expires_at >= self._clock():
                counters = row.attempts, row.failures, row.ambiguous
                return Claim(row.update_id, lane, row.payload, *counters, taken_at=row.taken_at)
            connection.execute(claims.CLOSE, {"update_": row.update_id, **self._closed("expired")})
            _log.info("update.expired", update=row.update_id, waited=round(self._clock() - (row.taken_at or 0.0)))
        connection.execute(claims.DROP_LANE, mine)
        return None

    async def fence(self, claim: Claim) -> None:
        """Mark the claim as sending, if it is still held; ClaimLostError otherwise. Last thing before a send."""
        await self._write(lambda connection: self._fence(connection, claim))
        claim.sending = True

    def _fence(self, connection: Connection, claim: Claim) -> None:
        lane = {"lane_": claim.lane.id, "holder_": claim.lane.holder, "now_": self._clock()}
        if not connection.execute(claims.FENCE, {"update_": claim.update_id, **lane, "state": "sending"}).rowcount:
            raise ClaimLostError(f"update {claim.update_id} is somebody else's now")

    async def close(self, claim: Claim, outcome: str, also: Callable[[Connection], Any] | None = None) -> None:
        """The update is done: drop its payload, keep its id; ``also`` is written with it or not at all.

        With it the lane's next update is claimed, as ``claim.following``; None where nothing is left, then the
        lane is free, or where the lease was lost. Tried for as long as it takes while the disk is full or the
        database locked: what has happened must be known, or it would happen twice.
        """

        def work(connection: Connection) -> Claim | None:
            connection.execute(claims.CLOSE, {"update_": claim.update_id, **self._closed(outcome)})
            if also:
                also(connection)
            return self._go_on(connection, claim.lane)

        claim.following = await self._surely(work)
        claim.settled = True
        OUTCOMES.labels(outcome).inc()
        if claim.taken_at is not None:
            STAGE_SECONDS.labels("whole").observe(max(0.0, self._clock() - claim.taken_at))

    def _go_on(self, connection: Connection, lane: Lane) -> Claim | None:
        claim = self._take(connection, lane)
        if claim:
            lease = {"lane_": lane.id, "holder_": lane.holder, "leased_until": self._clock() + LEASE_SECONDS}
            connection.execute(claims.RENEW, lease)
        return claim

    async def again(self, claim: Claim, delay: float, counter: str | None = None) -> None:
        """Put the update back and free its lane, which has to wait; ``counter`` names what is counted."""
        await self._surely(lambda connection: self._again(connection, claim, delay, counter))
        claim.settled = True

    def _again(self, connection: Connection, claim: Claim, delay: float, counter: str | None) -> None:
        counted = {counter: INBOX.c[counter] + 1} if counter else {}
        row = update(INBOX).where(INBOX.c.update_id == claim.update_id, INBOX.c.state != "done")
        connection.execute(row.values(state="waiting", **counted))
        self._free(connection, claim.lane, self._clock() + delay)
        fresh = {"lane": claim.lane.id, "head": claim.update_id, **claims.FRESH_LANE}
        insert_missing(connection, LANES, fresh)  # whoever had the lane meanwhile may have emptied it

    @staticmethod
    def _free(connection: Connection, lane: Lane, not_before: float) -> None:
        head = select(func.min(INBOX.c.update_id)).where(INBOX.c.lane == lane.id, INBOX.c.state == "waiting")
        mine = update(LANES).where(LANES.c.lane == lane.id, LANES.c.holder == lane.holder)
        fresh = {**claims.FRESH_LANE, "not_before": not_before}
        connection.execute(mine.values(**fresh, head=func.coalesce(head.scalar_subquery(), LANES.c.head)))

    async def open_updates(self) -> tuple[int, float]:
        """How many updates are not done, and how many seconds ago the oldest of them was taken (0 for none)."""

        def look(connection: Connection) -> tuple[int, float]:
            row = connection.execute(select(func.count(), func.min(INBOX.c.taken_at)).where(_OPEN)).one()
            return row[0], max(0.0, self._clock() - row[1]) if row[1] else 0.0

        return await self._run(look)

    async def probe(self) -> None:
        """Write something, to see whether that works. Raises what keeps it from working."""
        await self._write(lambda connection: upsert(connection, PULSE, {"id": 1}, {"at": self._clock()}))

    async def prune(self) -> None:
        """Forget the ids of what was done long ago."""
        old = delete(INBOX).where(INBOX.c.state == "done", INBOX.c.closed_at < self._clock() - _KEEP_SECONDS)
        await self._run(lambda connection: connection.execute(old))

    def _closed(self, outcome: str) -> dict[str, Any]:
        return {"state": "done", "payload": None, "closed_at": self._clock(), "outcome": outcome}

    async def _surely(self, work: Callable[[Connection], T]) -> T:
        while True:
            try:
                return await self._write(work)
            except StoreBlockedError:
                await asyncio.sleep(_AGAIN_SECONDS)

    async def _write(self, work: Callable[[Connection], T]) -> T:
        """Do what surely writes: that it worked shows that the disk has room."""
        done = await self._run(work)
        self._outage.worked()
        return done

    async def _run(self, work: Callable[[Connection], T]) -> T:
        try:
            return await asyncio.wrap_future(self._writer.submit(work))
        except StoreError as error:
            self._outage.failed(error)
            raise
