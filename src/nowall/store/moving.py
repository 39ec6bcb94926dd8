"""Moving a home's databases into a PostgreSQL database: all of it is there and verified at the end, or nothing.

Everything is one transaction, the making of the tables too, so a crash leaves nothing that looks like a copy, and
bots that start meanwhile wait. The files are only read; as long as they are, nobody can write to them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from sqlalchemy import URL, Connection, MetaData, Table, inspect, text

from nowall.database import PostgresSchema, migrate, open_database
from nowall.database.checksums import Contents
from nowall.database.copying import Advance, contents_of, copy_rows
from nowall.database.migrating import MIGRATING, upgrade
from nowall.database.postgres import driver_trouble, take_lock
from nowall.errors import StoreError
from nowall.store.file_lock import file_lock
from nowall.store.home import CORPUS_SCHEMA, STATE_SCHEMA, Home

_REVISION = "alembic_version"


@dataclass(frozen=True, slots=True)
class MovedTable:
    """A table that was copied, and what both sides hold: the same."""

    database: str
    name: str
    contents: Contents


@dataclass(frozen=True, slots=True)
class _Part:
    file: Path
    schema: str
    migrations: str
    """By its name: nowall knows nothing else of the bot."""


@dataclass(frozen=True, slots=True)
class Move:
    """What is to be moved, held so that nobody else writes to it. Made by `opened_move`."""

    _sources: Sequence[tuple[_Part, Connection]]
    _place: PostgresSchema

    @property
    def rows(self) -> int:
        """How many rows there are in the home's databases."""
        return sum(_count(source, name) for _, source in self._sources for name in _tables(source, None))

    def run(self, advance: Advance) -> list[MovedTable] | None:
        """Copy and verify everything; ``advance`` is told of each row twice.

        None where the database has got this home's corpus before: then nothing is done. Raises StoreError where it
        holds another one, and where a copy is not the same as what it was made of.
        """
        engine = open_database(self._place)
        try:
            with engine.begin() as target:
                target.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
                if self._is_there(target):
                    return None
                return [moved for part, source in self._sources for moved in _copy(part, source, target, advance)]
        finally:
            engine.dispose()

    def _is_there(self, target: Connection) -> bool:
        for part, _ in self._sources:
            take_lock(target, MIGRATING, part.schema)
        taken = [schema for schema in (CORPUS_SCHEMA, STATE_SCHEMA) if _tables(target, schema)]
        if taken and (known := self._identity_of_source()) and known == _identity(target, CORPUS_SCHEMA):
            return True
        if taken:
            raise StoreError(
                f"The database {self._place} holds a corpus or a state of nowall already: choose an empty database, or "
                f"drop them there first (DROP SCHEMA {', '.join(taken)} CASCADE)."
            )
        return False

    def _identity_of_source(self) -> str | None:
        return next((_identity(source, None) for part, source in self._sources if part.schema == CORPUS_SCHEMA), None)


@contextmanager
def opened_move(home: Home, server: URL) -> Iterator[Move | None]:
    """Hold the databases of a home, brought to their newest schema; None where it has none.

    Raises HomeBusyError while a bot runs or somebody learns, StoreError.
    """
    if home.server is not None:
        raise StoreError("What is moved must be a home folder.")
    parts = [
        _Part(home.folder / "corpus.db", CORPUS_SCHEMA, "nowall.store.migrations"),
        _Part(home.folder / "state.db", STATE_SCHEMA, "bot.state.migrations"),
    ]
    with home.lock("bot"), file_lock(home.index / "write.lock"), ExitStack() as held:
        sources = [(part, held.enter_context(_held(part))) for part in parts if part.file.exists()]
        yield Move(sources, PostgresSchema(server, CORPUS_SCHEMA)) if sources else None


@contextmanager
def _held(part: _Part) -> Iterator[Connection]:
    """A transaction that could write, and does not: so nobody else can."""
    if find_spec(part.migrations.partition(".")[0]) is None:
        raise StoreError(f"{part.file} is the bot's: install the bot beside nowall to move it.")
    engine = open_database(part.file)
    try:
        migrate(engine, part.migrations)
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def _copy(part: _Part, source: Connection, target: Connection, advance: Advance) -> Iterator[MovedTable]:
    upgrade(target, part.migrations, part.schema)
    for name in _tables(source, None):
        table = Table(name, MetaData(), autoload_with=target)
        target.execute(table.delete())  # what the migrations have put there is in the source too
        with _told(part, name, target):
            sent = copy_rows(source, target, table, advance)
            there = contents_of(target, table, advance)
        _set_sequence(source, target, table)
        if sent != there:
            raise StoreError(
                f"The copy of the table {name} of {part.file} is not the same ({there.rows} rows of {sent.rows}, "
                f"checksum {there.checksum} for {sent.checksum}): nothing was kept."
            )
        target.execute(text(f'ANALYZE "{name}"'))  # else the first questions meet plans for empty tables
        yield MovedTable(part.file.stem, name, sent)


@contextmanager
def _told(part: _Part, table: str, target: Connection) -> Iterator[None]:
    """Say which table holds what the server does not take."""
    try:
        with driver_trouble(target):
            yield
    except target.dialect.loaded_dbapi.Error as error:
        reason = str(error).partition("\n")[0]
        raise StoreError(f"The table {table} of {part.file} cannot be copied: {reason}.") from error


def _set_sequence(source: Connection, target: Connection, table: Table) -> None:
    """Go on counting where the source has stopped; what it has deleted is not given out again."""
    for column in table.primary_key:
        values = {"table": f'"{table.name}"', "column": column.name}
        sequence = target.scalar(text("SELECT pg_get_serial_sequence(:table, :column)"), values)
        last = _last_number(source, table.name) if sequence else 0
        if last:
            target.execute(text("SELECT setval(:sequence, :last)"), {"sequence": sequence, "last": last})


def _last_number(source: Connection, table: str) -> int:
    if not inspect(source).has_table("sqlite_sequence"):
        return 0
    return source.scalar(text("SELECT seq FROM sqlite_sequence WHERE name = :table"), {"table": table}) or 0


def _tables(connection: Connection, schema: str | None) -> list[str]:
    return sorted(set(inspect(connection).get_table_names(schema)) - {_REVISION})


def _count(connection: Connection, table: str) -> int:
    return connection.scalar(text(f'SELECT count(*) FROM "{table}"')) or 0  # noqa: S608


def _identity(connection: Connection, schema: str | None) -> str | None:
    if not inspect(connection).has_table("meta", schema):
        return None
    meta = f"{schema}.meta" if schema else "meta"
    identity: str | None = connection.scalar(text(f"SELECT value FROM {meta} WHERE name = 'identity'"))  # noqa: S608
    return identity
