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
        """Stop what comes too fast or is not served."""
        chat, user = update.effective_chat, update.effective_user
        if chat is None or update.my_chat_member:
            return
        pace = self._pace(update)
        if pace is Pace.OK and self._settings.serves(chat.id, user.id if user else None):
            return
        if pace is Pace.NOTICE:
            await self._tell(update, "too_fast")
        elif pace is Pace.OK and is_private(chat):
            await self._tell(update, "not_served")
        raise ApplicationHandlerStop

    def _pace(self, update: Update) -> Pace:
        user, message = update.effective_user, update.effective_message
        # A repeated update was counted the first time; a press costs nothing.
        if user is None or not isinstance(message, Message) or update.callback_query or CURRENT.get().attempts > 1:
            return Pace.OK
        return self._limits.take(user.id, (message.edit_date or message.date).timestamp())

    async def _tell(self, update: Update, key: str) -> None:
        if isinstance(update.effective_message, Message) and not update.callback_query:
            await self._sender.answer(update, notice(language_of(update.effective_user), key))
