"""The decision table of addressing, for people: ``python -m bot.situations`` prints what docs/telegram.md shows.

Each row is a message as Telegram hands it over; what the bot does with it comes from `bot.addressing.decide` itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.addressing import Addressed, Ignored, Incoming, Mark, Me, Reason, Replied, decide
from bot.commands import Kind
from bot.state.preferences import Listens

_ME = Me(7, "newsbot")
_HEARS_ALL = Me(7, "newsbot", reads_everything=True)
_MINE = Replied(50, "…", by_me=True)
_PROMPT = Replied(51, "…", by_me=True, prompt=Kind.WHO)
_THEIRS = Replied(52, "when does Orion ship?")
_MENTION = (Mark("mention", 0, 8),)

Situation = tuple[str, Incoming]

PRIVATE: tuple[Situation, ...] = (
    ("a text", Incoming(private=True, text="when does Orion ship?")),
    ("a reply to an answer", Incoming(private=True, text="who says so?", replied=_MINE)),
    ("a reply to what `/who` asked", Incoming(private=True, text="Sutskever", replied=_PROMPT)),
    ("`/ask` without a question", Incoming(private=True, text="/ask")),
    ("`/ask` as a reply to a message", Incoming(private=True, text="/ask", replied=_THEIRS)),
    ("a mistyped command", Incoming(private=True, text="/timelin Orion")),
    ("a command for another bot", Incoming(private=True, text="/ask@otherbot x")),
    ("a photo with a caption", Incoming(private=True, text="when does Orion ship?")),
    ("a sticker, a voice message, a photo without words", Incoming(private=True)),
    ("the other pictures of an album", Incoming(private=True, album=True)),
    ("what it sent itself by inline mode", Incoming(private=True, text="…", via_bot=True)),
)
GROUP: tuple[Situation, ...] = (
    ("chatter", Incoming(private=False, text="good morning")),
    ("a question to nobody", Incoming(private=False, text="when does Orion ship?")),
    ("a question as a reply to somebody", Incoming(private=False, text="really?", replied=_THEIRS)),
    ("`/ask@newsbot` and a question", Incoming(private=False, text="/ask@newsbot when?")),
    ("`/ask` and a question", Incoming(private=False, text="/ask when?")),
    ("`/ask@newsbot` as a reply to a message", Incoming(private=False, text="/ask@newsbot", replied=_THEIRS)),
    ("`/ask@newsbot` alone", Incoming(private=False, text="/ask@newsbot")),
    ("`/who`, privacy mode on", Incoming(private=False, text="/who Altman")),
    ("a command for another bot", Incoming(private=False, text="/ask@otherbot when?")),
    ("a mistyped `/timelin@newsbot`", Incoming(private=False, text="/timelin@newsbot")),
    ("a mistyped `/timelin`", Incoming(private=False, text="/timelin")),
    ("a mention and a question", Incoming(private=False, text="@newsbot when?", marks=_MENTION)),
    ("a mention glued to Chinese: `请问@newsbot谁说的`", Incoming(private=False, text="请问@newsbot谁说的")),
    ("a mention alone, as a reply", Incoming(private=False, text="@newsbot", marks=_MENTION, replied=_THEIRS)),
    ("another name: `@newsbot2`", Incoming(private=False, text="@newsbot2 when?", marks=(Mark("mention", 0, 9),))),
    ("a reply to an answer of its", Incoming(private=False, text="who says so?", replied=_MINE)),
    ("a reply to what `/who` asked", Incoming(private=False, text="Sutskever", replied=_PROMPT)),
    ("an anonymous admin: `/ask@newsbot when?`", Incoming(private=False, text="/ask@newsbot when?")),
    ("another bot", Incoming(private=False, text="/ask@newsbot when?", from_bot=True)),
    ("a post of the linked channel", Incoming(private=False, text="@newsbot when?", automatic_forward=True)),
    ("a post in a channel", Incoming(private=False, text="/ask@newsbot when?", channel=True)),
    ("what it sent itself by inline mode", Incoming(private=False, text="@newsbot when?", via_bot=True)),
    ("somebody joins, a title changes", Incoming(private=False, content=False)),
)
_SAID = {
    Kind.ASK: "answers",
    Kind.WHO: "answers",
    Kind.EMPTY: "asks for the question",
    Kind.MEDIA: "says that it reads text only",
    Kind.UNKNOWN_COMMAND: "names the nearest command",
}
WHY = {
    Reason.UNADDRESSED: "not spoken to",
    Reason.COMMANDS_ONLY: "set to commands only",
    Reason.OTHER_BOT: "meant for another bot",
    Reason.CHANNEL: "channels are read, not talked to",
    Reason.VIA_BOT: "its own words",
    Reason.FROM_BOT: "bots do not talk to bots",
    Reason.AUTOMATIC_FORWARD: "else channel and group would loop",
    Reason.SERVICE: "nobody speaks",
    Reason.ALBUM: "the one with the caption speaks for all",
}
"""Why it is silent."""


def tables() -> str:
    """Both tables, in Markdown."""
    return "\n".join([*_private(), "", *_group(), ""])


def _private() -> Iterator[str]:
    yield "| in private | the bot |"
    yield "|---|---|"
    for situation, message in PRIVATE:
        yield f"| {situation} | {_does(message, _ME)} |"


def _group() -> Iterator[str]:
    yield f"| in a group | {' | '.join(f'listens to {listens}' for listens in Listens)} |"
    yield "|---|" + "---|" * len(Listens)
    for situation, message in GROUP:
        me = _ME if message.text.startswith("/") else _HEARS_ALL
        yield f"| {situation} | {' | '.join(_does(_listening(message, to), me) for to in Listens)} |"


def _listening(message: Incoming, to: Listens) -> Incoming:
    return replace(message, listens=to)


def _does(message: Incoming, me: Me) -> str:
    decided = decide(message, me)
    if isinstance(decided, Ignored):
        return f"– ({WHY[decided.reason]})"
    return _told(decided)


def _told(decided: Addressed) -> str:
    if decided.overheard:
        return "answers if the articles do, else –"
    if decided.follows:
        return "answers, knowing what was asked before"
    return _SAID[decided.kind]


if __name__ == "__main__":
    print(tables())  # noqa: T201 - that is what it is for
