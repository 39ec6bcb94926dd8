"""Who is spoken to: a pure decision table over the facts of a message.

Rows are tried from top to bottom, the first that fits decides. Positions are code points: whoever builds
an `Incoming` has turned Telegram's UTF-16 offsets into them (`bot.incoming`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum, auto

from bot.commands import BY_NAME, Kind
from bot.state.preferences import Listens


class Reason(StrEnum):
    """Why a message is none of the bot's business."""

    CHANNEL = auto()
    VIA_BOT = auto()
    FROM_BOT = auto()
    AUTOMATIC_FORWARD = auto()
    SERVICE = auto()
    OTHER_BOT = auto()
    UNADDRESSED = auto()
    COMMANDS_ONLY = auto()
    """Addressed, but its admins want the bot to hear commands alone."""
    ALBUM = auto()
    """A further picture of an album; the one with the caption speaks for all."""


@dataclass(frozen=True, slots=True)
class Mark:
    """An entity of the text: its kind, the words, where they stand, and whose name it is (text mentions)."""

    kind: str
    start: int
    end: int
    user: int | None = None


@dataclass(frozen=True, slots=True)
class Replied:
    """The message that this one replies to."""

    message: int
    text: str = ""
    """Its words, or the part of them that was quoted."""
    by_me: bool = False
    prompt: Kind | None = None
    """The command that the bot's message asked something for."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """The facts about a message that decide whether it speaks to the bot."""

    private: bool
    text: str = ""
    marks: tuple[Mark, ...] = ()
    replied: Replied | None = None
    channel: bool = False
    via_bot: bool = False
    from_bot: bool = False
    automatic_forward: bool = False
    content: bool = True
    """Whether it has text or media at all; service messages have not."""
    album: bool = False
    forwarded: bool = False
    listens: Listens = Listens.MENTIONS
    """To what the bot listens in this group."""


@dataclass(frozen=True, slots=True)
class Me:
    """Who the bot is."""

    id: int
    username: str
    reads_everything: bool = False
    """Privacy mode is off: Telegram hands the bot everything that is said in a group."""


@dataclass(frozen=True, slots=True)
class Addressed:
    """The bot is meant: what is wanted, and the words without command and mention."""

    kind: Kind
    text: str = ""
    follows: int | None = None
    """The bot's message that this one replies to."""
    overheard: bool = False
    """Nobody spoke to the bot: it answers if it can, and is silent if not."""


@dataclass(frozen=True, slots=True)
class Ignored:
    """The bot is not meant."""

    reason: Reason


# The name ends where the ASCII word ends: Telegram sees no command in /ask没有墙, we do.
_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,64})(?:@([A-Za-z0-9_]{3,32}))?(?![A-Za-z0-9_@])")
_SEPARATOR = " \t\r\n\u00a0\u3000,:;，：；、"
_QUESTION = re.compile(r"[?？]")
_LONGEST_OVERHEARD = 200
"""Characters; what is longer is told rather than asked."""
_MENTIONS = frozenset({"mention", "text_mention"})
_NOT_SPEECH = frozenset({"code", "pre", "url", "email", "text_link"})


def decide(message: Incoming, me: Me) -> Addressed | Ignored:
    """Whether the message speaks to the bot, and what it wants."""
    if reason := _nobody_speaks(message):
        return Ignored(reason)
    if command := _COMMAND.match(message.text):
        return _command(message, command, me)
    return _in_private(message) if message.private else _in_group(message, me)


def _nobody_speaks(message: Incoming) -> Reason | None:
    rows = (
        (message.channel, Reason.CHANNEL),
        (message.via_bot, Reason.VIA_BOT),
        (message.automatic_forward, Reason.AUTOMATIC_FORWARD),
        (message.from_bot, Reason.FROM_BOT),
        (not message.content, Reason.SERVICE),
    )
    return next((reason for holds, reason in rows if holds), None)


def _command(message: Incoming, command: re.Match[str], me: Me) -> Addressed | Ignored:
    name, owner = command[1].lower(), command[2]
    if owner and owner.lower() != me.username.lower():
        return Ignored(Reason.OTHER_BOT)
    kind = BY_NAME[name].kind if name in BY_NAME else Kind.UNKNOWN_COMMAND
    # With privacy mode on, Telegram itself hands over only the commands that are meant for this bot.
    ours = kind is Kind.ASK or (kind is not Kind.UNKNOWN_COMMAND and not me.reads_everything)
    if not (message.private or owner or ours):
        return Ignored(Reason.UNADDRESSED)
    if kind is Kind.UNKNOWN_COMMAND:
        return Addressed(kind, name)
    return _wanted(message, kind, message.text[command.end() :].strip(_SEPARATOR))


def _in_private(message: Incoming) -> Addressed | Ignored:
    if words := message.text.strip():
        return _answered_prompt(message) or Addressed(Kind.ASK, words, _follows(message))
    return Ignored(Reason.ALBUM) if message.album else Addressed(Kind.MEDIA)


def _in_group(message: Incoming, me: Me) -> Addressed | Ignored:
    if answered := _answered_prompt(message):
        return answered
    if meant := _meant(message, me):
        return Ignored(Reason.COMMANDS_ONLY) if message.listens is Listens.COMMANDS else meant
    if message.listens is Listens.EVERYTHING and _asks_nobody(message):
        return Addressed(Kind.ASK, message.text.strip(), overheard=True)
    return Ignored(Reason.UNADDRESSED)


def _asks_nobody(message: Incoming) -> bool:
    """Whether it is a question to all: no reply, no mention of somebody, neither long nor forwarded."""
    to_somebody = message.replied is not None or any(mark.kind in _MENTIONS for mark in message.marks)
    if to_somebody or message.forwarded or len(message.text) > _LONGEST_OVERHEARD:
        return False
    return any(_is_speech(message, mark) for mark in _QUESTION.finditer(message.text))


def _meant(message: Incoming, me: Me) -> Addressed | None:
    """Whether the bot is named, or what it said is replied to."""
    if span := _mention(message, me):
        before, after = message.text[: span[0]].rstrip(_SEPARATOR), message.text[span[1] :].lstrip(_SEPARATOR)
        return _wanted(message, Kind.ASK, f"{before} {after}".strip())
    if message.replied and message.replied.by_me and message.text.strip():
        return Addressed(Kind.ASK, message.text.strip(), message.replied.message)
    return None


def _answered_prompt(message: Incoming) -> Addressed | None:
    """What a command had asked for."""
    words = message.text.strip()
    if message.replied and message.replied.by_me and message.replied.prompt and words:
        return Addressed(message.replied.prompt, words)
    return None


def _wanted(message: Incoming, kind: Kind, words: str) -> Addressed:
    """The words, or, where there are none, the message that is replied to."""
    if kind is not Kind.ASK:
        return Addressed(kind, words)
    if not words and message.replied and not message.replied.by_me:
        words = message.replied.text.strip()
    return Addressed(Kind.ASK, words, _follows(message)) if words else Addressed(Kind.EMPTY)


def _follows(message: Incoming) -> int | None:
    return message.replied.message if message.replied and message.replied.by_me else None


def _mention(message: Incoming, me: Me) -> tuple[int, int] | None:
    """Where the bot's name stands: as an entity, or glued to Chinese, where Telegram makes none."""
    for mark in message.marks:
        named = message.text[mark.start : mark.end].lower() == f"@{me.username.lower()}"
        if (mark.kind == "mention" and named) or (mark.kind == "text_mention" and mark.user == me.id):
            return mark.start, mark.end
    pattern = rf"(?i)(?<![A-Za-z0-9_@])@{re.escape(me.username)}(?![A-Za-z0-9_]|\.[A-Za-z0-9])"
    return next((match.span() for match in re.finditer(pattern, message.text) if _is_speech(message, match)), None)


def _is_speech(message: Incoming, found: re.Match[str]) -> bool:
    """Whether it stands in what somebody says, and not in an address or in code."""
    return not any(mark.kind in _NOT_SPEECH and mark.start <= found.start() < mark.end for mark in message.marks)
