"""Settings of the bot, from the environment or a ``.env`` file (``BOT_TOKEN`` and its neighbours)."""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from nowall.errors import SettingsError

TELEGRAM = "https://api.telegram.org/bot"


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
    if settings.mode is Mode.WEBHOOK:
        raise SettingsError("BOT_MODE=webhook comes later; use BOT_MODE=polling.")
    return settings.model_copy(update={"token": SecretStr(_token(settings))})


def _token(settings: BotSettings) -> str:
    token = settings.token.get_secret_value().strip()
    if not token and settings.token_file:
        try:
            token = settings.token_file.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise SettingsError(f"BOT_TOKEN_FILE cannot be read: {settings.token_file}.") from error
    if not token:
        raise SettingsError("Set BOT_TOKEN to the token that @BotFather gave you, or BOT_TOKEN_FILE to a file with it.")
    if not re.fullmatch(r"[\w:.-]+", token, re.ASCII):
        raise SettingsError("BOT_TOKEN has characters that no token has; copy it again from @BotFather.")
    return token
