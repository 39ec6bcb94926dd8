"""The places of an index: a folder, and a PostgreSQL server with pg_textsearch."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from nowall.database import PostgresSchema, open_database
from nowall.database.extensions import usable
from nowall.database.places import server_url
from nowall.store.home import CORPUS_SCHEMA
from tests.postgres_server import PostgresServer
from tests.search.places import Place


@pytest.fixture(scope="session")
def index_database(postgres: PostgresServer) -> str:
    """The address of a database with the extension, for indexes of any fingerprint."""
    address = postgres.create_database("indexes")
    engine = open_database(PostgresSchema(server_url(address), CORPUS_SCHEMA))
    assert usable(engine, "pg_textsearch")
    engine.dispose()
    return address


@pytest.fixture
def server_place(index_database: str) -> Place:
    """An index of its own in that database."""
    return Place(index_database, secrets.token_hex(4))


@pytest.fixture
def folder_place(tmp_path: Path) -> Place:
    """A folder that is not there yet."""
    return Place(str(tmp_path / "index"))


@pytest.fixture(params=["folder", "server"])
def place(request: pytest.FixtureRequest) -> Place:
    """Somewhere to keep an index, empty."""
    chosen: Place = request.getfixturevalue(f"{request.param}_place")
    return chosen
