"""What whoever watches over the bot is told."""

from __future__ import annotations

import asyncio

import httpx
import pytest

from bot.front import health as health_module
from bot.front.app import front_app
from bot.front.health import SILENCE_SECONDS, WAITING_SECONDS, Check, Finding, Health, Pulse, hears, keeps_up, writes
from bot.metrics import OPEN_UPDATES
from nowall.errors import StoreError
from tests.bot.conftest import Clock


async def nothing() -> None:
    """Nothing to measure."""


async def get(path: str, checks: dict[str, Check]) -> httpx.Response:
    app = front_app(Health(checks), nothing, None)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://bot") as client:
        return await client.get(path)


async def well() -> Finding:
    return Finding(ok=True, told="is well")


async def broken() -> None:
    raise StoreError("The database cannot be written: the disk is full.")


async def buggy() -> Finding:
    raise ValueError("secret words")


async def slow() -> Finding:
    await asyncio.sleep(60)
    return Finding(ok=True, told="late")


async def test_ready_where_all_is_well() -> None:
    response = await get("/readyz", {"store": well, "corpus": well})
    assert response.status_code == 200
    assert response.json()["ready"] is True


async def test_not_ready_where_one_check_fails_and_it_says_which() -> None:
    response = await get("/readyz", {"store": writes(broken), "corpus": well})
    assert response.status_code == 503
    checks = response.json()["checks"]
    assert checks["store"] == {"ok": False, "told": "The database cannot be written: the disk is full."}
    assert checks["corpus"]["ok"]


async def test_whoever_sends_traffic_asks_for_some_checks_and_is_not_kept_away_by_others() -> None:
    checks: dict[str, Check] = {"store": well, "corpus": well, "inbox": buggy}
    response = await get("/readyz?check=store&check=corpus", checks)
    assert response.status_code == 200
    assert set(response.json()["checks"]) == {"store", "corpus"}
    assert (await get("/readyz?check=inbox", checks)).status_code == 503


async def test_check_that_there_is_not_does_not_hold() -> None:
    assert (await get("/readyz?check=stoer", {"store": well})).status_code == 503


async def test_unforeseen_failure_tells_its_kind_and_no_words() -> None:
    told = (await get("/readyz", {"x": buggy})).json()["checks"]["x"]["told"]
    assert told == "fails with ValueError"


async def test_check_that_hangs_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health_module, "_PATIENCE_SECONDS", 0.05)
    response = await get("/readyz", {"store": slow, "corpus": well})
    assert response.status_code == 503
    assert "no answer" in response.json()["checks"]["store"]["told"]


async def test_alive_whatever_the_checks_say() -> None:
    assert (await get("/healthz", {"store": writes(broken)})).status_code == 200


async def test_silence_of_telegram_is_noticed() -> None:
    clock = Clock()
    pulse = Pulse(clock)
    clock.now += SILENCE_SECONDS - 1
    assert (await hears(pulse)()).ok
    clock.now += 2
    assert not (await hears(pulse)()).ok
    pulse.beat()
    assert (await hears(pulse)()).ok


async def test_old_update_is_noticed() -> None:
    async def oldest() -> float:
        return WAITING_SECONDS + 1

    assert not (await keeps_up(oldest)()).ok


async def test_metrics_are_prometheus_text() -> None:
    OPEN_UPDATES.set(3)
    response = await get("/metrics", {})
    assert response.headers["content-type"].startswith("text/plain")
    assert "nowall_open_updates 3.0" in response.text
    assert "# HELP nowall_answers_total" in response.text
