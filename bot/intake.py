"""What of a batch of raw updates is kept: what speaks to the bot, in the lane of its chat."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from typing import Any

import structlog
from telegram import Bot, Message, Update

from bot.addressing import Ignored
from bot.inbox import Arrival
from bot.incoming import addressed, is_private, moves
from bot.metrics import UPDATES
from bot.settings import BotSettings
from bot.state.preferred import Preferred

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member")
CALLBACK_SECONDS = 15.0
_MOST_READ = 2_000
_log = structlog.get_logger(__name__)


class Intake:
    """Sorts updates before they are stored; what is not kept is forgotten. Reads what was stored."""

    def __init__(self, bot: Bot, settings: BotSettings, preferred: Preferred) -> None:
        self._bot = bot
        self._settings = settings
        self._preferred = preferred
        self._read: OrderedDict[int, Update] = OrderedDict()

    def sort(self, batch: Iterable[Mapping[str, Any]]) -> list[Arrival]:
        """The updates that are to be kept, in their order."""
        return [arrival for raw in batch if (arrival := self._arrival(raw))]

    def read(self, update_id: int, payload: str) -> Update:
        """A stored update: as it was read when it came, or, after a restart or a failure, read again."""
        known = self._read.pop(update_id, None)
        return known or Update.de_json(json.loads(payload), self._bot)

    def _arrival(self, raw: Mapping[str, Any]) -> Arrival | None:
        try:
            update = Update.de_json(dict(raw), self._bot)
            if not self._concerns(update):
                return None
            lane = _lane(update)
        except Exception as error:  # noqa: BLE001 - one malformed update must not stop the others
            _log.warning("update.unreadable", update=raw.get("update_id"), error=type(error).__name__)
            return None
        self._read[update.update_id] = update
        if len(self._read) > _MOST_READ:
            self._read.popitem(last=False)
        UPDATES.labels(_kind(update)).inc()
        payload = json.dumps(raw, ensure_ascii=False, separators=(",", ":"))
        return Arrival(update.update_id, lane, payload, self._lifetime(update))

    def _lifetime(self, update: Update) -> float | None:
        """How long it is worth handling; what becomes of chats is never too old."""
        if update.callback_query:
            return CALLBACK_SECONDS
        message = update.effective_message
        if update.my_chat_member or (isinstance(message, Message) and moves(message)):
            return None
        return self._settings.oldest_hours * 3600

    def _concerns(self, update: Update) -> bool:
        if update.callback_query or update.my_chat_member:
            return True
        message = update.message or update.edited_message
        if not isinstance(message, Message):
            return False
        if moves(message):
            return True
        user = update.effective_user
        served = self._settings.serves(message.chat.id, user.id if user else None)
        if not served and not is_private(message.chat):
            return False
        return not isinstance(addressed(message, self._bot.bot, self._preferred.of(message.chat.id).listens), Ignored)


def _lane(update: Update) -> int:
    """The chat, or, where a button of an inline message was pressed, the person. Raises TypeError for what is no id."""
    place = update.effective_chat or update.effective_user
    lane = place.id if place else 0
    if type(lane) is not int:  # PTB believes what it is given
        raise TypeError
    return lane


def _kind(update: Update) -> str:
    return next((kind for kind in ALLOWED_UPDATES if getattr(update, kind)), "other")
