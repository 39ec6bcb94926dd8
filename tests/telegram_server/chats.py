"""Who and where: people, the stand-ins that Telegram lets them write through, chats, and topics of forums."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from tests.telegram_server.errors import ApiError

Json: TypeAlias = dict[str, Any]

TELEGRAM = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
ANONYMOUS_ADMIN = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
CHANNEL_WRITER = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with a Telegram account; their private chat has the same id. An empty language is not told to bots."""

    id: int
    name: str = "Mei"
    language: str = "zh-hans"
    username: str = ""
    is_bot: bool = False

    def as_json(self) -> Json:
        """The Bot API's User."""
        user: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.name}
        optional = {"language_code": self.language, "username": self.username}
        return user | {name: value for name, value in optional.items() if value}

    def sender(self, _: Chat) -> Json:
        """The fields of a message that say who wrote it."""
        return {"from": self.as_json()}


@dataclass(frozen=True, slots=True)
class AnonymousAdmin:
    """An admin who writes in the name of the group."""

    def sender(self, chat: Chat) -> Json:
        """The fields of a message that say who wrote it."""
        return {"from": ANONYMOUS_ADMIN, "sender_chat": chat.as_json()}


@dataclass(frozen=True, slots=True)
class AsChannel:
    """Somebody who writes in a group in the name of a channel."""

    channel: Chat

    def sender(self, _: Chat) -> Json:
        """The fields of a message that say who wrote it."""
        return {"from": CHANNEL_WRITER, "sender_chat": self.channel.as_json()}


Speaker: TypeAlias = Person | AnonymousAdmin | AsChannel


@dataclass(slots=True)
class Topic:
    """A topic of a forum; its id is that of the message that created it. General is no topic: it has no id."""

    id: int
    name: str
    closed: bool = False
    deleted: bool = False


@dataclass(slots=True)
class Chat:
    """A private chat, a group or a channel, with everything that was written in it."""

    id: int
    type: str
    title: str
    messages: dict[int, Json] = field(default_factory=dict)
    refusal: ApiError | None = None
    """What a bot that calls for this chat is told, whatever else holds."""
    members: dict[int, Json] = field(default_factory=dict)
    """The Bot API's ChatMember by user id; the bot's own is there, too."""
    is_forum: bool = False
    topics: dict[int, Topic] = field(default_factory=dict)
    linked: Chat | None = None
    """A channel's discussion group, a discussion group's channel."""
    migrated_to: int | None = None
    hidden_members: bool = False
    """Only admins may look others up."""

    def as_json(self) -> Json:
        """The Bot API's Chat."""
        name = "first_name" if self.type == "private" else "title"
        chat: Json = {"id": self.id, "type": self.type, name: self.title}
        return chat | {"is_forum": True} if self.is_forum else chat

    @property
    def is_group(self) -> bool:
        """Whether people talk to each other here."""
        return self.type in {"group", "supergroup"}

    def status(self, user_id: int) -> str:
        """What somebody is here: a ChatMember's status."""
        return str(self.members.get(user_id, {"status": "left"})["status"])

    def is_admin(self, user_id: int) -> bool:
        """Whether somebody has a say here."""
        return self.status(user_id) in {"creator", "administrator"}
