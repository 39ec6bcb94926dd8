"""Updates by webhook: in order within a chat, until they are taken, and what may befall them."""

from __future__ import annotations

import itertools
import threading
import time
from collections import Counter

import httpx
import pytest
from telegram import Bot

from tests.telegram_server import Chat, Person, TelegramServer, Travel, World
from tests.telegram_server.receiver import Receiver, hook, say, slow


@pytest.fixture
def world(server: TelegramServer) -> World:
    return server.world


def test_update_is_posted_with_the_secret(world: World, client: httpx.Client, receiver: Receiver) -> None:
    hook(client, receiver.url, secret_token="s3cret")
    say(world, "没有墙")
    world.wait_taken()
    [(_, update, headers)] = receiver.got
    assert update["message"]["text"] == "没有墙"
    assert headers["x-telegram-bot-api-secret-token"] == "s3cret"
    assert headers["content-type"] == "application/json"


def test_no_secret_no_header(world: World, client: httpx.Client, receiver: Receiver) -> None:
    hook(client, receiver.url)
    say(world, "x")
    world.wait_taken()
    assert "x-telegram-bot-api-secret-token" not in receiver.got[0][2]


def test_only_what_is_asked_for_is_posted(world: World, chat: Chat, client: httpx.Client, receiver: Receiver) -> None:
    hook(client, receiver.url, allowed_updates=["message"])
    message = world.say(chat, "x", Person(1))
    world.edit(message, "y")
    world.wait_taken()
    assert receiver.texts() == ["x"]


def test_chat_has_one_update_in_flight_and_keeps_its_order(
    world: World, client: httpx.Client, receiver: Receiver
) -> None:
    receiver.answer = slow(0.02)
    hook(client, receiver.url)
    say(world, *"abcdef")
    world.wait_taken()
    assert receiver.texts() == list("abcdef")
    assert receiver.most_at_once == 1


@pytest.mark.parametrize("connections", [1, 3])
def test_chats_go_side_by_side_over_so_many_connections(
    world: World, client: httpx.Client, receiver: Receiver, connections: int
) -> None:
    receiver.answer = slow(0.05)
    hook(client, receiver.url, max_connections=connections)
    say(world, "x", people=9)
    world.wait_taken()
    assert receiver.most_at_once == connections


def test_refused_update_is_posted_again_with_growing_pauses_and_holds_up_its_chat_only(
    world: World, client: httpx.Client, receiver: Receiver
) -> None:
    refusals = Counter[str]()

    def answer(update: dict[str, dict[str, str]]) -> int:
        refusals[update["message"]["text"]] += 1
        return 500 if update["message"]["text"] == "bad" and refusals["bad"] <= 3 else 200

    receiver.answer = answer
    world.travel = Travel(first_pause=0.05)
    hook(client, receiver.url)
    say(world, "bad", "after")
    other = Person(7)
    world.say(world.private(other), "other", other)
    world.wait_taken()
    assert [t for t in receiver.texts() if t != "other"] == ["bad"] * 4 + ["after"]
    assert receiver.texts().index("other") <= 2
    times = [at for at, update, _ in receiver.got if update["message"]["text"] == "bad"]
    pauses = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert pauses[0] >= 0.05
    assert pauses[1] >= 0.1
    assert pauses[2] >= 0.2


@pytest.mark.parametrize("status", [201, 204])
def test_every_2xx_takes_an_update(world: World, client: httpx.Client, receiver: Receiver, status: int) -> None:
    receiver.answer = lambda _: status
    hook(client, receiver.url)
    say(world, "x")
    world.wait_taken()
    assert len(receiver.got) == 1


@pytest.mark.parametrize("status", [302, 403, 404, 503])
def test_what_went_wrong_is_told(world: World, client: httpx.Client, receiver: Receiver, status: int) -> None:
    receiver.answer = lambda _: status
    hook(client, receiver.url)
    say(world, "x")
    world.wait(lambda: world.delivery_error)
    info = client.post("getWebhookInfo").json()["result"]
    assert f"Wrong response from the webhook: {status}" in info["last_error_message"]
    assert abs(info["last_error_date"] - time.time()) < 5
    assert info["pending_update_count"] == 1


def test_updates_wait_while_the_bot_is_away(world: World, client: httpx.Client) -> None:
    with Receiver() as first:
        url = first.url
    hook(client, url)
    say(world, "a", "b", people=2)
    world.wait(lambda: world.delivery_error)
    assert client.post("getWebhookInfo").json()["result"]["last_error_message"] == "Connection refused"
    assert len(world.updates) == 4
    with Receiver() as again:
        hook(client, again.url)
        world.wait_taken()
        assert sorted(again.texts()) == list("aabb")


def test_answer_that_takes_too_long_is_a_failure(world: World, client: httpx.Client, receiver: Receiver) -> None:
    released = threading.Event()
    receiver.answer = lambda _: 200 if released.wait(0 if len(receiver.got) > 1 else 5) or True else 500
    world.travel = Travel(patience=0.1)
    hook(client, receiver.url)
    say(world, "x")
    world.wait_taken()
    released.set()
    assert receiver.texts() == ["x", "x"]
    assert world.delivery_error
    assert world.delivery_error[1] == "Read timeout expired"


def test_foreign_hosts_are_never_called(world: World, client: httpx.Client) -> None:
    hook(client, "https://bot.example.org/hook")
    say(world, "x")
    world.wait(lambda: world.delivery_error)
    assert "Failed to resolve host" in client.post("getWebhookInfo").json()["result"]["last_error_message"]


def test_deleted_webhook_leaves_the_rest_to_a_poller(world: World, client: httpx.Client, receiver: Receiver) -> None:
    receiver.answer = lambda _: 500
    hook(client, receiver.url)
    say(world, "x")
    world.wait(lambda: world.delivery_error)
    assert client.post("getUpdates").status_code == 409
    client.post("deleteWebhook")
    assert len(client.post("getUpdates").json()["result"]) == 1


def test_waiting_poller_is_told_that_a_webhook_is_set(world: World, client: httpx.Client, receiver: Receiver) -> None:
    answers: list[httpx.Response] = []
    url = f"{client.base_url}getUpdates"
    poller = threading.Thread(target=lambda: answers.append(httpx.post(url, json={"timeout": 5}, trust_env=False)))
    poller.start()
    world.wait(lambda: world.polls)
    hook(client, receiver.url)
    poller.join()
    assert "webhook is active" in answers[0].json()["description"]


async def test_library_sets_reads_and_deletes_the_webhook(bot: Bot) -> None:
    await bot.set_webhook("https://e.org/x", secret_token="x", max_connections=9, allowed_updates=["message"])
    info = await bot.get_webhook_info()
    assert (info.url, info.max_connections, info.allowed_updates) == ("https://e.org/x", 9, ("message",))
    await bot.delete_webhook()
    assert not (await bot.get_webhook_info()).url
