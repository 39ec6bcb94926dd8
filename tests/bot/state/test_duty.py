"""One of all bots has the duty, and another one as soon as that one is gone."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from typing import NoReturn

import pytest
from sqlalchemy import Engine
from structlog.testing import capture_logs

from bot.state import duty as duty_module
from bot.state.duty import Duty

on_a_server = pytest.mark.parametrize("database", ["postgres"], indirect=True)
END_CONNECTIONS = """
    SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid != pg_backend_pid()
"""


@pytest.fixture(autouse=True)
def _look_often(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duty_module, "LOOK_SECONDS", 0.05)


class Workers:
    """Bots that all want the duty."""

    def __init__(self, database: Engine) -> None:
        self._database = database
        self.tasks: dict[str, asyncio.Task[NoReturn]] = {}
        self.working: list[str] = []
        self.most = 0

    def start(self, name: str) -> None:
        async def work() -> NoReturn:
            self.working.append(name)
            self.most = max(self.most, len(self.working))
            try:
                await asyncio.Event().wait()
                raise AssertionError
            finally:
                self.working.remove(name)

        self.tasks[name] = asyncio.create_task(Duty(self._database, "duty of a test").hold(work))

    async def stop(self, *names: str) -> None:
        for name in names or list(self.tasks):
            self.tasks[name].cancel()
            await asyncio.gather(self.tasks.pop(name), return_exceptions=True)


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(10):
        while not condition():  # noqa: ASYNC110 - the condition may be anything
            await asyncio.sleep(0.01)


@on_a_server
async def test_one_works_and_another_one_follows_when_it_stops(database: Engine) -> None:
    workers = Workers(database)
    workers.start("a")
    await until(lambda: workers.working == ["a"])
    workers.start("b")
    await asyncio.sleep(0.3)
    assert workers.working == ["a"]
    await workers.stop("a")
    await until(lambda: workers.working == ["b"])
    assert workers.most == 1
    await workers.stop()


@on_a_server
async def test_duty_is_lost_with_its_connection_and_taken_again(database: Engine) -> None:
    workers = Workers(database)
    with capture_logs() as logs:
        workers.start("a")
        await until(lambda: workers.working == ["a"])
        with database.connect() as connection:
            connection.exec_driver_sql(END_CONNECTIONS)
        await until(lambda: [log["event"] for log in logs] == ["duty.taken", "duty.lost", "duty.taken"])
    await until(lambda: workers.working == ["a"])
    await workers.stop()


@on_a_server
def test_who_stands_still_has_the_duty_no_more(database: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duty_module, "STILL_SECONDS", 0.3)
    still, other = (duty_module._ServerLock(database, "duty of a test") for _ in range(2))
    assert still.take()
    assert not other.take()
    time.sleep(0.2)
    assert still.is_held()
    assert not other.take()
    time.sleep(0.6)
    other.give_up()
    assert other.take()
    assert not still.is_held()
    other.give_up()


async def test_what_the_work_raises_ends_the_duty(database: Engine) -> None:
    async def fail() -> NoReturn:
        raise ValueError("no such webhook")

    with pytest.raises(ValueError, match="no such webhook"):
        await Duty(database, "duty of a test").hold(fail)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_only_bot_of_a_home_is_on_duty(database: Engine) -> None:
    workers = Workers(database)
    workers.start("a")
    await until(lambda: workers.working == ["a"])
    await workers.stop()
