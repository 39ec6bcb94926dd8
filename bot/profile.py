"""What Telegram shows of the bot: its commands and descriptions, in Chinese and English."""

from __future__ import annotations

from collections.abc import Iterable

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllGroupChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from nowall.answers import Language
from nowall.texts import say

# Telegram picks by the language of the client; an empty code is for all others.
_LANGUAGES = (("", Language.EN), ("en", Language.EN), ("zh", Language.ZH_HANS))
_SCOPES: tuple[tuple[BotCommandScope, tuple[str, ...]], ...] = (
    (BotCommandScopeDefault(), ("start", "ask", "sources", "help")),
    (BotCommandScopeAllGroupChats(), ("ask", "sources", "help")),
)
_OWNERS = ("start", "ask", "sources", "add", "remove", "help")
_log = structlog.get_logger(__name__)


async def publish_profile(bot: Bot, owners: Iterable[int] = ()) -> None:
    """Register commands and descriptions where they differ; that it fails keeps nobody from asking.

    It does fail for an owner who has never written to the bot; the next start tries again.
    """
    scopes = (*_SCOPES, *((BotCommandScopeChat(owner), _OWNERS) for owner in sorted(owners)))
    for code, language in _LANGUAGES:
        for scope, names in scopes:
            try:
                await _commands(bot, scope, code, language, names)
            except TelegramError as error:
                _log.warning("profile.commands_failed", language=code, error=str(error))
        try:
            await _descriptions(bot, code, language)
        except TelegramError as error:
            _log.warning("profile.description_failed", language=code, error=str(error))


async def _commands(bot: Bot, scope: BotCommandScope, code: str, language: Language, names: tuple[str, ...]) -> None:
    wanted = tuple(BotCommand(name, say(language, f"bot.command_{name}")) for name in names)
    if await bot.get_my_commands(scope=scope, language_code=code or None) != wanted:
        await bot.set_my_commands(commands=wanted, scope=scope, language_code=code or None)


async def _descriptions(bot: Bot, code: str, language: Language) -> None:
    long, short = say(language, "bot.description"), say(language, "bot.short_description")
    if (await bot.get_my_description(language_code=code or None)).description != long:
        await bot.set_my_description(description=long, language_code=code or None)
    if (await bot.get_my_short_description(language_code=code or None)).short_description != short:
        await bot.set_my_short_description(short_description=short, language_code=code or None)
