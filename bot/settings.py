"""Settings of the bot, from the environment or a ``.env`` file (``BOT_TOKEN`` and its neighbours)."""

from __future__ import annotations

import hashlib
import hmac
import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from nowall.errors import SettingsError

TELEGRAM = "https://api.telegram.org/bot"
_WEBHOOK_PORT = 8080
_OWN_PATHS = frozenset({"", "healthz", "readyz", "metrics"})


class Mode(StrEnum):
    """How updates arrive."""

    POLLING = "polling"
    WEBHOOK = "webhook"


def _ids(value: object) -> object:
    """Read ``1,2``, ``[1, 2]``, a single number or nothing as a list of ids."""
    if isinstance(value, str):
        return [part for part in re.split(r"[\s,;，、]+", value.strip(" \t[](){}")) if part]
    return [value] if isinstance(value, int) else value


def _base_url(value: object) -> object:
    if not isinstance(value, str):
        return value
    address = value.strip().rstrip("/") or TELEGRAM
    return address if address.endswith("/bot") else f"{address}/bot"


Ids = Annotated[frozenset[int], NoDecode, BeforeValidator(_ids)]


class BotSettings(BaseSettings):
    """Who the bot is, how it reaches Telegram, and whom it serves."""

    model_config = SettingsConfigDict(env_prefix="BOT_", env_file=".env", extra="ignore", hide_input_in_errors=True)

    token: SecretStr = SecretStr("")
    token_file: Path | None = None
    """A file that holds the token, for secrets that are mounted."""
    base_url: Annotated[str, BeforeValidator(_base_url)] = TELEGRAM
    """The Bot API server; ends in ``/bot``."""
    mode: Mode = Mode.POLLING
    webhook_url: str = ""
    """Where Telegram posts updates: https, as the world sees it; its path is the path here."""
    webhook_secret: SecretStr = SecretStr("")
    """What Telegram shows with every post; made of the token where it is not given."""
    webhook_secret_file: Path | None = None
    http_host: str = "127.0.0.1"
    http_port: int | None = Field(default=None, ge=0, le=65535)
    """Where health, metrics and the webhook are served; without one there is no HTTP front, but for a webhook 8080."""
    oldest_hours: float = Field(default=24.0, gt=0)
    """What was taken longer ago is closed instead of answered."""
    owners: Ids = frozenset()
    """User ids that may always write to the bot in private, and say what it learns."""
    allowed_chats: Ids = frozenset()
    """If given, chats that are served; all others are not."""
    questions_per_minute: int = Field(default=60, ge=0)
    """How much one person may write; 0 for no limit."""
    group_questions_per_minute: int = Field(default=20, ge=0)
    """How much all people of a group may write together: Telegram lets a bot say 20 things a minute there."""

    @property
    def file_url(self) -> str:
        """Where the server hands out files: ``…/file/bot`` beside ``…/bot``."""
        return f"{self.base_url.removesuffix('bot')}file/bot"

    @property
    def webhook_path(self) -> str:
        """The path of the webhook at the front."""
        return urlsplit(self.webhook_url).path

    def owns(self, user: int | None) -> bool:
        """Whether this is one of the bot's owners."""
        return user in self.owners

    def serves(self, chat: int, user: int | None) -> bool:
        """Whether the bot answers in this chat."""
        return not self.allowed_chats or chat in self.allowed_chats or (chat == user and self.owns(user))


def load_settings(**values: Any) -> BotSettings:
    """Read the settings; SettingsError tells in one sentence what is wrong with them."""
    try:
        settings = BotSettings(**values)
    except ValidationError as error:
        first = error.errors()[0]
        name = "BOT_" + "_".join(str(part) for part in first["loc"][:1]).upper()
        raise SettingsError(f"{name} has a value that cannot be used: {first['msg']}.") from None
    token = _secret(settings.token, settings.token_file, "BOT_TOKEN_FILE")
    _check_token(token)
    secret, port = _webhook_secret(settings, token), settings.http_port
    if settings.mode is Mode.WEBHOOK:
        _check_webhook(settings)
        port = _WEBHOOK_PORT if port is None else port
    made = {"token": SecretStr(token), "webhook_secret": SecretStr(secret), "http_port": port}
    return settings.model_copy(update=made)


def _secret(given: SecretStr, file: Path | None, name: str) -> str:
    value = given.get_secret_value().strip()
    if value or not file:
        return value
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{name} cannot be read: {file}.") from error


def _check_token(token: str) -> None:
    if not token:
        raise SettingsError("Set BOT_TOKEN to the token that @BotFather gave you, or BOT_TOKEN_FILE to a file with it.")
    if not re.fullmatch(r"[\w:.-]+", token, re.ASCII):
        raise SettingsError("BOT_TOKEN has characters that no token has; copy it again from @BotFather.")


def _webhook_secret(settings: BotSettings, token: str) -> str:
    """The one given, else one that only who knows the token can know: there is nothing to configure then."""
    secret = _secret(settings.webhook_secret, settings.webhook_secret_file, "BOT_WEBHOOK_SECRET_FILE")
    if secret and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", secret):
        raise SettingsError("BOT_WEBHOOK_SECRET may have letters, digits, _ and - only, 256 at most.")
    return secret or hmac.new(token.encode(), b"nowall webhook", hashlib.sha256).hexdigest()


def _check_webhook(settings: BotSettings) -> None:
    address = urlsplit(settings.webhook_url)
    if not address.hostname:
        raise SettingsError("BOT_MODE=webhook needs BOT_WEBHOOK_URL: the https address where Telegram reaches the bot.")
    if address.scheme != "https" and settings.base_url.startswith(TELEGRAM):
        raise SettingsError("BOT_WEBHOOK_URL must begin with https://, Telegram posts to nothing else.")
    if address.path.strip("/") in _OWN_PATHS:
        raise SettingsError("BOT_WEBHOOK_URL needs a path of its own, for example https://example.org/telegram.")
