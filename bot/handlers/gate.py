"""What stands before all handlers of messages: whom the bot serves, and how fast."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.handlers import Heard
from bot.incoming import is_private
from bot.lanes import CURRENT
from bot.limits import Limiter, Limits, Pace
from bot.settings import BotSettings

PRESSES_PER_MINUTE = 120
"""Nobody reads that fast; each press may cost Telegram an edit."""
QUERIES_PER_MINUTE = 240
"""Every letter that is typed may be one."""


class Gate:
    """Lets a message, a press or an inline query pass, or stops it with one sentence or in silence."""

    def __init__(
        self,
        settings: BotSettings,
        limit: Callable[[str, int], Limiter] = lambda _, per_minute: Limits(per_minute),
        clock: Callable[[], float] = time.time,
    ) -> None:
        """``limit`` makes what counts a kind of messages, so many a minute."""
        self._clock = clock
        self._pressing = limit("pressing", PRESSES_PER_MINUTE)
        self._typing = limit("typing", QUERIES_PER_MINUTE)
        self._settings = settings
        self._people = limit("people", settings.questions_per_minute)
        self._groups = limit("groups", settings.group_questions_per_minute)
        self._overheard = limit("overheard", settings.group_questions_per_minute)

    async def passes(self, heard: Heard) -> bool:
        """Whether its handler may run."""
        pace = await self._pace(heard)
        chat, user = heard.message.chat, heard.message.from_user
        served = self._settings.serves(chat.id, user.id if user else None)
        if pace is Pace.OK and served:
            return True
        edited = heard.update.edited_message is not None  # whose answer stays
        if pace is Pace.NOTICE and not (heard.what.overheard or edited):
            await heard.say("too_fast")
        elif pace is Pace.OK and is_private(chat):
            await heard.say("not_served")
        return False

    async def pace_of_press(self, person: int) -> Pace:
        """How fast somebody presses buttons: by now, for a press is dropped where it waits for long."""
        return Pace.OK if CURRENT.get().attempts > 1 else await self._pressing.take(person, self._clock())

    async def hears_typing(self, person: int) -> bool:
        """Whether an inline query is answered."""
        return await self._typing.take(person, self._clock()) is Pace.OK

    async def _pace(self, heard: Heard) -> Pace:
        """A person's own pace, then, in a group, that of all its people together.

        What is only overheard counts by itself: a lively group must not use up what those have who speak to the bot.
        """
        message = heard.message
        if message.from_user is None or CURRENT.get().attempts > 1:  # a repeated update was counted the first time
            return Pace.OK
        written_at = (message.edit_date or message.date).timestamp()
        if heard.what.overheard:
            return await self._overheard.take(message.chat_id, written_at)
        speaker = message.sender_chat.id if message.sender_chat else message.from_user.id
        pace = await self._people.take(speaker, written_at)
        if pace is Pace.OK and not is_private(message.chat):
            return await self._groups.take(message.chat_id, written_at)
        return pace
