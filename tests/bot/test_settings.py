"""Settings as people write them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.settings import TELEGRAM, BotSettings, Mode, load_settings
from nowall.errors import SettingsError


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for name in BotSettings.model_fields:
        monkeypatch.delenv(f"BOT_{name.upper()}", raising=False)
    monkeypatch.setenv("BOT_TOKEN", "1:x")


@pytest.mark.parametrize(
    ("written", "ids"),
    [
        ("1,2", {1, 2}), ("1, -100, ", {1, -100}), ("[1, 2]", {1, 2}), ("7", {7}), ("", set()), (" ", set()),
        ("1 2\n3;4", {1, 2, 3, 4}), ("1，2", {1, 2}),
    ],
)  # fmt: skip
def test_lists_of_ids_are_read_as_people_write_them(
    monkeypatch: pytest.MonkeyPatch, written: str, ids: set[int]
) -> None:
    monkeypatch.setenv("BOT_OWNERS", written)
    monkeypatch.setenv("BOT_ALLOWED_CHATS", written)
    settings = load_settings()
    assert settings.owners == ids
    assert settings.allowed_chats == ids


def test_ids_can_be_given_as_values() -> None:
    assert load_settings(owners=5).owners == {5}
    assert load_settings(owners=[5, 6]).owners == {5, 6}


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("http://127.0.0.1:8081/bot", "http://127.0.0.1:8081/bot"),
        ("http://127.0.0.1:8081", "http://127.0.0.1:8081/bot"),
        ("http://127.0.0.1:8081/bot/ ", "http://127.0.0.1:8081/bot"),
        ("", TELEGRAM),
    ],
)
def test_base_url_ends_in_bot(monkeypatch: pytest.MonkeyPatch, written: str, address: str) -> None:
    monkeypatch.setenv("BOT_BASE_URL", written)
    assert load_settings().base_url == address


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("http://127.0.0.1:8081/here", "http://127.0.0.1:8081/here/file/bot"),
        ("", "https://api.telegram.org/file/bot"),
    ],
)
def test_files_stand_beside_the_methods(written: str, address: str) -> None:
    assert load_settings(token="1:x", base_url=written).file_url == address


def test_only_owners_own() -> None:
    settings = load_settings(token="1:x", owners="5")
    assert [settings.owns(user) for user in (5, 6, None)] == [True, False, False]


def test_token_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("1:from-file\n")
    monkeypatch.delenv("BOT_TOKEN")
    monkeypatch.setenv("BOT_TOKEN_FILE", str(file))
    settings = load_settings()
    assert settings.token.get_secret_value() == "1:from-file"
    assert "from-file" not in repr(settings)


def test_settings_from_a_dotenv_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("BOT_TOKEN=1:dotenv\nNOWALL_HOME=/x\n")
    monkeypatch.delenv("BOT_TOKEN")
    assert load_settings().token.get_secret_value() == "1:dotenv"


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"BOT_TOKEN": " "}, "BOT_TOKEN"),
        ({"BOT_TOKEN": "1:x y"}, "BOT_TOKEN"),
        ({"BOT_TOKEN": "", "BOT_TOKEN_FILE": "/nowhere"}, "BOT_TOKEN_FILE"),
        ({"BOT_OWNERS": "me"}, "BOT_OWNERS"),
        ({"BOT_MODE": "carrier pigeon"}, "BOT_MODE"),
        ({"BOT_MODE": "webhook"}, "BOT_WEBHOOK_URL"),
        ({"BOT_MODE": "webhook", "BOT_WEBHOOK_URL": "http://e.org/telegram"}, "https"),
        ({"BOT_MODE": "webhook", "BOT_WEBHOOK_URL": "https://e.org"}, "path"),
        ({"BOT_MODE": "webhook", "BOT_WEBHOOK_URL": "https://e.org/metrics"}, "path"),
        ({"BOT_WEBHOOK_SECRET": "two words"}, "BOT_WEBHOOK_SECRET"),
        ({"BOT_WEBHOOK_SECRET_FILE": "/nowhere"}, "BOT_WEBHOOK_SECRET_FILE"),
        ({"BOT_HTTP_PORT": "65536"}, "BOT_HTTP_PORT"),
        ({"BOT_OLDEST_HOURS": "0"}, "BOT_OLDEST_HOURS"),
        ({"BOT_QUESTIONS_PER_MINUTE": "-1"}, "BOT_QUESTIONS_PER_MINUTE"),
    ],
)
def test_what_is_wrong_is_named_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, changes: dict[str, str], named: str
) -> None:
    for name, value in changes.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=named) as caught:
        load_settings()
    assert "\n" not in str(caught.value)
    assert "1:x" not in str(caught.value)


@pytest.mark.parametrize(
    ("settings", "chat", "user", "served"),
    [
        ({}, 5, 5, True),
        ({"allowed_chats": [-1]}, -1, 5, True),
        ({"allowed_chats": [-1]}, 5, 5, False),
        ({"allowed_chats": [-1], "owners": [5]}, 5, 5, True),
        ({"allowed_chats": [-1], "owners": [5]}, -2, 5, False),
        ({"allowed_chats": [-1]}, -2, None, False),
    ],
)
def test_who_is_served(settings: dict[str, Any], chat: int, user: int | None, served: bool) -> None:
    assert load_settings(**settings).serves(chat, user) is served


def test_polling_is_the_default() -> None:
    assert load_settings().mode is Mode.POLLING


def test_webhook_needs_no_more_than_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "1:abc")
    monkeypatch.setenv("BOT_MODE", "webhook")
    monkeypatch.setenv("BOT_WEBHOOK_URL", "https://e.org/telegram")
    settings, again = load_settings(_env_file=None), load_settings(_env_file=None)
    assert settings.http_port == 8080
    assert settings.webhook_path == "/telegram"
    secret = settings.webhook_secret.get_secret_value()
    assert len(secret) == 64
    assert secret == again.webhook_secret.get_secret_value()
    assert "abc" not in secret


def test_polling_serves_no_http_unless_it_is_told_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOT_TOKEN", "1:abc")
    assert load_settings(_env_file=None).http_port is None
    monkeypatch.setenv("BOT_HTTP_PORT", "0")
    assert load_settings(_env_file=None).http_port == 0


def test_webhook_secret_is_read_from_a_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("from_a-file\n", encoding="utf-8")
    monkeypatch.setenv("BOT_TOKEN", "1:abc")
    monkeypatch.setenv("BOT_WEBHOOK_SECRET_FILE", str(tmp_path / "secret"))
    assert load_settings(_env_file=None).webhook_secret.get_secret_value() == "from_a-file"
