"""A database of the corpus, empty and migrated."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from nowall.database import migrate, open_database


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(tmp_path / "corpus.db")
    migrate(engine, "nowall.store.migrations")
    yield engine
    engine.dispose()
