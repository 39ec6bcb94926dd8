"""getUpdates: what is asked for, in time, by one at a time."""

from __future__ import annotations

import threading
import time

import httpx
import pytest

from tests.telegram_server import Fault, Person, TelegramServer, World


def everything(world: World, mei: Person) -> None:
    """One update of each kind."""
    chat, channel = world.private(mei), world.channel()
    world.inline_feedback = True
    message = world.say(chat, "x", mei)
    world.edit(message, "y")
    world.edit(world.publish(channel, "x"), "y")
    world.press(message, "x", mei)
    world.inline(mei, "x")
    world.choose({"query": "x", "results": [{"id": "1", "message": {"text": "x"}}]}, 0, channel, mei)
    world.block(mei)


ALL = [
    "message", "edited_message", "channel_post", "edited_channel_post", "callback_query", "inline_query",
    "chosen_inline_result", "my_chat_member",
]  # fmt: skip


@pytest.mark.parametrize(("allowed", "kinds"), [([], set(ALL)), *[([kind], {kind}) for kind in ALL]])
def test_only_what_is_asked_for_comes(
    server: TelegramServer, client: httpx.Client, mei: Person, allowed: list[str], kinds: set[str]
) -> None:
    client.post("getUpdates", json={"allowed_updates": allowed})
    everything(server.world, mei)
    updates = client.post("getUpdates", json={}).json()["result"]
    assert {kind for update in updates for kind in update} == kinds | {"update_id"}


def test_waiting_poller_is_woken(server: TelegramServer, client: httpx.Client, mei: Person) -> None:
    chat = server.world.private(mei)
    threading.Timer(0.3, lambda: server.world.say(chat, "x", mei)).start()
    started = time.monotonic()
    [update] = client.post("getUpdates", json={"timeout": 5}).json()["result"]
    assert update["message"]["text"] == "x"
    assert 0.25 < time.monotonic() - started < 2


def test_poller_gets_nothing_after_its_time(client: httpx.Client) -> None:
    started = time.monotonic()
    assert client.post("getUpdates", json={"timeout": 1}).json()["result"] == []
    assert time.monotonic() - started >= 0.95


def test_second_poller_ends_the_first(server: TelegramServer, client: httpx.Client) -> None:
    answers: list[httpx.Response] = []
    url = f"{client.base_url}getUpdates"
    first = threading.Thread(target=lambda: answers.append(httpx.post(url, json={"timeout": 5}, trust_env=False)))
    first.start()
    server.world.wait(lambda: server.world.polls)
    client.post("getUpdates", json={})
    first.join()
    assert answers[0].status_code == 409
    assert "terminated by other getUpdates request" in answers[0].json()["description"]


def test_webhook_keeps_pollers_away(server: TelegramServer, client: httpx.Client) -> None:
    server.world.webhook_url = "https://e.org"
    assert client.post("getUpdates").status_code == 409
    client.post("deleteWebhook")
    assert client.post("getUpdates").status_code == 200


@pytest.mark.parametrize("form", ["query", "form", "json"])
def test_parameters_come_in_any_form(server: TelegramServer, client: httpx.Client, mei: Person, form: str) -> None:
    chat = server.world.private(mei)
    fields = {"chat_id": str(chat.id), "text": "没有墙"}
    if form == "query":
        client.get("sendMessage", params=fields)
    elif form == "form":
        client.post("sendMessage", data=fields)
    else:
        client.post("sendmessage", json=fields)
    assert server.world.said(chat)[0]["text"] == "没有墙"


def test_late_answer_to_a_poll_brings_the_updates(server: TelegramServer, client: httpx.Client, mei: Person) -> None:
    server.world.say(server.world.private(mei), "x", mei)
    server.world.break_next("getUpdates", Fault(delay=0.2), Fault(drop=True))
    assert len(client.post("getUpdates").json()["result"]) == 1
    with pytest.raises(httpx.RemoteProtocolError):
        client.post("getUpdates")


def test_people_go_on_when_the_server_has_closed(mei: Person) -> None:
    with TelegramServer() as server:
        world = server.world
        url = f"{server.base_url}{server.token}/getUpdates"
        with pytest.raises(httpx.ReadTimeout):
            httpx.post(url, json={"timeout": 30}, timeout=0.3, trust_env=False)
    world.say(world.private(mei), "x", mei)
    assert len(world.updates) == 1
