"""The parts of the running bot, put together."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any, NoReturn

from starlette.types import ASGIApp

from bot.admins import Admins
from bot.application import App, add_handlers
from bot.dispatch import Dispatch
from bot.express import Express
from bot.front.app import front_app
from bot.front.health import Health, Pulse, hears, is_read, keeps_up, writes
from bot.front.keeper import WebhookKeeper
from bot.front.webhook import Webhook
from bot.handlers import Services
from bot.handlers.browsing import Browsing
from bot.handlers.commands import Commands
from bot.handlers.gaps import Gaps
from bot.handlers.gate import Gate
from bot.handlers.inline import Inline
from bot.handlers.lessons import Lessons
from bot.handlers.membership import Membership
from bot.handlers.pictures import Pictures
from bot.handlers.privacy import Privacy
from bot.handlers.questions import Questions
from bot.handlers.reading import Reading
from bot.handlers.removal import Removal
from bot.handlers.settings import Settings
from bot.handlers.stats import Stats
from bot.handlers.voting import Voting
from bot.heartbeat import Heartbeat
from bot.inbox import Inbox
from bot.intake import Intake
from bot.lanes import Lanes
from bot.learning import Learning
from bot.limits import Limiter, Limits
from bot.metrics import CORPUS, OLDEST_SECONDS, OPEN_UPDATES
from bot.poller import Poller
from bot.receiving import Receiver
from bot.sending import Sender
from bot.settings import BotSettings, Mode
from bot.state.buckets import SharedLimits
from bot.state.clock import ServerClock
from bot.state.desk import Desk
from bot.state.duty import Duty
from bot.state.memory import Memory
from bot.state.people import People
from bot.state.preferred import Preferred
from bot.studio import Studio
from nowall.database import Writer, schema_of
from nowall.engine import Engine
from nowall.site import Addresses, site_routes

_ASKING_BY_MEANING = 2
"""An embedding lets other threads work meanwhile."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What runs side by side, and what it works with."""

    services: Services
    inbox: Inbox
    lanes: Lanes
    express: Express
    learning: Learning
    heartbeat: Heartbeat
    duty: Duty
    """For what one of all bots does that share a server."""
    pulse: Pulse
    receive: Callable[[], Coroutine[Any, Any, NoReturn]]
    """Poll, or keep the webhook, until cancelled."""
    front: ASGIApp


def assemble(
    settings: BotSettings,
    application: App,
    engine: Engine,
    writer: Writer,
    *,
    public_url: str = "",
    studio: Studio | None = None,
) -> Parts:
    """Build all parts; nothing runs yet. ``public_url`` is where the world finds the pages, empty where it does not."""
    bot, clock = application.bot, ServerClock(writer) if is_shared(writer) else None
    inbox = Inbox(writer, clock) if clock else Inbox(writer)
    services = replace(_services(settings, engine, writer, inbox, public_url), studio=studio or Studio())
    learning, questions, pulse = Learning(), Questions(services), Pulse()
    add_handlers(application, _dispatch(services, questions, learning, _gate(settings, writer)))
    intake = Intake(bot, settings, services.preferred)
    lanes = Lanes(inbox, intake.read, application, apologise=questions.failed, shared=clock is not None)
    heartbeat = Heartbeat(inbox, lanes.wake, clock.measure if clock else None)
    duty = Duty(writer.database, "on duty")
    express = Express(bot, application)
    receiver = Receiver(intake.sort, inbox.store, lanes.wake, express.take)
    secret, webhook = settings.webhook_secret.get_secret_value(), None
    if settings.mode is Mode.WEBHOOK:
        webhook = settings.webhook_path, Webhook(secret, receiver.take, pulse.beat)
        receive = WebhookKeeper(bot, settings.webhook_url, secret, pulse.beat).run
    else:
        receive = Poller(bot, receiver.take, pulse.beat).run
    health = Health(
        {
            "store": writes(inbox.probe),
            "corpus": is_read(lambda: engine.catalogue.size().facts),
            "telegram": hears(pulse),
            "inbox": keeps_up(lambda: _oldest(inbox)),
        }
    )
    front = front_app(health, lambda: _measure(inbox, engine), webhook, site_routes(engine, public_url))
    return Parts(services, inbox, lanes, express, learning, heartbeat, duty, pulse, receive, front)


def is_shared(writer: Writer) -> bool:
    """Whether the state is on a server, where other bots may work on it, too."""
    return schema_of(writer.database) is not None


def _services(settings: BotSettings, engine: Engine, writer: Writer, inbox: Inbox, public_url: str) -> Services:
    preferred = Preferred(writer)
    memory = Memory(writer, preferred=preferred)
    return Services(
        settings=settings,
        engine=engine,
        sender=Sender(inbox, memory),
        memory=memory,
        preferred=preferred,
        desk=Desk(writer),
        people=People(writer, preferred),
        admins=Admins(),
        asking=ThreadPoolExecutor(_ASKING_BY_MEANING if engine.semantic else 1, "asking"),
        site=Addresses(public_url) if public_url else None,
    )


def _dispatch(services: Services, questions: Questions, learning: Learning, gate: Gate) -> Dispatch:
    topics = (
        questions,
        Commands(services),
        Browsing(services),
        Reading(services),
        Pictures(services),
        Voting(services),
        Settings(services),
        Privacy(services),
        Lessons(services, learning),
        Removal(services),
        Gaps(services),
        Stats(services),
    )
    return Dispatch(services, gate, Membership(services), topics, Inline(services).asked)


def _gate(settings: BotSettings, writer: Writer) -> Gate:
    def limit(kind: str, per_minute: int) -> Limiter:
        return SharedLimits(writer, kind, per_minute) if is_shared(writer) else Limits(per_minute)

    return Gate(settings, limit)


async def _oldest(inbox: Inbox) -> float:
    _, seconds = await inbox.open_updates()
    return seconds


async def _measure(inbox: Inbox, engine: Engine) -> None:
    """Bring up to date what is measured when somebody looks."""
    number, seconds = await inbox.open_updates()
    OPEN_UPDATES.set(number)
    OLDEST_SECONDS.set(seconds)
    size = await asyncio.to_thread(engine.catalogue.size)
    for what in ("articles", "facts", "quotes", "entities"):
        CORPUS.labels(what).set(getattr(size, what))
