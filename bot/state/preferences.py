"""The settings of a chat; a private chat's are its person's."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, delete, select, update

from bot.state.schema import PREFERENCES
from bot.state.upserts import upsert
from bot.state.versions import note_change
from nowall.answers import Language

E = TypeVar("E", bound=StrEnum)
F = TypeVar("F")


class Listens(StrEnum):
    """What the bot answers in a group."""

    COMMANDS = "commands"
    MENTIONS = "mentions"
    EVERYTHING = "everything"


@dataclass(frozen=True, slots=True)
class Preferences:
    """What can be set; made without arguments it is what holds where nothing was set."""

    language: Language | None = None
    """None: that of the question or of the person's Telegram."""
    listens: Listens = Listens.MENTIONS
    long_sources: bool = True
    """Sources with title, publisher and date, else with the publisher only."""
    previews: bool = False
    """Telegram shows a preview of the first source."""


DEFAULT = Preferences()
VERSION = "preferences"
"""Of all of them together (see `bot.state.versions`)."""


def preferences_of(connection: Connection, chat: int) -> Preferences:
    """What is set in a chat."""
    row = connection.execute(select(PREFERENCES).where(PREFERENCES.c.chat == chat)).first()
    return DEFAULT if row is None else _read(row)


def all_preferences(connection: Connection) -> dict[int, Preferences]:
    """The settings of every chat that has some."""
    return {row.chat: _read(row) for row in connection.execute(select(PREFERENCES))}


def set_preferences(connection: Connection, chat: int, preferences: Preferences, at: float) -> None:
    """Set all at once. Defaults take no row."""
    if preferences == DEFAULT:
        forget_preferences(connection, chat)
    else:
        upsert(connection, PREFERENCES, {"chat": chat}, {**asdict(preferences), "at": at})
        note_change(connection, VERSION)


def move_preferences(connection: Connection, old: int, new: int) -> None:
    """Give a chat's settings to another that has none of its own."""
    taken = select(PREFERENCES.c.chat).where(PREFERENCES.c.chat == new)
    moved = update(PREFERENCES).where(PREFERENCES.c.chat == old).values(chat=new)
    if connection.scalar(taken) is None and connection.execute(moved).rowcount:
        note_change(connection, VERSION)
    forget_preferences(connection, old)


def forget_preferences(connection: Connection, chat: int) -> int:
    """Go back to the defaults. Gives the number of rows that are gone."""
    gone = connection.execute(delete(PREFERENCES).where(PREFERENCES.c.chat == chat)).rowcount
    if gone:
        note_change(connection, VERSION)
    return gone


def _read(row: Row[Any]) -> Preferences:
    return Preferences(
        language=_known(Language, row.language, DEFAULT.language),
        listens=_known(Listens, row.listens, DEFAULT.listens),
        long_sources=row.long_sources,
        previews=row.previews,
    )


def _known(kind: type[E], value: str | None, otherwise: F) -> E | F:
    """A later version may have written what this one does not know."""
    try:
        return kind(value)  # type: ignore[arg-type]
    except ValueError:
        return otherwise
