"""Waiting for what the bot does before a Telegram of ours, without blocking the loop that it runs in."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from nowall.database import Writer
from tests.telegram_server import Chat, Person, World
from tests.telegram_server.chats import Speaker

_SETTLE_SECONDS = 0.2


async def until(world: World, condition: Callable[[], Any]) -> Any:
    """Wait until the condition gives something."""
    return await asyncio.to_thread(world.wait, condition)


async def said(world: World, chat: Chat, count: int = 1) -> list[dict[str, Any]]:
    """Wait until the bot has this many messages in the chat."""
    return await asyncio.to_thread(world.wait_said, chat, count)


async def answered(world: World, chat: Chat, text: str, person: Speaker, **more: Any) -> dict[str, Any]:
    """Say something; the bot's next message in the chat."""
    before = len(world.said(chat))
    world.say(chat, text, person, **more)
    return (await said(world, chat, before + 1))[before]


async def pressed(world: World, message: dict[str, Any], button: str, person: Person) -> str:
    """Press a button, by its words or its data, and wait for the spinner to stop; gives what was said then."""
    query = world.press(message, button, person)
    return str((await asyncio.to_thread(world.wait_callback, query)).get("text", ""))


async def shown(world: World, message: dict[str, Any], condition: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    """Wait until a message of the bot's fits the condition; gives it as it is then."""
    chat, number = world.chats[message["chat"]["id"]], message["message_id"]
    found: dict[str, Any] = await until(world, lambda: condition(chat.messages[number]) and dict(chat.messages[number]))
    return found


async def quiet(world: World) -> None:
    """Everything is taken and had its time."""
    await asyncio.to_thread(world.wait_taken)
    await asyncio.sleep(_SETTLE_SECONDS)


def buttons(message: dict[str, Any]) -> list[dict[str, Any]]:
    """All buttons under a message, row by row."""
    return [button for row in message.get("reply_markup", {}).get("inline_keyboard", []) for button in row]


def words(message: dict[str, Any]) -> list[str]:
    """What they say."""
    return [button["text"] for button in buttons(message)]


def outcomes(writer: Writer) -> list[str]:
    """What became of each update, in their order."""
    return writer.submit(
        lambda c: [row[0] for row in c.exec_driver_sql("SELECT outcome FROM inbox ORDER BY update_id")]
    ).result()
