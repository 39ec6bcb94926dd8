"""Who may change a group's settings: its admins, as Telegram knows them."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

import structlog
from telegram import Bot, ChatMember, Message
from telegram.constants import ChatID
from telegram.error import BadRequest

_KEEP_SECONDS = 60.0
_MOST_CHATS = 1000
_MAY = (ChatMember.OWNER, ChatMember.ADMINISTRATOR)
_log = structlog.get_logger(__name__)


class Admins:
    """Asks Telegram, and remembers the answer for a minute."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._known: OrderedDict[tuple[int, int], tuple[bool, float]] = OrderedDict()

    async def wrote(self, message: Message) -> bool:
        """Whether an admin of the group wrote this, perhaps in the group's own name."""
        if message.sender_chat is not None:
            return message.sender_chat.id == message.chat_id
        user = message.from_user
        return user is not None and await self.knows(message.get_bot(), message.chat_id, user.id)

    async def knows(self, bot: Bot, chat: int, user: int) -> bool:
        """Whether this is an admin of the chat; in a private chat its person is."""
        if user in {chat, ChatID.ANONYMOUS_ADMIN}:
            return True
        known, until = self._known.get((chat, user), (False, 0.0))
        if until > self._clock():
            return known
        is_admin = await _is_admin(bot, chat, user)
        self._known[chat, user] = is_admin, self._clock() + _KEEP_SECONDS
        if len(self._known) > _MOST_CHATS:
            self._known.popitem(last=False)
        return is_admin


async def _is_admin(bot: Bot, chat: int, user: int) -> bool:
    """Telegram may keep the members from a bot that is no admin itself: then nobody is known to be one."""
    try:
        member = await bot.get_chat_member(chat_id=chat, user_id=user)
    except BadRequest as error:
        _log.info("admins.unknown", error=str(error))
        return False
    return member.status in _MAY
