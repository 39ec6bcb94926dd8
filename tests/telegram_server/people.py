"""The test's side: what people write, edit, press and delete."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Any

from tests.telegram_server.chats import Chat, Json, Person, Speaker, Topic
from tests.telegram_server.faults import Fault, Rule, by_chance
from tests.telegram_server.markup import detect_entities
from tests.telegram_server.state import State
from tests.telegram_server.statuses import chat_member, is_in


class People(State):
    """People who talk in private chats and groups."""

    def private(self, person: Person) -> Chat:
        """The person's private chat with the bot."""
        chat = self.add_chat(person.id, "private", person.name)
        chat.members.setdefault(person.id, chat_member(person.as_json(), "member"))
        return chat

    def say(self, chat: Chat, text: str, user: Speaker, *, topic: Topic | None = None, **more: Any) -> Json:
        """Somebody writes; entities are found as Telegram finds them."""
        return self.post(chat, user, topic=topic, text=text, **_entities("entities", text), **more)

    def post(self, chat: Chat, user: Speaker, *, topic: Topic | None = None, **fields: Any) -> Json:
        """Somebody posts anything: a sticker, a photo with a caption, a service message."""
        if "caption" in fields:
            fields = _entities("caption_entities", fields["caption"]) | fields
        with self.changed:
            if isinstance(user, Person) and not is_in(chat.members.get(user.id, {"status": "left"})):
                chat.members[user.id] = chat_member(user.as_json(), "member")
            fields |= threaded(chat, topic.id if topic else None, fields.get("reply_to_message"))
            message = self.add_message(chat, user.sender(chat) | fields)
            self.push_message(chat, message)
        return message

    def send_file(self, chat: Chat, user: Speaker, name: str, data: bytes, **fields: Any) -> Json:
        """Somebody sends a document."""
        with self.lock:
            identifier = self.add_file(data)
        document = {
            "file_id": identifier, "file_unique_id": identifier, "file_name": name, "mime_type": "text/plain",
            "file_size": len(data),
        }  # fmt: skip
        return self.post(chat, user, document=document, **fields)

    def album(self, chat: Chat, user: Speaker, count: int = 2, caption: str = "") -> list[Json]:
        """Somebody posts several photos as one; the caption is the first one's."""
        group = str(next(self.numbers))
        photo = [{"file_id": "photo", "file_unique_id": "photo", "width": 1, "height": 1}]
        words: list[Json] = [{"caption": caption} if caption else {}, *[{}] * (count - 1)]
        return [self.post(chat, user, photo=photo, media_group_id=group, **fields) for fields in words]

    def edit(self, message: Json, text: str) -> None:
        """Somebody edits what they wrote."""
        with self.changed:
            message |= {"text": text, "edit_date": int(time.time())}
            message.pop("entities", None)
            message |= _entities("entities", text)
            self.push_message(self.chats[message["chat"]["id"]], message, edited=True)

    def delete(self, message: Json) -> None:
        """Somebody deletes a message; bots are not told."""
        with self.changed:
            self.chats[message["chat"]["id"]].messages.pop(message["message_id"], None)

    def make_inaccessible(self, message: Json) -> None:
        """Let a message grow so old that the bot no longer sees it: buttons come with an InaccessibleMessage."""
        with self.lock:
            self.inaccessible.add(message["message_id"])

    def press(self, message: Json, button: str, user: Person) -> str:
        """Somebody presses a button, named by its text or its data; gives the query's id.

        Data that no button has is sent as it is: of a button that was there before, or that somebody made up.
        """
        with self.changed:
            identifier = str(next(self.numbers))
            self.open_callbacks[identifier] = time.monotonic()
            query = {"id": identifier, "from": user.as_json(), "data": _data(message, button)}
            self.push("callback_query", query | self._pressed(message))
        return identifier

    def _pressed(self, message: Json) -> Json:
        chat, number = message["chat"], message["message_id"]
        if inline := self.inline_id(message):
            return {"inline_message_id": inline, "chat_instance": str(chat["id"])}
        if number in self.inaccessible or number not in self.chats[chat["id"]].messages:
            message = {"chat": chat, "message_id": number, "date": 0}
        return {"message": message, "chat_instance": str(chat["id"])}

    def break_next(self, method: str, *faults: Fault) -> None:
        """Order mishaps for the next calls of a method, one each."""
        self.faults.order(method, faults)

    def break_when(self, method: str, rule: Rule | None) -> None:
        """Order mishaps by the number of the call, from 1; `None` ends it. ``*`` is every method but getUpdates."""
        self.faults.rule(method, rule)

    def chaos(self, method: str, rate: float, faults: Sequence[Fault], seed: int = 0) -> None:
        """Break this share of a method's calls by one of the faults; the same seed breaks the same calls."""
        self.faults.rule(method, by_chance(rate, faults, seed) if rate else None)


def threaded(chat: Chat, topic: int | None, replied: Json | None) -> Json:
    """The fields of a message that say in which thread it is: its topic, that of what it answers, or the answered.

    In General nothing is said; in a topic, whoever answers nobody answers the message that created it.
    """
    if chat.type != "supergroup":
        return {}
    if topic is None and replied and replied.get("is_topic_message"):
        topic = replied["message_thread_id"]
    if topic is not None:
        created = {} if replied else {"reply_to_message": _flat(chat.messages[topic])}
        return {"message_thread_id": topic, "is_topic_message": True} | created
    if replied and "message_id" in replied:
        return {"message_thread_id": replied.get("message_thread_id", replied["message_id"])}
    return {}


def _flat(message: Json) -> Json:
    return {key: value for key, value in message.items() if key != "reply_to_message"}


def _data(message: Json, button: str) -> str:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    found = next((b for row in rows for b in row if b["text"] == button), {"callback_data": button})
    return str(found["callback_data"])


def _entities(name: str, text: str) -> Json:
    found = detect_entities(text)
    return {name: found} if found else {}
