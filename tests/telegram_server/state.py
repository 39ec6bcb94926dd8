"""Telegram's memory: chats, messages, the queue of updates, the transcript of calls; shared by server and test."""

from __future__ import annotations

import itertools
import threading
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.telegram_server.access import check_access
from tests.telegram_server.chats import Chat, Json
from tests.telegram_server.errors import bad_request
from tests.telegram_server.faults import Fault, Faults
from tests.telegram_server.privacy import reaches
from tests.telegram_server.statuses import chat_member
from tests.telegram_server.travel import Travel

DEFAULT_UPDATES = frozenset(
    {
        "message", "edited_message", "channel_post", "edited_channel_post", "callback_query", "my_chat_member",
        "inline_query", "chosen_inline_result",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the bot: ``result`` where it took effect, ``error`` where it was refused or lost."""

    method: str
    parameters: Json
    result: Any
    error: str | None
    at: float


class State:
    """Everything on Telegram's side. Methods are called by the server's thread and by the test."""

    def __init__(self, username: str = "newsbot", bot_id: int = 7_000_000_001) -> None:
        self.lock = threading.RLock()
        self.changed = threading.Condition(self.lock)
        self.bot_id = bot_id
        self.bot: Json = {"id": bot_id, "is_bot": True, "first_name": "News", "username": username}
        self.reads_all = False
        """Whether privacy mode is off."""
        self.supports_inline = True
        self.inline_feedback = False
        """Whether the bot is told what was chosen; BotFather's default is that it is not."""
        self.chats: dict[int, Chat] = {}
        self.updates: deque[Json] = deque()
        self.allowed = DEFAULT_UPDATES
        self.webhook_url, self.webhook_secret = "", ""
        self.behind: tuple[str, ...] = ()
        """Addresses of several bots behind the webhook's: a reverse proxy hands posts to them in turn."""
        self.max_connections = 40
        self.delivery_error: tuple[int, str] | None = None
        """When a post to the webhook failed last, and why."""
        self.travel = Travel()
        self.travels: Counter[str] = Counter()
        """How many updates were posted, cut, duplicated, reordered on their way to the bot."""
        self.files: dict[str, bytes] = {}
        self.photos: set[str] = set()
        """Those of the files that are photos: only as such can they be sent again."""
        self.polls = 0
        self.calls: deque[Call] = deque()
        self.counts: Counter[str] = Counter()
        """How often each method was called, by its name in lower case; nothing of it is forgotten."""
        self.keep_messages: int | None = None
        """How many messages of each chat are kept; the oldest are forgotten first."""
        self.profile: dict[str, dict[tuple[str, str], Any]] = defaultdict(dict)
        self.open_callbacks: dict[str, float] = {}
        self.callback_answers: dict[str, Json] = {}
        self.callback_seconds = 15.0
        self.open_inline: dict[str, tuple[float, Json]] = {}
        """When each inline query that waits for its answer was made, and what it is."""
        self.inline_answers: dict[str, Json] = {}
        self.inline_seconds = 10.0
        self.inline_messages: dict[str, Json] = {}
        """Messages that were sent through the bot and have buttons, by inline_message_id."""
        self.markups: dict[int, Json] = {}
        """What the bot sent with a message besides inline buttons, by its number: ForceReply, ReplyKeyboardRemove."""
        self.mine: set[int] = set()
        self.inaccessible: set[int] = set()
        self.faults = Faults()
        self.listeners: list[Callable[[], None]] = []
        """What the server wants to be called when there are updates."""
        self.numbers = itertools.count(4_500_000)
        self._next_update = 500_000_000
        self._next_message = 0

    @property
    def keep_calls(self) -> int | None:
        """How many calls the transcript holds; all, unless set. The oldest are forgotten first."""
        return self.calls.maxlen

    @keep_calls.setter
    def keep_calls(self, count: int | None) -> None:
        with self.lock:
            self.calls = deque(self.calls, count)

    def add_chat(self, chat_id: int, kind: str, title: str) -> Chat:
        """A chat that the bot is in, made when it is first asked for."""
        with self.lock:
            if chat_id not in self.chats:
                chat = Chat(chat_id, kind, title)
                status = "administrator" if kind == "channel" else "member"
                chat.members[self.bot_id] = chat_member(self.bot, status)
                self.chats[chat_id] = chat
            return self.chats[chat_id]

    def push(self, kind: str, content: Json) -> None:
        """Queue an update, if its type is one that the bot asked for."""
        if kind in self.allowed:
            self.updates.append({"update_id": self._next_update, kind: copied(content)})
            for listener in self.listeners:
                listener()
        self._next_update += 1
        self.changed.notify_all()

    def push_message(self, chat: Chat, message: Json, *, edited: bool = False) -> None:
        """Tell the bot of a message, if it is one that Telegram shows to it."""
        if reaches(self.bot, chat, message, reads_all=self.reads_all):
            kind = "channel_post" if chat.type == "channel" else "message"
            self.push(f"edited_{kind}" if edited else kind, message)
        self.changed.notify_all()

    def add_message(self, chat: Chat, fields: Json) -> Json:
        """Give a message its number and keep it."""
        self._next_message += 1
        message = {"message_id": self._next_message, "date": int(time.time()), "chat": chat.as_json()} | fields
        chat.messages[self._next_message] = message
        if self.keep_messages is not None and len(chat.messages) > self.keep_messages:
            oldest = next(iter(chat.messages))
            del chat.messages[oldest]
            self.mine.discard(oldest)
        return message

    def chat_for(self, chat_id: Any, access: str = "write") -> Chat:
        """The chat that a call names, refused where the bot has not this access to it."""
        try:
            chat = self.chats[int(chat_id)]
        except (KeyError, TypeError, ValueError):
            raise bad_request("chat not found" if chat_id not in {None, ""} else "chat_id is empty") from None
        check_access(chat, self.bot_id, access)
        return chat

    def inline_id(self, message: Json) -> str | None:
        """By which id the bot may edit a message that was sent through it and has buttons."""
        number = message["message_id"]
        return next((i for i, sent in self.inline_messages.items() if sent["message_id"] == number), None)

    def add_file(self, data: bytes) -> str:
        """Keep a file; gives its file_id."""
        identifier = f"file{len(self.files)}"
        self.files[identifier] = data
        return identifier

    def remember(self, answers: dict[str, Json], key: str, answer: Json) -> None:
        """Keep an answer, and no more answers than the transcript holds calls."""
        answers[key] = answer
        if self.keep_calls is not None and len(answers) > self.keep_calls:
            del answers[next(iter(answers))]

    def take_fault(self, method: str) -> Fault:
        """What befalls this call."""
        return self.faults.take(method)

    def record(self, method: str, parameters: Json, result: Any, error: str | None) -> None:
        """Write a call into the transcript."""
        with self.changed:
            self.counts[method.lower()] += 1
            self.calls.append(Call(method, parameters, result, error, time.monotonic()))
            self.changed.notify_all()


def copied(content: Any) -> Any:
    """A copy that later edits do not reach."""
    if isinstance(content, dict):
        return {key: copied(value) for key, value in content.items()}
    return [copied(item) for item in content] if isinstance(content, list) else content
