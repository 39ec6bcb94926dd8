"""setWebhook and its neighbours: what is accepted, what is told."""

from __future__ import annotations

import pytest

from tests.telegram_server import Chat, Person, World
from tests.telegram_server.conftest import Refuses
from tests.telegram_server.methods import call
from tests.telegram_server.state import DEFAULT_UPDATES

HOOK = "https://bot.example.org/hook"


@pytest.mark.parametrize(
    "url",
    [
        HOOK,
        "https://e.org:8443/x",
        "https://1.2.3.4/x",
        "http://127.0.0.1:5000/x",
        "http://localhost:1/",
        "http://[::1]:9/x",
    ],
)
def test_address_is_taken(world: World, url: str) -> None:
    assert call(world, "setWebhook", {"url": url}) is True
    assert call(world, "getWebhookInfo", {})["url"] == url


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://bot.example.org/hook", "An HTTPS URL must be provided"),
        ("ftp://127.0.0.1/x", "An HTTPS URL must be provided"),
        ("https://e.org:5000/x", "only on ports 80, 88, 443 or 8443"),
        ("https:///x", "Wrong URL host"),
        ("https://[::1/x", "Wrong URL"),
    ],
)
def test_wrong_address_is_refused(refuses: Refuses, url: str, words: str) -> None:
    refuses(words, "setWebhook", url=url)


@pytest.mark.parametrize(("secret", "words"), [("a b", "unallowed"), ("墙", "unallowed"), ("a" * 257, "too long")])
def test_wrong_secret_is_refused(world: World, refuses: Refuses, secret: str, words: str) -> None:
    refuses(words, "setWebhook", url=HOOK, secret_token=secret)
    assert call(world, "getWebhookInfo", {})["url"] == ""


def test_longest_secret_is_taken(world: World) -> None:
    call(world, "setWebhook", {"url": HOOK, "secret_token": "aZ0_-" * 51 + "x"})
    assert len(world.webhook_secret) == 256


@pytest.mark.parametrize(("asked", "given"), [(None, 40), ("7", 7), (100, 100), (1000, 100), (-1, 1)])
def test_connections_are_told_and_limited(world: World, asked: object, given: int) -> None:
    call(world, "setWebhook", {"url": HOOK} | ({} if asked is None else {"max_connections": asked}))
    assert call(world, "getWebhookInfo", {})["max_connections"] == given


def test_allowed_updates_are_kept_until_others_are_given(world: World) -> None:
    call(world, "setWebhook", {"url": HOOK, "allowed_updates": ["message", "callback_query"]})
    call(world, "setWebhook", {"url": HOOK})
    assert call(world, "getWebhookInfo", {})["allowed_updates"] == ["callback_query", "message"]
    call(world, "setWebhook", {"url": HOOK, "allowed_updates": []})
    assert world.allowed == DEFAULT_UPDATES
    assert "allowed_updates" not in call(world, "getWebhookInfo", {})


@pytest.mark.parametrize("method", ["setWebhook", "deleteWebhook"])
def test_what_waits_is_dropped_on_request_only(world: World, chat: Chat, mei: Person, method: str) -> None:
    world.say(chat, "x", mei)
    call(world, method, {"url": HOOK})
    assert call(world, "getWebhookInfo", {})["pending_update_count"] == 1
    call(world, method, {"url": HOOK, "drop_pending_updates": True})
    assert call(world, "getWebhookInfo", {})["pending_update_count"] == 0


@pytest.mark.parametrize(
    ("method", "parameters"), [("deleteWebhook", {}), ("setWebhook", {"url": ""}), ("setWebhook", {})]
)
def test_webhook_is_deleted(world: World, method: str, parameters: dict[str, str]) -> None:
    call(world, "setWebhook", {"url": HOOK, "secret_token": "x", "ip_address": "1.2.3.4"})
    assert call(world, method, parameters) is True
    info = call(world, "getWebhookInfo", {})
    assert info == {"url": "", "has_custom_certificate": False, "pending_update_count": 0}
    assert world.webhook_secret == ""
