"""The running bot: connect, serve, stop."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import NoReturn

import structlog
from sqlalchemy.exc import SQLAlchemyError
from telegram.error import InvalidToken, TelegramError

from bot.alerts import Alerts
from bot.application import App, build_application
from bot.assembly import Parts, assemble, is_shared
from bot.failures import back_off
from bot.front.health import Pulse
from bot.front.server import listen, serve_http
from bot.outage import Outage
from bot.poller import StartupError
from bot.profile import publish_profile
from bot.settings import BotSettings, Mode
from bot.starting import when_reachable
from bot.state.preferred import Preferred
from bot.studio import Studio
from nowall.database import Writer
from nowall.engine import Engine
from nowall.errors import StoreBlockedError, StoreError

_PATIENCE = 10.0
"""Seconds that updates in flight have when the bot is stopped, and after them what is being learned."""
_REFRESH_SECONDS = 0.5
_TROUBLED_SECONDS = 5.0
_SILENCE_SECONDS = 30.0
_GOODBYE_SECONDS = 3.0
_HOUSEKEEPING_SECONDS = 3600.0
_log = structlog.get_logger(__name__)


async def serve(
    settings: BotSettings,
    writer: Writer,
    open_engine: Callable[[], Engine],
    public_url: str = "",
    studio: Studio | None = None,
) -> None:
    """Run the bot until cancelled.

    ``public_url`` is where the world finds the pages of its front, if it does; ``studio`` draws quotes, if one does.
    """
    engine_opening = asyncio.create_task(when_reachable(writer.database, open_engine))
    async with _connected(settings) as application:
        with await engine_opening as engine:
            parts = assemble(settings, application, engine, writer, public_url=public_url, studio=studio)
            await _serve(settings, application, engine, parts, shared=is_shared(writer))


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


async def _drop_webhook(application: App) -> None:
    """Polling and a webhook exclude each other."""
    try:
        await application.bot.delete_webhook(drop_pending_updates=False)
    except TelegramError as error:  # if there was one, polling will say so
        _log.warning("webhook.not_deleted", error=str(error))


async def _serve(settings: BotSettings, application: App, engine: Engine, parts: Parts, *, shared: bool) -> None:
    preferred = parts.services.preferred
    ambiguous = await _begin(parts, shared=shared)
    _log.info("bot.started", username=application.bot.username, mode=settings.mode.value, ambiguous=ambiguous)
    beating = asyncio.create_task(parts.heartbeat.run())
    try:
        async with asyncio.TaskGroup() as group:
            if settings.http_port is not None:
                group.create_task(serve_http(parts.front, listen(settings.http_host, settings.http_port)))
            group.create_task(parts.duty.hold(lambda: _on_duty(settings, application, parts)))
            group.create_task(parts.lanes.run())
            group.create_task(Alerts(application.bot, settings.owners, preferred).run())
            group.create_task(_refresh(engine))
            if shared:
                group.create_task(_follow(preferred))
                group.create_task(_hear(application, parts.pulse))
    except* StartupError as errors:
        raise _first(errors) from None
    finally:
        await asyncio.gather(parts.lanes.stop(_PATIENCE), parts.express.stop(_PATIENCE))
        beating.cancel()
        await asyncio.gather(parts.learning.stop(_PATIENCE), _give_back(parts))
        _log.info("bot.stopped")


async def _begin(parts: Parts, *, shared: bool) -> int:
    """Read what has to be known first. Where this is the only bot, old leases are void; gives what became of them."""
    while True:
        try:
            await parts.services.preferred.load()
            if shared:
                await parts.heartbeat.beat()
                return 0
            return await parts.inbox.recover()
        except StoreBlockedError:  # the inbox has told it
            if not shared:
                raise
            await asyncio.sleep(_TROUBLED_SECONDS)


async def _on_duty(settings: BotSettings, application: App, parts: Parts) -> NoReturn:
    """What one of all bots does."""
    owners = {owner: parts.services.preferred.of(owner).language for owner in settings.owners}
    if settings.mode is Mode.POLLING:
        await _drop_webhook(application)
    async with asyncio.TaskGroup() as group:
        group.create_task(_keep_house(parts.inbox.prune, parts.services.memory.prune))
        group.create_task(publish_profile(application.bot, owners))
        await parts.receive()


async def _give_back(parts: Parts) -> None:
    """Let others go on at once with what was left undone; where that cannot be written, the leases run out."""
    try:
        async with asyncio.timeout(_GOODBYE_SECONDS):
            await parts.inbox.give_back()
    except (TimeoutError, StoreError, SQLAlchemyError) as error:
        _log.warning("leases.kept", error=repr(error))


def _first(errors: BaseExceptionGroup[BaseException]) -> BaseException:
    error: BaseException = errors
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


async def _follow(preferred: Preferred) -> NoReturn:
    """Look twice a second whether another bot has changed settings of a chat."""
    while True:
        await asyncio.sleep(_REFRESH_SECONDS)
        with suppress(StoreError, SQLAlchemyError):  # the heartbeat tells of it; what was set before holds on
            await preferred.load()


async def _hear(application: App, pulse: Pulse) -> NoReturn:
    """Ask after Telegram where nothing else does: who has no duty would else not know whether it is there."""
    while True:
        await asyncio.sleep(_SILENCE_SECONDS)
        if pulse.silence > _SILENCE_SECONDS:
            with suppress(TelegramError):  # its silence shows in /readyz
                await application.bot.get_me()
                pulse.beat()


async def _refresh(engine: Engine) -> NoReturn:
    """Look twice a second, or at a word of it, whether the corpus has changed; nobody has to press reload."""
    outage = Outage("corpus.refresh_failed", "corpus.refreshes")
    while True:
        try:
            if await asyncio.to_thread(engine.refresh):
                _log.info("corpus.refreshed")
                await asyncio.sleep(_REFRESH_SECONDS)  # while somebody learns there is word after word
            outage.worked()
            await asyncio.to_thread(engine.await_change, _REFRESH_SECONDS)
        except StoreError as error:  # the old snapshot goes on answering
            outage.failed(error)
            await asyncio.sleep(_TROUBLED_SECONDS)
        except Exception:  # noqa: BLE001 - likewise
            _log.exception("corpus.refresh_failed")
            await asyncio.sleep(_HOUSEKEEPING_SECONDS / 60)


async def _keep_house(*chores: Callable[[], Awaitable[None]]) -> NoReturn:
    while True:
        for chore in chores:
            try:
                await chore()
            except StoreError as error:  # the next hour is another chance
                _log.error("housekeeping.failed", error=str(error))
            except SQLAlchemyError:
                _log.exception("housekeeping.failed")
        await asyncio.sleep(_HOUSEKEEPING_SECONDS)
