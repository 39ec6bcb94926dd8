"""Chats, people and messages, the queue of updates, and what the bot did; shared by the server and the test."""

from __future__ import annotations

import threading
import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.telegram_server.errors import ApiError, bad_request
from tests.telegram_server.faults import Fault
from tests.telegram_server.markup import detect_entities

DEFAULT_UPDATES = frozenset({"message", "edited_message", "callback_query", "my_chat_member", "inline_query"})


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a Telegram account; their private chat has the same id."""

    id: int
    name: str = "Mei"
    language: str = "zh-hans"

    def as_json(self) -> dict[str, Any]:
        """The Bot API's User."""
        return {"id": self.id, "is_bot": False, "first_name": self.name, "language_code": self.language}


@dataclass(slots=True)
class Chat:
    """A private chat, a group or a channel, with everything that was written in it."""

    id: int
    type: str
    title: str
    messages: dict[int, dict[str, Any]] = field(default_factory=dict)
    refusal: ApiError | None = None
    """What a bot that writes here is told: blocked, kicked, migrated."""

    def as_json(self) -> dict[str, Any]:
        """The Bot API's Chat."""
        name = "first_name" if self.type == "private" else "title"
        return {"id": self.id, "type": self.type, name: self.title}


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the bot: ``result`` where it took effect, ``error`` where it was refused or lost."""

    method: str
    parameters: dict[str, Any]
    result: Any
    error: str | None
    at: float


class World:
    """Everything on Telegram's side. Methods are called by the server's thread and by the test."""

    def __init__(self, username: str = "newsbot", bot_id: int = 7_000_000_001) -> None:
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.bot = {"id": bot_id, "is_bot": True, "first_name": "News", "username": username}
        self.reads_all = False
        self.chats: dict[int, Chat] = {}
        self.updates: deque[dict[str, Any]] = deque()
        self.allowed = DEFAULT_UPDATES
        self.webhook_url = ""
        self.files: dict[str, bytes] = {}
        self.polls = 0
        self.calls: list[Call] = []
        self.profile: dict[str, dict[tuple[str, str], Any]] = defaultdict(dict)
        self.open_callbacks: dict[str, float] = {}
        self._faults: dict[str, deque[Fault]] = defaultdict(deque)
        self._next_update = 500_000_000
        self._next_message = 0

    # The test's side: what people do.

    def private(self, person: Person) -> Chat:
        """The person's private chat with the bot."""
        return self.chats.setdefault(person.id, Chat(person.id, "private", person.name))

    def group(self, chat_id: int = -1_001_000_000_001, title: str = "Newsroom", kind: str = "supergroup") -> Chat:
        """A group that the bot is in."""
        return self.chats.setdefault(chat_id, Chat(chat_id, kind, title))

    def say(self, chat: Chat, text: str, user: Person, **more: Any) -> dict[str, Any]:
        """Somebody writes; entities are found as Telegram finds them."""
        return self.post(chat, user, text=text, **_entities("entities", text), **more)

    def post(self, chat: Chat, user: Person, *, kind: str = "message", **fields: Any) -> dict[str, Any]:
        """Somebody posts anything: a sticker, a photo with a caption, a service message."""
        if "caption" in fields:
            fields = _entities("caption_entities", fields["caption"]) | fields
        with self.changed:
            message = self.add_message(chat, {"from": user.as_json(), **fields})
            self.push(kind, message)
        return message

    def send_file(self, chat: Chat, user: Person, name: str, data: bytes, **fields: Any) -> dict[str, Any]:
        """Somebody sends a document."""
        with self.lock:
            identifier = f"file{len(self.files)}"
            self.files[identifier] = data
        document = {
            "file_id": identifier, "file_unique_id": identifier, "file_name": name, "mime_type": "text/plain",
            "file_size": len(data),
        }  # fmt: skip
        return self.post(chat, user, document=document, **fields)

    def edit(self, message: dict[str, Any], text: str) -> None:
        """Somebody edits what they wrote."""
        with self.changed:
            message |= {"text": text, "edit_date": int(time.time())}
            message.pop("entities", None)
            message |= _entities("entities", text)
            self.push("edited_message", message)

    def press(self, message: dict[str, Any], data: str, user: Person) -> str:
        """Somebody presses a button under the bot's message."""
        with self.changed:
            identifier = str(4_000_000 + self._next_update)
            self.open_callbacks[identifier] = time.monotonic()
            query = {"id": identifier, "from": user.as_json(), "chat_instance": "1", "data": data}
            self.push("callback_query", query | {"message": message})
        return identifier

    def membership(self, chat: Chat, user: Person, before: str, after: str) -> None:
        """The bot is added, removed, blocked."""
        with self.changed:
            self.push(
                "my_chat_member",
                {
                    "chat": chat.as_json(),
                    "from": user.as_json(),
                    "date": int(time.time()),
                    "old_chat_member": self._member(before),
                    "new_chat_member": self._member(after),
                },
            )

    def _member(self, status: str) -> dict[str, Any]:
        return {"user": self.bot, "status": status} | ({"until_date": 0} if status == "kicked" else {})

    def break_next(self, method: str, *faults: Fault) -> None:
        """Order mishaps for the next calls of a method, one each."""
        with self.lock:
            self._faults[method.lower()].extend(faults)

    # The test's side: what the bot did.

    def said(self, chat: Chat) -> list[dict[str, Any]]:
        """The bot's messages in the chat as they now read."""
        with self.lock:
            return [dict(m) for m in chat.messages.values() if m["from"]["id"] == self.bot["id"]]

    def made(self, method: str) -> list[Call]:
        """The bot's calls of a method."""
        with self.lock:
            return [call for call in self.calls if call.method.lower() == method.lower()]

    def wait(self, condition: Callable[[], Any], timeout: float = 15.0) -> Any:
        """Wait until the condition gives something; an AssertionError shows the transcript if it does not."""
        with self.changed:
            if not self.changed.wait_for(condition, timeout):
                recent = [f"{c.method} {c.parameters} -> {c.error or 'ok'}" for c in self.calls]
                raise AssertionError("not within the time; the bot's last calls:\n" + "\n".join(recent[-12:]))
            return condition()

    def wait_said(self, chat: Chat, count: int = 1, timeout: float = 15.0) -> list[dict[str, Any]]:
        """Wait until the bot has this many messages in the chat."""
        self.wait(lambda: len(self.said(chat)) >= count, timeout)
        return self.said(chat)

    def wait_taken(self, timeout: float = 15.0) -> None:
        """Wait until the bot has confirmed every update."""
        self.wait(lambda: not self.updates, timeout)

    # The server's side.

    def push(self, kind: str, content: dict[str, Any]) -> None:
        """Queue an update, if its type is one that the bot asked for."""
        if kind in self.allowed:
            self.updates.append({"update_id": self._next_update, kind: _copied(content)})
        self._next_update += 1
        self.changed.notify_all()

    def add_message(self, chat: Chat, fields: dict[str, Any]) -> dict[str, Any]:
        """Give a message its number and keep it."""
        self._next_message += 1
        message = {"message_id": self._next_message, "date": int(time.time()), "chat": chat.as_json()} | fields
        chat.messages[self._next_message] = message
        return message

    def chat_for(self, chat_id: Any) -> Chat:
        """The chat that a call names, refused where the bot may not write."""
        try:
            chat = self.chats[int(chat_id)]
        except (KeyError, TypeError, ValueError):
            raise bad_request("chat not found" if chat_id not in {None, ""} else "chat_id is empty") from None
        if chat.refusal:
            raise chat.refusal
        return chat

    def take_fault(self, method: str) -> Fault:
        """The next ordered mishap, or none."""
        with self.lock:
            waiting = self._faults[method.lower()]
            return waiting.popleft() if waiting else Fault()

    def record(self, method: str, parameters: dict[str, Any], result: Any, error: str | None) -> None:
        """Write a call into the transcript."""
        with self.changed:
            self.calls.append(Call(method, parameters, result, error, time.monotonic()))
            self.changed.notify_all()


def _entities(name: str, text: str) -> dict[str, Any]:
    found = detect_entities(text)
    return {name: found} if found else {}


def _copied(content: Any) -> Any:
    if isinstance(content, dict):
        return {key: _copied(value) for key, value in content.items()}
    return [_copied(item) for item in content] if isinstance(content, list) else content
