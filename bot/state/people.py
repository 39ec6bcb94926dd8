"""What is stored about a person: all of it, to be shown and to be erased. A private chat has its person's id."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Table, delete, or_, select, update

from bot.state.access import Access
from bot.state.preferences import forget_preferences
from bot.state.preferred import Preferred
from bot.state.schema import BUCKETS, CHATS, INBOX, PREFERENCES, REPLIES, TURNS, VOTES
from nowall.database import Writer


def export_person(connection: Connection, person: int) -> dict[str, Any]:
    """All that is stored about a person, as JSON can hold it; times are ISO 8601 in UTC."""
    mine = {table.name: _rows(connection, table, whose) for table, whose in _owned(person)}
    is_open = (INBOX.c.lane == person, INBOX.c.payload.isnot(None))
    waiting = connection.execute(select(INBOX).where(*is_open).order_by(INBOX.c.update_id)).mappings()
    return {"person": person, **mine, "inbox": [_update(row) for row in waiting]}


def erase_person(connection: Connection, person: int, at: float) -> int:
    """Erase it. Gives the number of rows that are gone or emptied.

    Of updates that wait the numbers stay, so that Telegram cannot deliver them once more; the update that is
    being worked on is left to whoever does.
    """
    gone = forget_preferences(connection, person)  # which tells other bots
    gone += sum(connection.execute(delete(table).where(whose)).rowcount for table, whose in _owned(person))
    waiting = update(INBOX).where(INBOX.c.lane == person, INBOX.c.state == "waiting")
    emptied = waiting.values(state="done", payload=None, closed_at=at, outcome="erased")
    return gone + connection.execute(emptied).rowcount


class People(Access):
    """The rights of a person over what is stored."""

    def __init__(self, writer: Writer, preferred: Preferred, clock: Callable[[], float] = time.time) -> None:
        super().__init__(writer, clock)
        self._preferred = preferred

    async def export(self, person: int) -> dict[str, Any]:
        """See `export_person`."""
        return await self._run(lambda connection: export_person(connection, person))

    async def erase(self, person: int) -> int:
        """See `erase_person`."""
        gone = await self._run(lambda connection: erase_person(connection, person, self._clock()))
        self._preferred.forgotten(person)
        return gone


def _owned(person: int) -> Iterator[tuple[Table, ColumnElement[bool]]]:
    """The tables that hold something about a person, and which of their rows."""
    for table in (CHATS, PREFERENCES, TURNS, REPLIES):
        yield table, table.c.chat == person
    yield BUCKETS, BUCKETS.c.who == person
    yield VOTES, or_(VOTES.c.person == person, VOTES.c.chat == person)


def _rows(connection: Connection, table: Table, whose: ColumnElement[bool]) -> list[dict[str, Any]]:
    found = connection.execute(select(table).where(whose).order_by(*table.primary_key)).mappings()
    return [_plain(row) for row in found]


def _plain(row: RowMapping) -> dict[str, Any]:
    return {**row, "at": _time(row["at"])}


def _update(row: RowMapping) -> dict[str, Any]:
    return {"update_id": row["update_id"], "state": row["state"], "update": json.loads(row["payload"])}


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
