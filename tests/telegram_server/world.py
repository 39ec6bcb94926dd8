"""The world around the bot: what people do there, and what the bot did."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.telegram_server.asking import Asking
from tests.telegram_server.chats import Chat, Json
from tests.telegram_server.state import Call


class World(Asking):
    """Telegram with everybody on it. People act through it, and a test looks at what the bot did."""

    def said(self, chat: Chat) -> list[Json]:
        """The bot's messages in the chat as they now read."""
        with self.lock:
            return [dict(m) for number, m in chat.messages.items() if number in self.mine]

    def made(self, method: str) -> list[Call]:
        """The bot's calls of a method."""
        with self.lock:
            return [call for call in self.calls if call.method.lower() == method.lower()]

    def wait(self, condition: Callable[[], Any], timeout: float = 15.0) -> Any:
        """Wait until the condition gives something; an AssertionError shows the transcript if it does not."""
        with self.changed:
            if not self.changed.wait_for(condition, timeout):
                recent = [f"{c.method} {c.parameters} -> {c.error or 'ok'}" for c in list(self.calls)[-12:]]
                raise AssertionError("not within the time; the bot's last calls:\n" + "\n".join(recent))
            return condition()

    def wait_said(self, chat: Chat, count: int = 1, timeout: float = 15.0) -> list[Json]:
        """Wait until the bot has this many messages in the chat."""
        self.wait(lambda: len(self.said(chat)) >= count, timeout)
        return self.said(chat)

    def wait_inline(self, query: str, timeout: float = 15.0) -> Json:
        """The bot's answer to an inline query, once there is one: what `choose` takes.

        Its ``results`` have the ``message`` that each becomes; the rest is as the bot sent it.
        """
        answer: Json = self.wait(lambda: self.inline_answers.get(query), timeout)
        return answer

    def wait_callback(self, query: str, timeout: float = 15.0) -> Json:
        """How the bot answered a pressed button: the parameters of the call."""
        answer: list[Json] = self.wait(
            lambda: [self.callback_answers[query]] if query in self.callback_answers else None, timeout
        )
        return answer[0]

    def wait_taken(self, timeout: float = 15.0) -> None:
        """Wait until the bot has confirmed every update."""
        self.wait(lambda: not self.updates, timeout)
