"""Where the bot is: added, removed, blocked, and groups that become supergroups."""

from __future__ import annotations

import structlog
from telegram import Chat, ChatMember, ChatMemberUpdated, Message, Update
from telegram.constants import ChatType

from bot.handlers import Services
from bot.lanes import CURRENT
from bot.profile import publish_commands_of
from bot.rendering.page import notice

_GONE = (ChatMember.LEFT, ChatMember.BANNED)
_GROUPS = (ChatType.GROUP, ChatType.SUPERGROUP)
_log = structlog.get_logger(__name__)


class Membership:
    """Keeps the table of chats, greets once, and forgets what belonged to a group that the bot is out of."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def changed(self, update: Update, change: ChatMemberUpdated) -> None:
        """The bot came, went, or was blocked."""
        memory, chat = self._services.memory, change.chat
        if change.new_chat_member.status in _GONE:
            if chat.type == ChatType.PRIVATE:  # who blocks the bot may come back, and find what was set
                await memory.note(chat.id, active=False)
            else:
                await memory.forget(chat.id)
            _log.info("chat.left", kind=chat.type)
            return
        is_new = await memory.note(chat.id, active=True)
        _log.info("chat.joined", kind=chat.type, new=is_new)
        came = change.old_chat_member.status in _GONE
        # A supergroup that a group became is known already; a repeated update has noted the chat the first time.
        if came and (is_new or CURRENT.get().attempts > 1) and self._greets(chat):
            reader = self._services.reader(update.get_bot(), chat.id, change.from_user)
            is_admin = change.new_chat_member.status == ChatMember.ADMINISTRATOR
            hears_all = is_admin or update.get_bot().can_read_all_group_messages
            key = "joined_open" if hears_all else "joined"
            await self._services.sender.post(
                update.get_bot(), chat.id, notice(reader.language, key, username=reader.username)
            )

    async def migrated(self, message: Message) -> None:
        """A group became a supergroup; both of the two messages about it say the same."""
        if message.migrate_to_chat_id:
            await self._move(message, message.chat_id, message.migrate_to_chat_id)
        elif message.migrate_from_chat_id:
            await self._move(message, message.migrate_from_chat_id, message.chat_id)

    async def _move(self, message: Message, old: int, new: int) -> None:
        await self._services.memory.move(old, new)
        await publish_commands_of(message.get_bot(), new, self._services.preferred.of(new).language)

    def _greets(self, chat: Chat) -> bool:
        return chat.type in _GROUPS and self._services.settings.serves(chat.id, None)
