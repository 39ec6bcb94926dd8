"""The server's clock."""

from __future__ import annotations

import time

import pytest

from bot.state.clock import ServerClock
from nowall.database import Writer

pytestmark = pytest.mark.parametrize("database", ["postgres"], indirect=True)


async def test_clock_is_that_of_the_server(writer: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    clock, right = ServerClock(writer), time.time
    monkeypatch.setattr(time, "time", lambda: right() - 3600)
    assert clock() == pytest.approx(right() - 3600, abs=1)
    await clock.measure()
    assert clock() == pytest.approx(right(), abs=1)
