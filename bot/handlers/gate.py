"""What stands before all other handlers: whom the bot serves, and how fast."""

from __future__ import annotations

from telegram import Message, Update
from telegram.ext import ApplicationHandlerStop

from bot.handlers import Context
from bot.incoming import is_private, language_of
from bot.lanes import CURRENT
from bot.limits import Limits, Pace
from bot.rendering import notice
from bot.sending import Sender
from bot.settings import BotSettings


class Gate:
    """Lets an update pass to the handlers, or stops it with a sentence or without one."""

    def __init__(self, settings: BotSettings, sender: Sender) -> None:
        self._settings = settings
        self._limits = Limits(settings.questions_per_minute)
        self._sender = sender

    async def check(self, update: Update, _: Context) -> None:
        """Stop what is not served or comes too fast."""
        chat, user, message = update.effective_chat, update.effective_user, update.effective_message
        if chat is None or update.my_chat_member:
            return
        if not self._settings.serves(chat.id, user.id if user else None):
            await self._stop(update, "not_served" if is_private(chat) else None)
        # A repeated update was counted the first time.
        if user is None or not isinstance(message, Message) or update.callback_query or CURRENT.get().attempts > 1:
            return
        pace = self._limits.take(user.id, (message.edit_date or message.date).timestamp())
        if pace is not Pace.OK:
            await self._stop(update, "too_fast" if pace is Pace.NOTICE else None)

    async def _stop(self, update: Update, key: str | None) -> None:
        if key and isinstance(update.effective_message, Message) and not update.callback_query:
            await self._sender.answer(update, notice(language_of(update.effective_user), key))
        raise ApplicationHandlerStop
