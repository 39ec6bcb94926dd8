"""Where the bot is: added, removed, blocked, and groups that become supergroups."""

from __future__ import annotations

import structlog
from telegram import ChatMember, Message, Update

from bot.handlers import Context
from bot.state.memory import Memory

_GONE = (ChatMember.LEFT, ChatMember.BANNED)
_log = structlog.get_logger(__name__)


class Membership:
    """Keeps the table of chats."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory

    async def changed(self, update: Update, _: Context) -> None:
        """The bot came, went, or was blocked."""
        change = update.my_chat_member
        if change is None:
            return
        active = change.new_chat_member.status not in _GONE
        await self._memory.note(change.chat.id, active=active)
        _log.info("chat.joined" if active else "chat.left", kind=change.chat.type)

    async def migrated(self, update: Update, _: Context) -> None:
        """A group became a supergroup; both of the two messages about it say the same."""
        message = update.effective_message
        if not isinstance(message, Message):
            return
        if message.migrate_to_chat_id:
            await self._memory.move(message.chat_id, message.migrate_to_chat_id)
        elif message.migrate_from_chat_id:
            await self._memory.move(message.migrate_from_chat_id, message.chat_id)
