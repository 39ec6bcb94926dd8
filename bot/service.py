"""The running bot: connect, serve, stop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import NoReturn

import structlog
from sqlalchemy.exc import SQLAlchemyError
from telegram.error import InvalidToken, TelegramError

from bot.admins import Admins
from bot.alerts import Alerts
from bot.application import App, add_handlers, build_application
from bot.dispatch import Dispatch
from bot.express import Express
from bot.failures import back_off
from bot.handlers import Services
from bot.handlers.browsing import Browsing
from bot.handlers.commands import Commands
from bot.handlers.gaps import Gaps
from bot.handlers.gate import Gate
from bot.handlers.inline import Inline
from bot.handlers.lessons import Lessons
from bot.handlers.membership import Membership
from bot.handlers.privacy import Privacy
from bot.handlers.questions import Questions
from bot.handlers.reading import Reading
from bot.handlers.removal import Removal
from bot.handlers.settings import Settings
from bot.handlers.stats import Stats
from bot.handlers.voting import Voting
from bot.inbox import Inbox
from bot.intake import Intake
from bot.lanes import Lanes
from bot.learning import Learning
from bot.poller import Poller, StartupError
from bot.profile import publish_profile
from bot.sending import Sender
from bot.settings import BotSettings
from bot.state.desk import Desk
from bot.state.memory import Memory
from bot.state.people import People
from bot.state.preferred import Preferred
from nowall.database import Writer
from nowall.engine import Engine

_PATIENCE = 10.0
"""Seconds that updates in flight have when the bot is stopped, and after them what is being learned."""
_REFRESH_SECONDS = 0.5
_HOUSEKEEPING_SECONDS = 3600.0
_log = structlog.get_logger(__name__)


async def serve(settings: BotSettings, writer: Writer, open_engine: Callable[[], Engine]) -> None:
    """Run the bot until cancelled."""
    engine_opening = asyncio.create_task(asyncio.to_thread(open_engine))
    async with _connected(settings) as application:
        with await engine_opening as engine:
            await _serve(settings, application, engine, writer)


@asynccontextmanager
async def _connected(settings: BotSettings) -> AsyncIterator[App]:
    application = build_application(settings)
    try:
        await _connect(application)
        yield application
    finally:
        await application.shutdown()
        await application.bot.shutdown()


async def _connect(application: App) -> None:
    """Learn who the bot is, as often as it takes; only a refused token is final."""
    tries = 0
    while True:
        try:
            await application.initialize()
            break
        except InvalidToken:
            raise StartupError("Telegram does not accept the token: set BOT_TOKEN to @BotFather's.") from None
        except TelegramError as error:
            delay = back_off(tries)
            _log.warning("telegram.unreachable", error=str(error), again_in=round(delay, 1))
            tries += 1
            await asyncio.sleep(delay)
    try:
        await application.bot.delete_webhook(drop_pending_updates=False)
    except TelegramError as error:  # if there was one, polling will say so
        _log.warning("webhook.not_deleted", error=str(error))


async def _serve(settings: BotSettings, application: App, engine: Engine, writer: Writer) -> None:
    inbox, preferred = Inbox(writer), Preferred(writer)
    memory = Memory(writer, preferred=preferred)
    services = Services(
        settings=settings,
        engine=engine,
        sender=Sender(inbox, memory),
        memory=memory,
        preferred=preferred,
        desk=Desk(writer),
        people=People(writer, preferred),
        admins=Admins(),
    )
    learning, questions = Learning(), Questions(services)
    add_handlers(application, _dispatch(services, questions, learning))
    intake = Intake(application.bot, settings, preferred)
    lanes = Lanes(inbox, intake.read, application, apologise=questions.failed)
    express = Express(application.bot, application)
    poller = Poller(application.bot, intake.sort, inbox.store, lanes.wake, express.take)
    await preferred.load()
    ambiguous = await inbox.recover()
    _log.info("bot.started", username=application.bot.username, ambiguous=ambiguous)
    try:
        async with asyncio.TaskGroup() as group:
            group.create_task(poller.run())
            group.create_task(lanes.run())
            group.create_task(Alerts(application.bot, settings.owners, preferred).run())
            group.create_task(_refresh(engine))
            group.create_task(_keep_house(inbox.prune, memory.prune))
            owners = {owner: preferred.of(owner).language for owner in settings.owners}
            group.create_task(publish_profile(application.bot, owners))
    except* StartupError as errors:
        raise errors.exceptions[0] from None
    finally:
        await asyncio.gather(lanes.stop(_PATIENCE), express.stop(_PATIENCE))
        await learning.stop(_PATIENCE)
        _log.info("bot.stopped")


def _dispatch(services: Services, questions: Questions, learning: Learning) -> Dispatch:
    topics = (
        questions,
        Commands(services),
        Browsing(services),
        Reading(services),
        Voting(services),
        Settings(services),
        Privacy(services),
        Lessons(services, learning),
        Removal(services),
        Gaps(services),
        Stats(services),
    )
    gate, membership, inline = Gate(services.settings), Membership(services), Inline(services)
    return Dispatch(services, gate, membership, topics, inline.asked)


async def _refresh(engine: Engine) -> NoReturn:
    """Look twice a second whether the corpus has changed; nobody has to press reload."""
    while True:
        try:
            if await asyncio.to_thread(engine.refresh):
                _log.info("corpus.refreshed")
        except Exception:  # noqa: BLE001 - the old snapshot goes on answering
            _log.exception("corpus.refresh_failed")
            await asyncio.sleep(_HOUSEKEEPING_SECONDS / 60)
        await asyncio.sleep(_REFRESH_SECONDS)


async def _keep_house(*chores: Callable[[], Awaitable[None]]) -> NoReturn:
    while True:
        for chore in chores:
            try:
                await chore()
            except SQLAlchemyError:  # the next hour is another chance
                _log.exception("housekeeping.failed")
        await asyncio.sleep(_HOUSEKEEPING_SECONDS)
