"""What end-to-end tests do with a chat: say something and take the answer, press a button and see what comes of it."""

from __future__ import annotations

from typing import Any

from tests.telegram_server import Chat, Person, World
from tests.telegram_server.chats import Speaker

Message = dict[str, Any]


def answer(world: World, chat: Chat, text: str, person: Speaker, **more: Any) -> Message:
    """Say something; the bot's next message in the chat."""
    before = len(world.said(chat))
    world.say(chat, text, person, **more)
    return world.wait_said(chat, before + 1)[before]


def pressed(world: World, message: Message, button: str, person: Person, becomes: str = "") -> Message:
    """Press a button; the message once it has changed, and has these words or a button with them."""
    chat, number = world.chats[message["chat"]["id"]], message["message_id"]
    before = str(chat.messages[number])
    world.press(message, button, person)
    world.wait(lambda: (now := str(chat.messages[number])) != before and becomes in now)
    return dict(chat.messages[number])


def told(world: World, message: Message, button: str, person: Person) -> str:
    """Press a button; the words that stop its spinner."""
    return str(world.wait_callback(world.press(message, button, person)).get("text") or "")


def buttons(message: Message) -> list[str]:
    """The words of all buttons."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]


def links(message: Message) -> list[str]:
    """Where the text leads to."""
    return [entity["url"] for entity in message.get("entities", []) if entity["type"] == "text_link"]


def marked(message: Message, kind: str) -> list[str]:
    """The words that are set in this way: ``bold``, ``italic``, ``pre``."""
    units = message["text"].encode("utf-16-le")
    spans = [(e["offset"], e["offset"] + e["length"]) for e in message.get("entities", []) if e["type"] == kind]
    return [units[2 * start : 2 * end].decode("utf-16-le") for start, end in spans]


def silent(world: World, chat: Chat, text: str, person: Speaker, **more: Any) -> bool:
    """Say something that the bot has to pass over: whether it did, shown by what it says next elsewhere."""
    before = len(world.said(chat))
    world.say(chat, text, person, **more)
    world.wait_taken()
    witness = Person(999_000 + len(world.calls), "Witness")
    answer(world, world.private(witness), "/help", witness)
    return len(world.said(chat)) == before
