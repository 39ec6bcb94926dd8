"""PTB's Application, put together: timeouts, and the handlers in the order in which they are tried."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from telegram import LinkPreviewOptions, Update
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    ChatMemberHandler,
    Defaults,
    ExtBot,
    MessageHandler,
    TypeHandler,
    filters,
)

from bot.addressing import Addressed, Kind
from bot.express import log_failure
from bot.handlers import Context
from bot.handlers.callbacks import Callbacks
from bot.handlers.commands import Commands
from bot.handlers.gate import Gate
from bot.handlers.lessons import Lessons
from bot.handlers.membership import Membership
from bot.handlers.questions import Questions
from bot.handlers.removal import PRESSES, Removal
from bot.incoming import addressed
from bot.lanes import CURRENT
from bot.settings import BotSettings

App = Application[ExtBot[None], Context, dict[Any, Any], dict[Any, Any], dict[Any, Any], Any]

_CONNECTIONS = 64


class Wants(filters.UpdateFilter):
    """Messages that addressing finds to want one of these things."""

    def __init__(self, *kinds: Kind) -> None:
        super().__init__(name=f"Wants({', '.join(kinds)})")
        self._kinds = kinds

    def filter(self, update: Update) -> bool:
        """Apply the decision table."""
        message = update.effective_message
        what = addressed(update, message.get_bot().bot) if message else None
        return isinstance(what, Addressed) and what.kind in self._kinds


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
        .connection_pool_size(_CONNECTIONS)
        .pool_timeout(5.0)
        .connect_timeout(5.0)
        .read_timeout(15.0)
        .write_timeout(15.0)
        .get_updates_connection_pool_size(4)
        .get_updates_pool_timeout(5.0)
        .get_updates_connect_timeout(5.0)
        .build()
    )


@dataclass(frozen=True, slots=True)
class Handlers:
    """All that handles updates."""

    gate: Gate
    questions: Questions
    commands: Commands
    lessons: Lessons
    removal: Removal
    callbacks: Callbacks
    membership: Membership


def add_handlers(application: App, of: Handlers) -> None:
    """Register everything that the bot does. Order matters: the first handler of a group that fits is run."""
    application.add_handler(TypeHandler(Update, of.gate.check), group=-1)
    application.add_handlers(
        [
            ChatMemberHandler(of.membership.changed, ChatMemberHandler.MY_CHAT_MEMBER),
            MessageHandler(filters.StatusUpdate.MIGRATE, of.membership.migrated),
            CallbackQueryHandler(of.removal.pressed, pattern=PRESSES),
            CallbackQueryHandler(of.callbacks.pressed),
            MessageHandler(Wants(Kind.START), of.commands.start),
            MessageHandler(Wants(Kind.HELP), of.commands.help),
            MessageHandler(Wants(Kind.SOURCES), of.commands.sources),
            MessageHandler(Wants(Kind.ADD), of.lessons.add),
            MessageHandler(Wants(Kind.REMOVE), of.removal.ask),
            MessageHandler(Wants(Kind.ASK), of.questions.asked),
            MessageHandler(Wants(Kind.EMPTY, Kind.MEDIA, Kind.UNKNOWN_COMMAND), of.commands.sentence),
        ]
    )
    application.add_error_handler(report)


async def report(update: object, context: Context) -> None:
    """Hand what a handler raised to the worker, who tells the inbox; an inline query has none."""
    if claim := CURRENT.get(None):
        claim.error = context.error
    elif isinstance(update, Update):
        log_failure(update.update_id, context.error)
