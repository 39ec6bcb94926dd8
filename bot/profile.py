"""What Telegram shows of the bot: its commands and descriptions, by scope and language."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeChatAdministrators,
    BotCommandScopeDefault,
)
from telegram.error import TelegramError

from bot.commands import COMMANDS, Audience, Command
from nowall.answers import Language
from nowall.texts import say

# Telegram picks by the language of the client, in two letters: zh is simplified. An empty code is for all others.
_LANGUAGES = (("", Language.EN), ("en", Language.EN), ("zh", Language.ZH_HANS))
_PRIVATE = tuple(command for command in COMMANDS if command.audience is not Audience.OWNERS)
_GROUP = tuple(command for command in COMMANDS if command.groups and command.audience is Audience.EVERYONE)
_GROUP_ADMINS = tuple(command for command in _PRIVATE if command.groups)
_SCOPES: tuple[tuple[BotCommandScope, tuple[Command, ...]], ...] = (
    (BotCommandScopeDefault(), _GROUP),
    (BotCommandScopeAllPrivateChats(), _PRIVATE),
    (BotCommandScopeAllGroupChats(), _GROUP),
    (BotCommandScopeAllChatAdministrators(), _GROUP_ADMINS),
)
_log = structlog.get_logger(__name__)


async def publish_profile(bot: Bot, owners: Mapping[int, Language | None]) -> None:
    """Register commands and descriptions where they differ; that it fails keeps nobody from asking.

    It does fail for an owner who has never written to the bot; the next start tries again. ``owners`` come with the
    language that they have set, if any.
    """
    for code, language in _LANGUAGES:
        for scope, commands in _SCOPES:
            await _try_commands(bot, scope, code, language, commands)
        try:
            await _descriptions(bot, code, language)
        except TelegramError as error:
            _log.warning("profile.description_failed", language=code, error=str(error))
    for owner in sorted(owners):
        await publish_commands_of(bot, owner, owners[owner], owner=True)


async def publish_commands_of(bot: Bot, chat: int, language: Language | None, *, owner: bool = False) -> None:
    """Describe the commands of one chat in the language that was set there; with none, as everywhere.

    Telegram knows no traditional Chinese among the languages of commands: a chat's own scope is the way to it.
    """
    for scope, commands in _scopes_of(chat, owner=owner):
        if language is None and not owner:
            await _forget_commands(bot, scope)
            continue
        for code, usual in _LANGUAGES if owner else _LANGUAGES[:1]:
            await _try_commands(bot, scope, code, language or usual, commands)


def _scopes_of(chat: int, *, owner: bool) -> tuple[tuple[BotCommandScope, tuple[Command, ...]], ...]:
    """A chat's own scopes. One for the whole of a group hides what Telegram shows to admins everywhere."""
    whole = BotCommandScopeChat(chat)
    if chat > 0:
        return ((whole, COMMANDS if owner else _PRIVATE),)
    return (whole, _GROUP), (BotCommandScopeChatAdministrators(chat), _GROUP_ADMINS)


async def _forget_commands(bot: Bot, scope: BotCommandScope) -> None:
    try:
        await bot.delete_my_commands(scope=scope)
    except TelegramError as error:
        _log.warning("profile.commands_failed", error=str(error))


async def _try_commands(
    bot: Bot, scope: BotCommandScope, code: str, language: Language, commands: Sequence[Command]
) -> None:
    wanted = tuple(BotCommand(c.kind.value, say(language, f"bot.command_{c.kind}")) for c in commands)
    try:
        if await bot.get_my_commands(scope=scope, language_code=code or None) != wanted:
            await bot.set_my_commands(commands=wanted, scope=scope, language_code=code or None)
    except TelegramError as error:
        _log.warning("profile.commands_failed", language=code, error=str(error))


async def _descriptions(bot: Bot, code: str, language: Language) -> None:
    long, short = say(language, "bot.description"), say(language, "bot.short_description")
    if (await bot.get_my_description(language_code=code or None)).description != long:
        await bot.set_my_description(description=long, language_code=code or None)
    if (await bot.get_my_short_description(language_code=code or None)).short_description != short:
        await bot.set_my_short_description(short_description=short, language_code=code or None)
