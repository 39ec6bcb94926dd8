"""The inbox on a real database: what is taken is kept, in order, and repeated only when it must be."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from sqlalchemy import select

from bot.inbox import LEASE_SECONDS, Arrival, Claim, ClaimLostError, Inbox
from bot.state.leases import MOST_AMBIGUOUS, MOST_FAILURES
from bot.state.schema import INBOX
from nowall.database import Writer
from tests.bot.conftest import Clock

A, B = 100, 200


def arrival(update_id: int, lane: int = A, **more: Any) -> Arrival:
    return Arrival(update_id, lane, f'{{"update_id":{update_id}}}', **more)


async def take(inbox: Inbox) -> Claim:
    claim = await inbox.claim()
    assert claim is not None
    return claim


def rows(writer: Writer, *columns: str) -> list[tuple[Any, ...]]:
    chosen = [INBOX.c[name] for name in columns]
    return writer.submit(
        lambda connection: [tuple(row) for row in connection.execute(select(*chosen).order_by(INBOX.c.update_id))]
    ).result()


async def test_lane_is_drained_in_order_of_arrival(inbox: Inbox) -> None:
    await inbox.store([arrival(3), arrival(1), arrival(2)])
    claim, taken = await inbox.claim(), []
    while claim:
        taken.append(claim.update_id)
        await inbox.close(claim, "done")
        claim = claim.following
    assert taken == [1, 2, 3]
    assert await inbox.claim_or_due() is None


async def test_lane_has_one_holder_and_the_oldest_lane_comes_first(inbox: Inbox) -> None:
    await inbox.store([arrival(1, B), arrival(2, A), arrival(3, B)])
    first, second = await take(inbox), await take(inbox)
    assert (first.lane.id, second.lane.id) == (B, A)
    assert await inbox.claim() is None


async def test_many_workers_never_share_an_update(inbox: Inbox) -> None:
    await inbox.store([arrival(n, n % 5) for n in range(100)])
    taken: list[int] = []

    async def work() -> None:
        while first := await inbox.claim():
            claim: Claim | None = first
            while claim:
                taken.append(claim.update_id)
                await inbox.close(claim, "done")
                claim = claim.following

    await asyncio.gather(*(work() for _ in range(8)))
    assert sorted(taken) == list(range(100))
    for lane in range(5):
        mine = [update for update in taken if update % 5 == lane]
        assert mine == sorted(mine)


async def test_known_update_is_not_stored_again(inbox: Inbox, clock: Clock, writer: Writer) -> None:
    assert await inbox.store([arrival(1), arrival(1)]) == 1
    claim = await take(inbox)
    await inbox.close(claim, "answered")
    assert await inbox.store([arrival(1)]) == 0
    assert rows(writer, "state", "payload", "outcome") == [("done", None, "answered")]
    clock.now += 47 * 3600
    await inbox.prune()
    assert await inbox.store([arrival(1)]) == 0
    clock.now += 2 * 3600
    await inbox.prune()
    assert rows(writer, "update_id") == []


async def test_batch_is_stored_entirely_or_not_at_all(inbox: Inbox, writer: Writer) -> None:
    broken = Arrival(None, A, "{}")  # type: ignore[arg-type]
    with pytest.raises(Exception, match=r"(?i)not[ -]null"):
        await inbox.store([arrival(1), broken])
    assert rows(writer, "update_id") == []


async def test_fence_lets_the_holder_pass(inbox: Inbox, writer: Writer) -> None:
    await inbox.store([arrival(1)])
    claim = await take(inbox)
    await inbox.fence(claim)
    assert claim.sending
    assert rows(writer, "state") == [("sending",)]


async def test_lease_that_ran_out_goes_to_another_and_the_first_is_fenced_off(
    inbox: Inbox, clock: Clock, writer: Writer
) -> None:
    await inbox.store([arrival(1), arrival(2)])
    slow, others = await take(inbox), Inbox(writer, clock)
    clock.now += LEASE_SECONDS + 1
    assert await others.claim() is None
    assert await others.tend(sweep=True) == 1
    other = await take(others)
    assert (other.update_id, other.failures, other.lane.id) == (1, 1, slow.lane.id)
    with pytest.raises(ClaimLostError):
        await inbox.fence(slow)
    await inbox.again(slow, 0.0)
    assert rows(writer, "state") == [("claimed",), ("waiting",)]
    await others.fence(other)


async def test_answer_of_a_lost_lease_is_known_all_the_same(inbox: Inbox, clock: Clock, writer: Writer) -> None:
    await inbox.store([arrival(1), arrival(2)])
    slow, others = await take(inbox), Inbox(writer, clock)
    await inbox.fence(slow)
    clock.now += LEASE_SECONDS + 1
    await others.tend(sweep=True)
    other = await take(others)
    await inbox.close(slow, "answered")
    assert slow.following is None
    with pytest.raises(ClaimLostError):
        await others.fence(other)
    await others.again(other, 0.0)
    assert (await take(others)).update_id == 2
    assert rows(writer, "outcome") == [("answered",), (None,)]


async def test_lease_that_nobody_took_away_holds(inbox: Inbox, clock: Clock) -> None:
    await inbox.store([arrival(1)])
    claim = await take(inbox)
    clock.now += LEASE_SECONDS + 1
    await inbox.fence(claim)


async def test_lease_is_renewed_while_its_holder_lives(inbox: Inbox, clock: Clock, writer: Writer) -> None:
    await inbox.store([arrival(1, A), arrival(2, B), arrival(3, B)])
    claims, others = [await take(inbox), await take(inbox)], Inbox(writer, clock)
    for _ in range(5):
        clock.now += LEASE_SECONDS - 1
        await inbox.tend(sweep=False)
        assert await others.tend(sweep=True) == 0
    await inbox.close(claims[0], "done")
    await inbox.again(claims[1], 0.0)
    assert not inbox._held


async def test_own_leases_that_ran_out_are_renewed_before_others_are_freed(inbox: Inbox, clock: Clock) -> None:
    await inbox.store([arrival(1)])
    claim = await take(inbox)
    clock.now += LEASE_SECONDS + 100
    assert await inbox.tend(sweep=True) == 0
    await inbox.fence(claim)


async def test_claim_that_its_holder_never_got_to_know_runs_out(inbox: Inbox, clock: Clock, writer: Writer) -> None:
    await inbox.store([arrival(1)])
    assert writer.submit(inbox._claim).result()  # committed, and the answer of the server lost
    assert await inbox.claim() is None
    clock.now += LEASE_SECONDS + 1
    assert await inbox.tend(sweep=True) == 1
    assert (await take(inbox)).update_id == 1


async def test_next_update_whose_claim_was_committed_unknown_is_found_again(inbox: Inbox, writer: Writer) -> None:
    await inbox.store([arrival(1), arrival(2), arrival(3)])
    claim = await take(inbox)
    closing = await inbox_closing(inbox, writer, claim)
    assert closing == 2
    await inbox.close(claim, "answered", lambda _: pytest.fail("this was written already"))
    assert claim.following
    assert claim.following.update_id == 2


async def inbox_closing(inbox: Inbox, writer: Writer, claim: Claim) -> int | None:
    """Close in a transaction of which the inbox does not get to know."""
    twin = Claim(claim.update_id, claim.lane, claim.payload)
    await Inbox(writer, inbox._clock).close(twin, "answered")
    return twin.following.update_id if twin.following else None


async def test_bot_that_stops_gives_its_lanes_back_at_once(inbox: Inbox, clock: Clock, writer: Writer) -> None:
    await inbox.store([arrival(1, A), arrival(2, B)])
    sending = await take(inbox)
    await inbox.fence(sending)
    await take(inbox)
    await inbox.give_back()
    others = Inbox(writer, clock)
    again = [await take(others), await take(others)]
    assert [(c.update_id, c.ambiguous, c.failures) for c in again] == [(1, 1, 0), (2, 0, 0)]


async def test_sweep_finds_updates_without_a_lane_and_lanes_without_a_holder(inbox: Inbox, writer: Writer) -> None:
    await inbox.store([arrival(1, A), arrival(2, B)])
    await take(inbox)
    statements = ("DELETE FROM lanes WHERE lane = 200", "UPDATE lanes SET holder = 0 WHERE lane = 100")
    for statement in statements:
        writer.submit(lambda connection, sql=statement: connection.exec_driver_sql(sql)).result()  # type: ignore[misc]
    await inbox.tend(sweep=True)
    assert [(await take(inbox)).update_id for _ in range(2)] == [1, 2]


async def test_repeated_update_keeps_its_place_and_its_lane_waits(inbox: Inbox, clock: Clock) -> None:
    await inbox.store([arrival(1), arrival(2), arrival(3, B)])
    await inbox.again(await take(inbox), delay=5.0)
    assert (await take(inbox)).lane.id == B
    assert await inbox.claim() is None
    assert await inbox.claim_or_due() == pytest.approx(5.0)
    clock.now += 5.1
    claim = await take(inbox)
    assert (claim.update_id, claim.attempts) == (1, 2)


async def test_counters_count(inbox: Inbox) -> None:
    await inbox.store([arrival(1)])
    await inbox.again(await take(inbox), 0.0, "failures")
    await inbox.again(await take(inbox), 0.0, "ambiguous")
    claim = await take(inbox)
    assert (claim.attempts, claim.failures, claim.ambiguous) == (3, 1, 1)


async def test_late_callback_is_closed_unseen(inbox: Inbox, clock: Clock, writer: Writer) -> None:
    await inbox.store([arrival(1, lifetime=15.0), arrival(2)])
    clock.now += 16
    claim = await take(inbox)
    assert claim.update_id == 2
    assert rows(writer, "outcome")[0] == ("expired",)


async def test_start_voids_leases_and_counts_what_was_being_sent(inbox: Inbox, clock: Clock, writer: Writer) -> None:
    await inbox.store([arrival(1, A), arrival(2, B)])
    sending, claimed = await take(inbox), await take(inbox)
    await inbox.fence(sending)
    restarted = Inbox(writer, clock)
    assert await restarted.recover() == 1
    again = [await take(restarted), await take(restarted)]
    assert [(claim.update_id, claim.ambiguous) for claim in again] == [(1, 1), (2, 0)]
    with pytest.raises(ClaimLostError):
        await inbox.fence(claimed)


async def test_update_that_was_being_sent_too_often_is_closed_at_the_start(inbox: Inbox, writer: Writer) -> None:
    await inbox.store([arrival(1)])
    for _ in range(MOST_AMBIGUOUS + 1):
        await inbox.fence(await take(inbox))
        await inbox.recover()
    assert rows(writer, "state", "outcome") == [("done", "unclear")]
    assert await inbox.claim() is None


async def test_update_at_which_the_process_died_too_often_is_closed_at_the_start(inbox: Inbox, writer: Writer) -> None:
    await inbox.store([arrival(1)])
    for _ in range(MOST_FAILURES):
        await take(inbox)
        await inbox.recover()
    assert rows(writer, "state", "outcome") == [("done", "crashed")]
    assert await inbox.claim() is None


async def test_recovery_finds_lanes_that_were_lost(inbox: Inbox, writer: Writer) -> None:
    await inbox.store([arrival(1)])
    writer.submit(lambda connection: connection.exec_driver_sql("DELETE FROM lanes")).result()
    await inbox.recover()
    assert (await take(inbox)).update_id == 1


async def test_closing_writes_what_belongs_to_it_or_nothing(inbox: Inbox, writer: Writer) -> None:
    await inbox.store([arrival(1)])
    claim = await take(inbox)

    def broken(_: object) -> None:
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        await inbox.close(claim, "answered", broken)
    assert rows(writer, "state") == [("claimed",)]
    assert not claim.settled


async def test_update_that_is_put_back_can_be_claimed_at_once(inbox: Inbox) -> None:
    await inbox.store([arrival(1), arrival(2)])
    claim = await take(inbox)
    await inbox.close(claim, "done")
    assert claim.following
    await inbox.again(claim.following, 0.0)
    assert (await take(inbox)).update_id == 2


async def test_update_that_arrives_while_its_lane_is_drained_is_not_forgotten(inbox: Inbox) -> None:
    await inbox.store([arrival(1)])
    first = await take(inbox)
    await inbox.store([arrival(2)])
    await inbox.close(first, "done")
    assert first.following
    await inbox.close(first.following, "done")
    assert first.following.following is None
    await inbox.store([arrival(3)])
    assert (await take(inbox)).update_id == 3


async def test_late_callback_behind_another_update_is_closed_unseen(inbox: Inbox, clock: Clock) -> None:
    await inbox.store([arrival(1), arrival(2, lifetime=15.0)])
    claim = await take(inbox)
    clock.now += 16
    await inbox.close(claim, "done")
    assert claim.following is None
    assert await inbox.claim_or_due() is None
