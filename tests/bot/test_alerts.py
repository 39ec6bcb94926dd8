"""Alerts to the bot's owners, before a strict Telegram."""

from __future__ import annotations

import asyncio
import io
import logging
from collections.abc import AsyncIterator, Iterator

import pytest
import structlog
from telegram import Bot

from bot.alerts import QUIET_SECONDS, Alerts
from bot.logs import set_up_logs
from bot.state.preferences import Preferences
from bot.state.preferred import Preferred
from nowall.answers import Language
from nowall.database import Writer
from tests.bot.conftest import Serve
from tests.bot.waiting import answered, quiet, said
from tests.telegram_server import Chat, Fault, Person, TelegramServer, World
from tests.telegram_server.errors import ApiError, flood

OWNER = Person(42, "Boss")
log = structlog.get_logger("bot.somewhere")


class Sleeps:
    """Time that passes when a test says so."""

    def __init__(self) -> None:
        self._begun: asyncio.Queue[float] = asyncio.Queue()
        self._over: asyncio.Queue[None] = asyncio.Queue()

    async def __call__(self, seconds: float) -> None:
        self._begun.put_nowait(seconds)
        await self._over.get()

    async def begun(self) -> float:
        """Wait for the next sleep; gives its seconds."""
        async with asyncio.timeout(10):
            return await self._begun.get()

    def end(self) -> None:
        self._over.put_nowait(None)


@pytest.fixture(autouse=True)
def logs() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    set_up_logs(stream=stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()
    structlog.contextvars.clear_contextvars()


@pytest.fixture
def office(world: World) -> Chat:
    return world.private(OWNER)


@pytest.fixture
def sleeps() -> Sleeps:
    return Sleeps()


@pytest.fixture
def preferred(writer: Writer) -> Preferred:
    return Preferred(writer)


@pytest.fixture
async def alerts(telegram: TelegramServer, preferred: Preferred, sleeps: Sleeps) -> AsyncIterator[None]:
    """Alerts to the owner, and to somebody whom the bot does not know."""
    async with Bot(telegram.token, telegram.base_url) as bot:
        task = asyncio.create_task(Alerts(bot, {OWNER.id, 404}, preferred, sleeps).run())
        await asyncio.sleep(0)
        yield
        assert not task.done()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def test_first_error_is_told_at_once_and_later_ones_together(
    world: World, office: Chat, alerts: None, sleeps: Sleeps
) -> None:
    log.error("poll.conflict", hint="stop it", error="Conflict")
    [first] = await said(world, office)
    assert "有另一个程序在收这个机器人的消息，请停掉它：1 次 poll.conflict" in first["text"]
    assert await sleeps.begun() == QUIET_SECONDS
    structlog.contextvars.bind_contextvars(update=77)
    for _ in range(3):
        log.error("lane.abandoned")
    log.error("poll.conflict")
    await asyncio.sleep(0.1)
    assert len(world.said(office)) == 1
    sleeps.end()
    second = (await said(world, office, 2))[1]
    assert "3 次（最近一次 update 77） lane.abandoned" in second["text"]
    assert "1 次（最近一次 update 77） poll.conflict" in second["text"]


async def test_nothing_of_a_message_an_exception_or_a_token_is_told(world: World, office: Chat, alerts: None) -> None:
    secret = "7000000001:AAsecret-secret_secret-secret"
    try:
        int(secret)
    except ValueError:
        logging.getLogger("elsewhere").exception("somebody said %s", secret)
    [told] = await said(world, office)
    assert "预料之外的错误：1 次 elsewhere" in told["text"]
    assert "secret" not in told["text"]
    assert "somebody" not in told["text"]


async def test_warnings_and_updates_that_are_tried_again_are_not_told(world: World, office: Chat, alerts: None) -> None:
    log.warning("poll.failed")
    log.error("update.failed", verdict="broken", again_in=1.0)
    log.error("update.failed", verdict="broken", closed="failed", update=5)
    [told] = await said(world, office)
    assert "有消息没能处理，已放弃：1 次（最近一次 update 5）" in told["text"]
    assert "poll" not in told["text"]


async def test_owner_reads_alerts_in_the_language_that_is_set(
    world: World, office: Chat, alerts: None, preferred: Preferred
) -> None:
    await preferred.set(OWNER.id, Preferences(language=Language.EN))
    log.error("inbox.unusable")
    [told] = await said(world, office)
    assert told["text"].startswith("Something is wrong")


async def test_owner_who_never_wrote_is_skipped_from_then_on(
    world: World, office: Chat, alerts: None, sleeps: Sleeps
) -> None:
    for times in (1, 2):
        log.error("inbox.unusable")
        await said(world, office, times)
        await sleeps.begun()
        sleeps.end()
    assert [call.parameters["chat_id"] for call in world.made("sendMessage")].count(404) <= 1
    assert len(world.made("sendMessage")) == 3


async def test_flood_wait_is_respected_and_own_failures_are_not_alerted(
    world: World, office: Chat, alerts: None, sleeps: Sleeps
) -> None:
    world.break_when("sendMessage", lambda number: Fault(error=flood(7)) if number <= 2 else None)
    log.error("inbox.unusable")
    assert 7 <= await sleeps.begun() < 8
    sleeps.end()
    sleeps.end()
    [told] = await said(world, office)
    assert "alert" not in told["text"]


async def test_alert_that_perhaps_arrived_is_not_repeated(
    world: World, office: Chat, alerts: None, sleeps: Sleeps
) -> None:
    world.break_when("sendMessage", lambda _: Fault(error=ApiError(500, "Internal Server Error"), accept=True))
    log.error("inbox.unusable")
    assert await sleeps.begun() == QUIET_SECONDS
    assert len(world.said(office)) == 1


async def test_error_in_a_thread_is_told(world: World, office: Chat, alerts: None) -> None:
    await asyncio.to_thread(log.error, "corpus.refresh_failed")
    [told] = await said(world, office)
    assert "corpus.refresh_failed" in told["text"]


async def test_many_kinds_of_errors_fit_into_a_message(
    world: World, office: Chat, alerts: None, sleeps: Sleeps
) -> None:
    log.error("inbox.unusable")
    await sleeps.begun()
    for number in range(500):
        logging.getLogger(f"{'long' * 20}.{number}").error("x")
    sleeps.end()
    assert "另有 490 种错误" in (await said(world, office, 2))[1]["text"]


async def test_without_owners_nothing_is_collected(telegram: TelegramServer, preferred: Preferred) -> None:
    handlers = list(logging.getLogger().handlers)
    await Alerts(Bot(telegram.token, telegram.base_url), frozenset(), preferred).run()
    assert logging.getLogger().handlers == handlers


@pytest.mark.filterwarnings("ignore:Please use 'Bot.getUpdates'")
async def test_running_bot_tells_its_owner_of_a_bug_without_the_question(
    world: World, office: Chat, mei: Person, chat: Chat, serving: Serve
) -> None:
    await serving(owners="42")
    apology = await answered(world, chat, "这里会崩", mei)
    assert "出了点问题" in apology["text"]
    [told] = await said(world, office)
    assert "update.failed" in told["text"]
    assert "崩" not in told["text"]
    await quiet(world)
    assert len(world.said(office)) == 1
