"""A world without a server where a test needs no HTTP, and a server with somebody who calls it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import httpx
import pytest
from telegram import Bot, Update

from tests.telegram_server import Chat, Person, TelegramServer, World
from tests.telegram_server.errors import ApiError
from tests.telegram_server.methods import call
from tests.telegram_server.receiver import Receiver

Refuses = Callable[..., None]


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def mei() -> Person:
    return Person(1)


@pytest.fixture
def chat(world: World, mei: Person) -> Chat:
    return world.private(mei)


@pytest.fixture
def group(world: World) -> Chat:
    return world.group()


@pytest.fixture
def refuses(world: World) -> Refuses:
    """Asserts that a call is refused with these words."""

    def check(words: str, method: str, code: int = 400, **parameters: Any) -> None:
        with pytest.raises(ApiError) as caught:
            call(world, method, parameters)
        assert words in caught.value.description
        assert caught.value.code == code

    return check


@pytest.fixture
def server() -> Iterator[TelegramServer]:
    with TelegramServer() as server:
        yield server


@pytest.fixture
def client(server: TelegramServer) -> Iterator[httpx.Client]:
    """Somebody with the bot's token."""
    with httpx.Client(base_url=f"{server.base_url}{server.token}/", trust_env=False, timeout=10) as client:
        yield client


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A webhook that takes everything, until it is told otherwise."""
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
async def bot(server: TelegramServer) -> AsyncIterator[Bot]:
    """The library's bot."""
    root = server.base_url.removesuffix("bot")
    async with Bot(server.token, base_url=server.base_url, base_file_url=f"{root}file/bot") as bot:
        yield bot


def news(world: World) -> list[tuple[str, dict[str, Any]]]:
    """The kinds and contents of the updates that wait."""
    return [(kind, content) for update in world.updates for kind, content in update.items() if kind != "update_id"]


def parsed(world: World, bot: Bot | None = None) -> list[Update]:
    """The updates that wait, as the library reads them."""
    return [Update.de_json(update, bot) for update in world.updates]
