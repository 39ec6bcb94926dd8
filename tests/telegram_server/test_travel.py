"""What befalls updates on their way: they come twice, late, or over a connection that breaks."""

from __future__ import annotations

import random
import time
from collections import Counter

import httpx
import pytest

from tests.telegram_server import TelegramServer, Travel, World
from tests.telegram_server.receiver import Receiver, hook, say, slow


@pytest.fixture
def world(server: TelegramServer) -> World:
    return server.world


def test_duplicates_come_although_the_update_was_taken(world: World, client: httpx.Client, receiver: Receiver) -> None:
    world.travel = Travel(duplicated=1.0, held=0.05)
    hook(client, receiver.url)
    say(world, "x", "y")
    world.wait(lambda: world.travels["duplicated"] == 2)
    assert sorted(receiver.texts()) == ["x", "x", "y", "y"]


def test_cut_posts_reach_the_bot_and_come_again(world: World, client: httpx.Client, receiver: Receiver) -> None:
    receiver.answer = slow(0.05)
    world.travel = Travel(cut=0.5, dice=random.Random(2))
    hook(client, receiver.url)
    say(world, *"abcdefgh")
    world.wait_taken()
    time.sleep(0.1)
    counts = Counter(receiver.texts())
    assert set(counts) == set("abcdefgh")
    assert sum(counts.values()) == 8 + world.travels["cut"]
    assert world.travels["cut"] > 1


def test_reordered_updates_come_after_a_later_one(world: World, client: httpx.Client, receiver: Receiver) -> None:
    world.travel = Travel(reordered=0.5, held=5.0, dice=random.Random(1))
    hook(client, receiver.url)
    say(world, *"abcdefghij")
    world.wait(lambda: len(world.updates) <= 2)
    assert world.travels["reordered"] > 0
    assert receiver.texts() != sorted(receiver.texts())
    assert len(set(receiver.texts())) == len(receiver.texts())


def test_nothing_overtakes_for_long_what_is_the_last(world: World, client: httpx.Client, receiver: Receiver) -> None:
    world.travel = Travel(reordered=1.0, held=0.1)
    hook(client, receiver.url)
    say(world, "x")
    world.wait_taken(timeout=3)
    assert world.travels["reordered"] == 0


def test_polling_gives_duplicates_with_the_next_batch(world: World, client: httpx.Client) -> None:
    world.travel = Travel(duplicated=1.0)
    say(world, "x")
    [first] = client.post("getUpdates").json()["result"]
    say(world, "y")
    batch = client.post("getUpdates", json={"offset": first["update_id"] + 1}).json()["result"]
    assert [update["message"]["text"] for update in batch] == ["x", "y"]


def test_polling_mixes_a_batch(world: World, client: httpx.Client) -> None:
    world.travel = Travel(reordered=1.0, held=0.0)
    say(world, *"abcdefgh")
    batch = client.post("getUpdates").json()["result"]
    texts = [update["message"]["text"] for update in batch]
    assert sorted(texts) == list("abcdefgh") != texts
