"""The inbox: what Telegram was told is taken is kept here until it is answered (decisions 8 and 9).

An update is waiting, claimed, sending or done. A lane (a chat) is leased to one holder, who takes its updates
in order. Just before the one message-creating call `Inbox.fence` sets ``sending``: whoever finds an update
in that state later cannot know whether the message went out. Many bots may share an inbox on a server.
"""

from __future__ import annotations

import asyncio
import secrets
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any, TypeVar

import structlog
from sqlalchemy import Connection, delete, func, select, text

from bot.metrics import OUTCOMES, STAGE_SECONDS
from bot.outage import Outage
from bot.state import claims, leases
from bot.state.schema import INBOX, LANES, PULSE
from bot.state.upserts import insert_missing, insert_or_lower, upsert
from nowall.database import Writer
from nowall.errors import StoreBlockedError, StoreError

T = TypeVar("T")

LEASE_SECONDS = 15.0
"""A lease that is not renewed for so long has lost its holder (see `bot.heartbeat`)."""
_AGAIN_SECONDS = 1.0
_KEEP_SECONDS = 48 * 3600.0
_PULSES = 1000
"""Who watches many bots at once has them write different rows."""
_LAST = 2**63
"""The place in a transaction of what takes any lanes that it finds unlocked; others take theirs in their order."""
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
        """Whoever shares the inbox has the same ``clock``, give or take a second."""
        self._writer = writer
        self._clock = clock
        self._held = set[int]()
        """The holders of leases that somebody here works with."""
        self._pulse = secrets.randbelow(_PULSES)
        self._outage = Outage("inbox.unusable", "inbox.usable")

    async def store(self, arrivals: Sequence[Arrival]) -> int:
        """Keep a batch, all or none; what is known already is left alone. Gives the number of new ones."""

        def work(connection: Connection) -> int:
            batch = sorted(arrivals, key=lambda arrival: arrival.lane)
            return sum(self._keep(connection, arrival) for arrival in batch)

        return await self._write(work, min((arrival.lane for arrival in arrivals), default=0))

    def _keep(self, connection: Connection, arrival: Arrival) -> bool:
        now = self._clock()
        expires = None if arrival.lifetime is None else now + arrival.lifetime
        times = {"taken_at": now, "expires_at": expires}
        row = {"update_id": arrival.update_id, "lane": arrival.lane, "payload": arrival.payload, **times}
        if not insert_missing(connection, INBOX, {**row, **claims.FRESH_UPDATE}):
            return False
        # Locks the lane that is there already: its holder must not find it empty before this is committed.
        lane = {"lane": arrival.lane, "head": arrival.update_id, **claims.FRESH_LANE}
        insert_or_lower(connection, LANES, lane, key="lane", number="head")
        return True

    async def recover(self) -> int:
        """At the start of the only bot of this home: void old leases. Gives the number of ambiguous updates."""

        def work(connection: Connection) -> int:
            leases.void_all(connection)
            _, ambiguous = leases.sweep(connection, self._clock())
            return ambiguous

        return await self._run(work)

    async def tend(self, *, sweep: bool) -> int:
        """Renew all leases of those who work here; with ``sweep``, free lanes of others, whose leases ran out.

        Gives how many lanes that were. Each lease is renewed by its own number: one that was committed without its
        holder getting to know runs out.
        """

        def work(connection: Connection) -> int:
            now, held = self._clock(), sorted(self._held)
            if held:
                connection.execute(claims.RENEW_ALL, {"holders_": held, "leased_until": now + LEASE_SECONDS})
            return leases.sweep(connection, now)[0] if sweep else 0

        return await self._run(work, _LAST)

    async def give_back(self) -> None:
        """Free all lanes that were claimed here, when nobody here works any more."""
        held = sorted(self._held)
        await self._run(lambda connection: leases.give_back(connection, held, self._clock()), _LAST)

    async def claim(self) -> Claim | None:
        """Lease the lane that has waited longest, and claim its first update.

        None where every lane is empty, leased or has to wait.
        """
        return await self._hold(self._claim)

    async def claim_or_due(self) -> Claim | float | None:
        """`claim`; where there is nothing to claim, how many seconds until a lane that waits may go on, if one does."""
        return await self._hold(lambda connection: self._claim(connection) or self._due(connection))

    async def _hold(self, work: Callable[[Connection], T]) -> T:
        """Note whose leases are to be renewed: as soon as it is certain, also where nobody waits for it any more."""

        def note(future: Future[T]) -> None:
            claim = None if future.cancelled() or future.exception() else future.result()
            if isinstance(claim, Claim):
                self._held.add(claim.lane.holder)

        return await self._run(work, _LAST, note)

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
        """The next update of a lane that is held, and locked since before; where nothing is left, the lane goes."""
        while row := connection.execute(claims.TAKE_FIRST, {"lane_": lane.id}).first():
            if row.expires_at is None or row.expires_at >= self._clock():
                counters = row.attempts, row.failures, row.ambiguous
                return Claim(row.update_id, lane, row.payload, *counters, taken_at=row.taken_at)
            connection.execute(claims.CLOSE, {"update_": row.update_id, **claims.closed("expired", self._clock())})
            _log.info("update.expired", update=row.update_id, waited=round(self._clock() - (row.taken_at or 0.0)))
        connection.execute(claims.DROP_LANE, _mine(lane))
        return None

    async def fence(self, claim: Claim) -> None:
        """Mark the claim as sending, if it is still held; ClaimLostError otherwise. Last thing before a send."""
        await self._write(lambda connection: self._fence(connection, claim), claim.lane.id)
        claim.sending = True

    def _fence(self, connection: Connection, claim: Claim) -> None:
        fenced = {"update_": claim.update_id, **_mine(claim.lane), "state": "sending"}
        if not connection.execute(claims.FENCE, fenced).rowcount:
            raise ClaimLostError(f"update {claim.update_id} is somebody else's now")

    async def close(self, claim: Claim, outcome: str, also: Callable[[Connection], Any] | None = None) -> None:
        """The update is done: drop its payload, keep its id; ``also`` is written with it or not at all.

        With it the lane's next update is claimed, as ``claim.following``; None where nothing is left, then the
        lane is free, or where the lease was lost. Tried for as long as it takes while the disk is full or the
        database locked: what has happened must be known, or it would happen twice.
        """

        def work(connection: Connection) -> Claim | None:
            lease = {**_mine(claim.lane), "leased_until": self._clock() + LEASE_SECONDS}
            is_held = bool(connection.execute(claims.RENEW, lease).rowcount)
            done = {"update_": claim.update_id, **claims.closed(outcome, self._clock())}
            # Done already where an earlier try was committed, and only the answer of the server was lost.
            if connection.execute(claims.CLOSE, done).rowcount and also:
                also(connection)
            return self._take(connection, claim.lane) if is_held else None

        claim.following = await self._surely(work, claim.lane.id)
        if claim.following is None:
            self._held.discard(claim.lane.holder)
        claim.settled = True
        OUTCOMES.labels(outcome).inc()
        if claim.taken_at is not None:
            STAGE_SECONDS.labels("whole").observe(max(0.0, self._clock() - claim.taken_at))

    async def again(self, claim: Claim, delay: float, counter: str | None = None) -> None:
        """Put the update back and free its lane, which has to wait; ``counter`` names what is counted.

        Where the lease was lost, whoever took it away has done so already.
        """
        await self._surely(lambda connection: self._again(connection, claim, delay, counter), claim.lane.id)
        self._held.discard(claim.lane.holder)
        claim.settled = True

    def _again(self, connection: Connection, claim: Claim, delay: float, counter: str | None) -> None:
        free = {**claims.FRESH_LANE, "not_before": self._clock() + delay, "head": claim.update_id}
        if connection.execute(claims.RENEW, {**_mine(claim.lane), **free}).rowcount:
            counted = {counter: INBOX.c[counter] + 1} if counter else {}
            row = claims.PUT_BACK.values(state="waiting", **counted)
            connection.execute(row, {"update_": claim.update_id})

    async def open_updates(self) -> tuple[int, float]:
        """How many updates are not done, and how many seconds ago the oldest of them was taken (0 for none)."""

        def look(connection: Connection) -> tuple[int, float]:
            row = connection.execute(select(func.count(), func.min(INBOX.c.taken_at)).where(_OPEN)).one()
            return row[0], max(0.0, self._clock() - row[1]) if row[1] else 0.0

        return await self._run(look)

    async def probe(self) -> None:
        """Write something, to see whether that works. Raises what keeps it from working."""
        row = {"id": self._pulse}
        await self._write(lambda connection: upsert(connection, PULSE, row, {"at": self._clock()}))

    async def prune(self) -> None:
        """Forget the ids of what was done long ago."""
        old = delete(INBOX).where(INBOX.c.state == "done", INBOX.c.closed_at < self._clock() - _KEEP_SECONDS)
        await self._run(lambda connection: connection.execute(old))

    async def _surely(self, work: Callable[[Connection], T], place: int) -> T:
        while True:
            try:
                return await self._write(work, place)
            except StoreBlockedError:
                await asyncio.sleep(_AGAIN_SECONDS)

    async def _write(self, work: Callable[[Connection], T], place: int = 0) -> T:
        """Do what surely writes: that it worked shows that the disk has room."""
        done = await self._run(work, place)
        self._outage.worked()
        return done

    async def _run(
        self, work: Callable[[Connection], T], place: int = 0, note: Callable[[Future[T]], object] | None = None
    ) -> T:
        """``place``: who changes several lanes in a transaction locks them in the order of their numbers."""
        try:
            future = self._writer.submit(work, place)
            if note:
                future.add_done_callback(note)
            return await asyncio.wrap_future(future)
        except StoreError as error:
            self._outage.failed(error)
            raise


def _mine(lane: Lane) -> dict[str, int]:
    return {"lane_": lane.id, "holder_": lane.holder}
