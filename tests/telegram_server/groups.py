"""The test's side: groups, forums and channels, who is in them, and what becomes of them."""

from __future__ import annotations

import time
from typing import Any

from tests.telegram_server.chats import ANONYMOUS_ADMIN, TELEGRAM, Chat, Json, Person, Topic
from tests.telegram_server.people import People, _entities
from tests.telegram_server.state import copied
from tests.telegram_server.statuses import chat_member, is_in


class Groups(People):
    """Where many people are."""

    def group(self, chat_id: int = -1_001_000_000_001, title: str = "Newsroom", kind: str = "supergroup") -> Chat:
        """A group that the bot is in."""
        return self.add_chat(chat_id, kind, title)

    def forum(self, chat_id: int = -1_001_000_000_002, title: str = "Forum") -> Chat:
        """A supergroup with topics; without more of them, there is General."""
        chat = self.add_chat(chat_id, "supergroup", title)
        chat.is_forum = True
        return chat

    def channel(self, chat_id: int = -1_001_000_000_003, title: str = "Daily", group: Chat | None = None) -> Chat:
        """A channel in which the bot is an admin, with its discussion group where there is one."""
        chat = self.add_chat(chat_id, "channel", title)
        if group:
            chat.linked, group.linked = group, chat
        return chat

    def topic(self, forum: Chat, name: str, user: Person) -> Topic:
        """Somebody opens a topic."""
        with self.changed:
            message = self.add_message(forum, user.sender(forum))
            created = {"name": name, "icon_color": 7322096}
            message |= {"forum_topic_created": created, "message_thread_id": message["message_id"]}
            message["is_topic_message"] = True
            topic = Topic(message["message_id"], name)
            forum.topics[topic.id] = topic
            self.push_message(forum, message)
        return topic

    def publish(self, channel: Chat, text: str) -> Json:
        """A post in a channel. Where there is a discussion group, it appears there, too: as its last message."""
        with self.changed:
            fields = {"sender_chat": channel.as_json(), "text": text, **_entities("entities", text)}
            post = self.add_message(channel, fields)
            self.push_message(channel, post)
            self.forward_automatically(channel, post)
        return post

    def forward_automatically(self, channel: Chat, post: Json) -> None:
        """Bring a channel's post into its discussion group, as Telegram itself does."""
        if (group := channel.linked) is None:
            return
        origin = {"type": "channel", "chat": channel.as_json(), "message_id": post["message_id"], "date": post["date"]}
        fields = {"from": TELEGRAM, "sender_chat": channel.as_json(), "is_automatic_forward": True}
        kept = {k: copied(v) for k, v in post.items() if k in {"text", "entities", "caption", "document"}}
        self.push_message(group, self.add_message(group, fields | {"forward_origin": origin} | kept))

    def set_member(self, chat: Chat, person: Person, status: str, **fields: Any) -> None:
        """Make somebody creator, administrator, member, restricted, left or kicked; the bot is not told."""
        with self.lock:
            chat.members[person.id] = chat_member(person.as_json(), status, **fields)

    def membership(self, chat: Chat, user: Person, before: str, after: str, **fields: Any) -> None:
        """The bot is added, promoted, removed, blocked."""
        with self.changed:
            old, new = chat_member(self.bot, before), chat_member(self.bot, after, **fields)
            chat.members[self.bot_id] = new
            self.tell_membership(chat, user.as_json(), old, new)
            if chat.is_group and not is_in(old) and is_in(new):
                self.post(chat, user, new_chat_members=[self.bot])

    def tell_membership(self, chat: Chat, by: Json, old: Json, new: Json) -> None:
        """Queue the update that tells the bot of its own place in a chat."""
        changed = {"chat": chat.as_json(), "from": by, "date": int(time.time())}
        self.push("my_chat_member", changed | {"old_chat_member": old, "new_chat_member": new})

    def place(self, chat: Chat, status: str, user: Person, **fields: Any) -> None:
        """Somebody adds the bot, promotes it, removes it: from what it is now to this status."""
        self.membership(chat, user, chat.status(self.bot_id), status, **fields)

    def block(self, person: Person) -> None:
        """Somebody blocks the bot."""
        self.place(self.private(person), "kicked", person)

    def unblock(self, person: Person) -> None:
        """Somebody starts the bot again."""
        self.place(self.private(person), "member", person)

    def migrate(self, group: Chat, user: Person, chat_id: int | None = None) -> Chat:
        """Somebody makes a basic group a supergroup: a new chat, told in both; the old one refuses from then on."""
        with self.changed:
            fresh = self.add_chat(chat_id or -1_001_500_000_000 + group.id, "supergroup", group.title)
            fresh.members = dict(group.members)
            self.post(group, user, migrate_to_chat_id=fresh.id)
            group.migrated_to = fresh.id
            fields = {"from": ANONYMOUS_ADMIN, "sender_chat": fresh.as_json(), "migrate_from_chat_id": group.id}
            self.push_message(fresh, self.add_message(fresh, fields))
        return fresh
