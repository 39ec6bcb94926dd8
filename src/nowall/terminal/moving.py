"""``nowall migrate-to``: the databases of a home become a PostgreSQL database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.text import Text
from sqlalchemy import URL

from nowall.database import PostgresSchema, open_database
from nowall.database.places import server_url
from nowall.errors import InputError
from nowall.semantic.embedder import load_embedder
from nowall.semantic.shared_vectors import shared_vectors
from nowall.semantic.vectors import VectorCache
from nowall.store.corpus_store import CorpusStore
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
        put(console(), *_told(session, moved, server))
    if vectors := _share_vectors(session, home, server):
        put(console(), session.say("move_vectors", vectors=f"{vectors:,}"))
    if moved is not None:
        put(console(), session.say("move_next", folder=home.folder))
    return OK


def _share_vectors(session: Session, home: Home, server: URL) -> int:
    """Send the home's vectors, which are derived, and hence not part of the copy; gives how many."""
    embedder = load_embedder() if session.settings.semantic else None
    if embedder is None:
        return 0
    database = open_database(_place(server))
    try:
        cache = VectorCache(embedder, home.vectors, shared=shared_vectors(database))
        with progress_bar(session.say("move_copying_vectors"), len(cache)) as advance:
            vectors = cache.share(advance) if len(cache) else 0
        if vectors:
            CorpusStore(database).touch("vectors")
    finally:
        database.dispose()
    return vectors


def _told(session: Session, moved: Sequence[MovedTable], server: URL) -> Iterator[Text]:
    width = max(len(f"{one.database}.{one.name}") for one in moved)
    for one in moved:
        name = f"{one.database}.{one.name}".ljust(width)
        checksum = one.contents.checksum[:_SHOWN]
        yield Text(session.say("move_table", name=name, rows=f"{one.contents.rows:,}", checksum=checksum))
    rows = sum(one.contents.rows for one in moved)
    yield Text(session.say("move_done", rows=f"{rows:,}", tables=len(moved), database=_place(server)))


def _place(server: URL) -> PostgresSchema:
    return PostgresSchema(server, CORPUS_SCHEMA)
