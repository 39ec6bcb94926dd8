"""A group that has chosen something, before the bot is there."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.state.preferences import Preferences, set_preferences
from nowall.database import Writer
from tests.telegram_server import Chat

Choose = Callable[[Chat, Preferences], None]


@pytest.fixture
def choose(writer: Writer) -> Choose:
    """Let a chat have settings; before the bot is started."""

    def write(chat: Chat, preferences: Preferences) -> None:
        writer.submit(lambda connection: set_preferences(connection, chat.id, preferences, 0.0)).result()

    return write
