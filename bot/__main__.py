"""``python -m bot``: start the bot; what cannot work is told in one sentence."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys

import structlog
from sqlalchemy import Engine as Database

from bot.logs import set_up_logs
from bot.poller import StartupError
from bot.service import serve
from bot.settings import BotSettings, load_settings
from bot.starting import when_reachable
from bot.studio import Studio
from nowall.cards import find_font
from nowall.database import Writer, check, migrate, open_database
from nowall.engine import Engine
from nowall.errors import NowallError
from nowall.settings import Settings
from nowall.store.home import Home

_BUSY_SECONDS = 5.0
"""Nobody else writes the bot's state; whoever locks it for longer is told, before Telegram has given up a post."""


def main() -> int:
    """Run the bot until it is told to stop; gives the exit status."""
    try:
        settings = load_settings()
        set_up_logs(settings.token.get_secret_value())
        run(settings, Settings())
    except (NowallError, StartupError) as error:
        print(f"nowall: {error}", file=sys.stderr)  # noqa: T201 - for whoever started it, not for the log
        return 1
    except Exception:  # noqa: BLE001 - through the log, which takes the token out
        structlog.get_logger(__name__).exception("bot.crashed")
        return 1
    return 0


def run(settings: BotSettings, engine_settings: Settings) -> None:
    """Hold the home (one bot each), and serve with its state."""
    home = Home(engine_settings.home, engine_settings.server)
    with home.lock("bot"):
        database = open_database(home.state, durable=True, busy_seconds=_BUSY_SECONDS, in_order=False)
        try:
            asyncio.run(_until_stopped(settings, database, engine_settings))
        finally:
            database.dispose()


def _open_engine(settings: Settings) -> Engine:
    """The engine; what lives as long as the process the garbage collector need not look at again."""
    engine = Engine.open(settings, warm=True)
    gc.collect()
    gc.freeze()
    return engine


async def _until_stopped(settings: BotSettings, database: Database, engine_settings: Settings) -> None:
    serving = asyncio.create_task(_serve(settings, database, engine_settings))
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, serving.cancel)
    try:
        await serving
    except asyncio.CancelledError:
        return


async def _serve(settings: BotSettings, database: Database, engine_settings: Settings) -> None:
    await when_reachable(database, lambda: _prepare(database))
    site, studio = engine_settings.public_url, Studio(find_font(engine_settings.font))
    writer = Writer(database)
    try:
        await serve(settings, writer, lambda: _open_engine(engine_settings), site, studio)
    finally:
        writer.close()


def _prepare(database: Database) -> None:
    check(database)
    migrate(database, "bot.state.migrations")


if __name__ == "__main__":
    sys.exit(main())
