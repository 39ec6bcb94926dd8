"""The bot's commands: what each wants, who may use it where, and which of them ask for what they lack."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum, auto
from functools import cache

from rapidfuzz import fuzz, process

from nowall.answers import Language
from nowall.texts import say

_NEAR = 65.0
"""From 0 to 100: how alike a mistyped command must be to one that there is."""


class Kind(StrEnum):
    """What an addressed message wants; the first ones are the names of commands."""

    ASK = auto()
    QUOTE = auto()
    WHO = auto()
    TIMELINE = auto()
    TOPICS = auto()
    SOURCES = auto()
    RANDOM = auto()
    SETTINGS = auto()
    PRIVACY = auto()
    HELP = auto()
    START = auto()
    GAPS = auto()
    STATS = auto()
    ADD = auto()
    REMOVE = auto()
    EMPTY = auto()
    """Addressed, but without a question."""
    MEDIA = auto()
    """A sticker, a voice message or a photo without words, in private."""
    UNKNOWN_COMMAND = auto()


class Audience(StrEnum):
    """Whom a command is for."""

    EVERYONE = auto()
    ADMINS = auto()
    """In groups their admins; in private everyone."""
    OWNERS = auto()


@dataclass(frozen=True, slots=True)
class Command:
    """A command: ``prompts`` where it asks for what it lacks, ``groups`` where groups list it."""

    kind: Kind
    audience: Audience = Audience.EVERYONE
    prompts: bool = False
    groups: bool = True


COMMANDS = (
    Command(Kind.ASK, prompts=True),
    Command(Kind.QUOTE),
    Command(Kind.WHO, prompts=True),
    Command(Kind.TIMELINE, prompts=True),
    Command(Kind.TOPICS),
    Command(Kind.SOURCES),
    Command(Kind.RANDOM),
    Command(Kind.SETTINGS, Audience.ADMINS),
    Command(Kind.PRIVACY, groups=False),
    Command(Kind.HELP),
    Command(Kind.START, groups=False),
    Command(Kind.GAPS, Audience.OWNERS),
    Command(Kind.STATS, Audience.OWNERS),
    Command(Kind.ADD, Audience.OWNERS),
    Command(Kind.REMOVE, Audience.OWNERS),
)
"""In the order in which Telegram lists them."""

BY_NAME = {command.kind.value: command for command in COMMANDS}


def nearest_command(typed: str, *, owner: bool) -> str | None:
    """The name of the command that a mistyped one resembles, among those that whoever typed it may use."""
    names = [name for name, command in BY_NAME.items() if owner or command.audience is not Audience.OWNERS]
    found = process.extractOne(typed.lower(), names, scorer=fuzz.ratio, score_cutoff=_NEAR)
    return found[0] if found else None


def prompted(words: str) -> Kind | None:
    """The command whose prompt these words are, in any language: whoever replies to one goes on with that command.

    Nothing is stored for that, so a prompt outlives a restart.
    """
    return _prompts().get(words.strip())


@cache
def _prompts() -> dict[str, Kind]:
    kinds = [command.kind for command in COMMANDS if command.prompts]
    return {say(language, f"bot.prompt_{kind}"): kind for kind in kinds for language in Language}
