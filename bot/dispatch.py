"""From an update to the one handler that answers it: addressing and buttons are read once, here."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from telegram import CallbackQuery, Message, Update

from bot.addressing import Ignored
from bot.handlers import Heard, Pressed, Services, Topic, confirm
from bot.handlers.gate import Gate
from bot.handlers.membership import Membership
from bot.incoming import addressed, moves
from bot.limits import Pace
from bot.presses import read
from nowall.texts import say


class Dispatch:
    """Finds the handler of an update. Every kind of message and every action of a button belongs to one topic."""

    def __init__(
        self,
        services: Services,
        gate: Gate,
        membership: Membership,
        topics: Sequence[Topic],
        inline: Callable[[Update], Awaitable[None]],
    ) -> None:
        self._services = services
        self._gate = gate
        self._membership = membership
        self._inline = inline
        self._commands = {kind: handler for topic in topics for kind, handler in topic.commands.items()}
        self._presses = {action: handler for topic in topics for action, handler in topic.presses.items()}

    async def update(self, update: Update, _: object = None) -> None:
        """Handle an update; what nobody waits for is let go."""
        if query := update.inline_query:
            if await self._gate.hears_typing(query.from_user.id):
                await self._inline(update)
        elif update.my_chat_member:
            await self._membership.changed(update, update.my_chat_member)
        elif update.callback_query:
            await self._press(update.callback_query)
        elif isinstance(message := update.effective_message, Message):
            if moves(message):
                await self._membership.migrated(message)
            else:
                await self._message(update, message)

    async def _message(self, update: Update, message: Message) -> None:
        bot, services = message.get_bot(), self._services
        what = addressed(message, bot.bot, services.preferred.of(message.chat_id).listens)
        if isinstance(what, Ignored):
            return
        heard = Heard(update, message, what, services.reader(bot, message.chat_id, message.from_user), services)
        if await self._gate.passes(heard):
            await self._commands[what.kind](heard)

    async def _press(self, query: CallbackQuery) -> None:
        """A button of an older version, or under a message that is gone, is answered politely."""
        pace = await self._gate.pace_of_press(query.from_user.id)
        chat = query.message.chat.id if query.message else query.from_user.id
        reader = self._services.reader(query.get_bot(), chat, query.from_user)
        if pace is not Pace.OK:
            if pace is Pace.NOTICE:
                await confirm(query, say(reader.language, "bot.pressed_too_fast"))
            return
        press, message = read(query.data), query.message
        if not isinstance(message, Message) or not message.is_accessible:
            message = None
        if press is None or press.action not in self._presses or message is None:
            await confirm(query, say(reader.language, "bot.outdated"))
        elif not self._services.settings.serves(chat, query.from_user.id):
            await confirm(query, say(reader.language, "bot.not_served"))
        else:
            await self._presses[press.action](Pressed(query, message, press, reader, self._services))
