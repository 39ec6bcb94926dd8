"""A Telegram of our own for tests: a strict Bot API server on loopback, and the people who talk to the bot."""

from __future__ import annotations

from tests.telegram_server.chats import AnonymousAdmin, AsChannel, Chat, Person, Topic
from tests.telegram_server.faults import Fault
from tests.telegram_server.server import TelegramServer
from tests.telegram_server.state import Call
from tests.telegram_server.travel import Travel
from tests.telegram_server.world import World

__all__ = [
    "AnonymousAdmin",
    "AsChannel",
    "Call",
    "Chat",
    "Fault",
    "Person",
    "TelegramServer",
    "Topic",
    "Travel",
    "World",
]
