"""PTB's Application, put together: addresses, time-outs, and one handler, which knows all others."""

from __future__ import annotations

from typing import Any

from telegram import LinkPreviewOptions, Update
from telegram.ext import Application, ApplicationBuilder, CallbackContext, Defaults, ExtBot, TypeHandler

from bot.connections import Connections
from bot.dispatch import Dispatch
from bot.express import log_failure
from bot.lanes import CURRENT
from bot.settings import BotSettings

Context = CallbackContext[ExtBot[None], dict[Any, Any], dict[Any, Any], dict[Any, Any]]
App = Application[ExtBot[None], Context, dict[Any, Any], dict[Any, Any], dict[Any, Any], Any]


def build_application(settings: BotSettings) -> App:
    """An Application without an Updater: updates come from the inbox, through the lanes."""
    defaults = Defaults(
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        allow_sending_without_reply=True,
    )
    return (
        ApplicationBuilder()
        .token(settings.token.get_secret_value())
        .base_url(settings.base_url)
        .base_file_url(settings.file_url)
        .defaults(defaults)
        .updater(None)
        .job_queue(None)
        .request(Connections())
        .get_updates_request(Connections())
        .build()
    )


def add_handlers(application: App, dispatch: Dispatch) -> None:
    """Let every update go to the dispatch."""
    application.add_handler(TypeHandler(Update, dispatch.update))
    application.add_error_handler(report)


async def report(update: object, context: Context) -> None:
    """Hand what a handler raised to the worker, who tells the inbox; an inline query has none."""
    if claim := CURRENT.get(None):
        claim.error = context.error
    elif isinstance(update, Update):
        log_failure(update.update_id, context.error)
