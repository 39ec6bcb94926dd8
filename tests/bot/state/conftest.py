"""A state.db as the migrations make it, and a connection to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection

from nowall.database import migrate, open_database


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    database = open_database(tmp_path / "state.db")
    migrate(database, "bot.state.migrations")
    with database.begin() as connection:
        yield connection
    database.dispose()
