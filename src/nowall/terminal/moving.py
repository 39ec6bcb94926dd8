"""``nowall migrate-to``: the databases of a home become a PostgreSQL database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text
from sqlalchemy import URL

from nowall.database import PostgresSchema
from nowall.database.places import server_url
from nowall.errors import InputError
from nowall.store.home import CORPUS_SCHEMA, Home
from nowall.store.moving import MovedTable, opened_move
from nowall.terminal.console import console, put
from nowall.terminal.guard import OK
from nowall.terminal.progress import progress_bar
from nowall.terminal.session import Session

_SHOWN = 12
"""Hexadecimal digits of a checksum: all are compared."""


def move(session: Session, address: str | None) -> int:
    """Copy corpus and state into the database of this address; without one, into that of the settings."""
    server = server_url(address) if address else session.settings.server
    if server is None:
        raise InputError(session.say("move_no_address"))
    home = Home(session.settings.home)
    with opened_move(home, server) as opened:
        if opened is None:
            raise InputError(session.say("move_nothing", folder=home.folder))
        with progress_bar(session.say("move_copying"), 2 * opened.rows) as advance:
            moved = opened.run(advance)
    if moved is None:
        put(console(), session.say("move_there_already", database=_place(server)))
    else:
        put(console(), *_told(session, moved, home, server))
    return OK


def _told(session: Session, moved: Sequence[MovedTable], home: Home, server: URL) -> Iterator[Text]:
    width = max(len(f"{one.database}.{one.name}") for one in moved)
    for one in moved:
        name = f"{one.database}.{one.name}".ljust(width)
        checksum = one.contents.checksum[:_SHOWN]
        yield Text(session.say("move_table", name=name, rows=f"{one.contents.rows:,}", checksum=checksum))
    rows = sum(one.contents.rows for one in moved)
    yield Text(session.say("move_done", rows=f"{rows:,}", tables=len(moved), database=_place(server)))
    yield Text(session.say("move_next", folder=home.folder))


def _place(server: URL) -> PostgresSchema:
    return PostgresSchema(server, CORPUS_SCHEMA)
