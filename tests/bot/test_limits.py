"""How fast one person may write."""

from __future__ import annotations

from bot.limits import Limits, Pace


def test_flood_gets_one_notice_and_then_silence() -> None:
    limits = Limits(3)
    paces = [limits.take(1, 100.0) for _ in range(6)]
    assert paces == [Pace.OK, Pace.OK, Pace.OK, Pace.NOTICE, Pace.SILENCE, Pace.SILENCE]
    assert limits.take(2, 100.0) is Pace.OK


def test_bucket_fills_again() -> None:
    limits = Limits(3)
    for _ in range(4):
        limits.take(1, 100.0)
    assert limits.take(1, 121.0) is Pace.OK
    assert limits.take(1, 121.0) is Pace.SILENCE


def test_flood_that_goes_on_gets_a_notice_a_minute() -> None:
    limits = Limits(20)
    paces = [limits.take(1, 100.0 + 0.5 * n) for n in range(10 * 120)]
    assert paces.count(Pace.OK) in range(210, 222)
    assert paces.count(Pace.NOTICE) == 10


def test_backlog_counts_by_when_it_was_written() -> None:
    limits = Limits(3)
    assert {limits.take(1, 60.0 * n) for n in range(100)} == {Pace.OK}


def test_clock_that_goes_back_gives_nothing_away() -> None:
    limits = Limits(2)
    paces = [limits.take(1, at) for at in (100.0, 50.0, 100.0, 50.0)]
    assert paces == [Pace.OK, Pace.OK, Pace.NOTICE, Pace.SILENCE]


def test_no_limit() -> None:
    limits = Limits(0)
    assert {limits.take(1, 0.0) for _ in range(1000)} == {Pace.OK}
