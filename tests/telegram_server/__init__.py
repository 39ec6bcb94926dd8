"""A Telegram of our own for tests: a strict Bot API server on loopback, and the people who talk to the bot."""

from __future__ import annotations

from tests.telegram_server.faults import Fault
from tests.telegram_server.server import TelegramServer
from tests.telegram_server.world import Call, Chat, Person, World

__all__ = ["Call", "Chat", "Fault", "Person", "TelegramServer", "World"]
