"""The real bot under fire: every question is answered, and twice only where nobody could know. A short bench.faults."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bench.faults.record import Record
from bench.faults.trial import Plan, trial
from bench.faults.victim import Victim
from bench.speed.running import by_webhook
from bench.speed.throughput import sample_questions
from tests.telegram_server import TelegramServer

PLAN = Plan(updates=200, people=40, rate=50.0, share=0.08, late=False, kills=1)


def under_fire(telegram: TelegramServer, home: Path, settings: dict[str, str]) -> Record:
    victim = Victim("bench.faults.numbered_bot", telegram, home, NOWALL_SEMANTIC="false", **settings)
    try:
        victim.wait_ready()
        return trial(PLAN, telegram, victim, sample_questions(), lambda *_: None)
    finally:
        victim.stop()


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
def test_nothing_is_lost_under_fire(telegram: TelegramServer, tmp_path: Path, seed: Path, webhook: bool) -> None:
    home = shutil.copytree(seed, tmp_path / "home")
    result = under_fire(telegram, home, by_webhook() if webhook else {})
    assert result.lost == ()
    assert result.twice <= result.ambiguous
    assert result.ambiguous, "nothing was tried"
    assert result.disordered <= (telegram.world.travels["reordered"] if webhook else 0)
