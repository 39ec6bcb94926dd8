"""Where homes have what is learned: in files of theirs, and on a PostgreSQL server."""

from __future__ import annotations

import secrets
from collections.abc import Iterator

import pytest

from nowall.database import PostgresSchema, migrate, open_database
from nowall.database.places import server_url
from nowall.store.home import CORPUS_SCHEMA
from tests.postgres_server import PostgresServer


@pytest.fixture(scope="session")
def _template(postgres: PostgresServer) -> str:
    """The name of a database with an empty corpus; nobody is connected to it."""
    name = "learning_template"
    engine = open_database(PostgresSchema(server_url(postgres.create_database(name)), CORPUS_SCHEMA))
    migrate(engine, "nowall.store.migrations")
    engine.dispose()
    return name


@pytest.fixture
def _server(postgres: PostgresServer, _template: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """All settings that are made say that the database is on a server, and so the index."""
    name = f"learning_{secrets.token_hex(4)}"
    # each has an identity of its own: what is derived from another one must not be taken for what this has
    postgres.execute(f"CREATE DATABASE {name} TEMPLATE {_template}")
    postgres.execute("UPDATE nowall_corpus.meta SET value = gen_random_uuid()::text WHERE name = 'identity'", name)
    monkeypatch.setenv("NOWALL_DATABASE_URL", postgres.url(name))
    yield
    postgres.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["file", "server"])
def place(request: pytest.FixtureRequest) -> str:
    """Where the database is."""
    where: str = request.param
    if where == "server":
        request.getfixturevalue("_server")
    return where
