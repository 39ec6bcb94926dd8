"""A database of the corpus, empty and migrated: a SQLite file, and one of a PostgreSQL server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from nowall.database import PostgresSchema, migrate, open_database
from nowall.database.places import server_url
from nowall.store.home import CORPUS_SCHEMA
from nowall.store.schema import META, METADATA
from tests.postgres_server import PostgresServer

MIGRATIONS = "nowall.store.migrations"


@pytest.fixture(scope="session")
def _server_corpus(postgres: PostgresServer) -> Iterator[Engine]:
    """A corpus on a server, made once."""
    address = postgres.create_database("corpus")
    postgres.execute("ALTER DATABASE corpus SET synchronous_commit = off")
    engine = open_database(PostgresSchema(server_url(address), CORPUS_SCHEMA))
    migrate(engine, MIGRATIONS)
    yield engine
    engine.dispose()


@pytest.fixture
def sqlite_engine(tmp_path: Path) -> Iterator[Engine]:
    """An empty corpus in a file."""
    engine = open_database(tmp_path / "corpus.db")
    migrate(engine, MIGRATIONS)
    yield engine
    engine.dispose()


@pytest.fixture
def postgres_engine(_server_corpus: Engine) -> Iterator[Engine]:
    """An empty corpus on a server."""
    yield _server_corpus
    with _server_corpus.begin() as connection:
        tables = ", ".join(table.name for table in METADATA.sorted_tables if table is not META)
        connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY"))
        connection.execute(META.delete().where(META.c.name != "identity"))


@pytest.fixture(params=["sqlite", "postgres"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """An empty corpus, wherever."""
    engine: Engine = request.getfixturevalue(f"{request.param}_engine")
    return engine
