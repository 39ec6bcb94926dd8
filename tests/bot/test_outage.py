"""A trouble that lasts is told once, then seldom."""

from __future__ import annotations

from structlog.testing import capture_logs

from bot.outage import Outage
from tests.bot.conftest import Clock


def test_outage_is_told_once_and_its_end_too(clock: Clock) -> None:
    outage = Outage("disk.full", "disk.free", clock)
    with capture_logs() as logs:
        outage.worked()
        for _ in range(50):
            outage.failed(OSError("full"))
            clock.now += 1
        outage.worked()
        outage.worked()
    assert [(log["event"], log["log_level"]) for log in logs] == [("disk.full", "error"), ("disk.free", "info")]
    assert (logs[1]["seconds"], logs[1]["times"]) == (50, 50)


def test_outage_is_told_again_after_a_while_and_when_something_else_fails(clock: Clock) -> None:
    outage = Outage("disk.full", "disk.free", clock)
    with capture_logs() as logs:
        outage.failed(OSError("full"))
        outage.failed(OSError("broken"))
        clock.now += 599
        outage.failed(OSError("broken"))
        clock.now += 2
        outage.failed(OSError("broken"))
    assert [log["error"] for log in logs] == ["full", "broken", "broken"]
    assert logs[-1]["times"] == 4


def test_next_outage_begins_anew(clock: Clock) -> None:
    outage = Outage("disk.full", "disk.free", clock)
    with capture_logs() as logs:
        for _ in range(2):
            outage.failed(OSError("full"))
            outage.worked()
    assert [log["event"] for log in logs] == ["disk.full", "disk.free"] * 2
