"""The migrations make what the schema says."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, Engine, select

from bot.state.chats import active_chats
from bot.state.preferences import all_preferences
from bot.state.replies import find_reply
from bot.state.schema import INBOX, METADATA
from bot.state.tallies import tallies
from bot.state.turns import followed_by
from nowall.database import Writer, migrate, open_database


def test_migrated_database_is_what_the_schema_says(writer: Writer) -> None:
    def differences(connection: object) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), METADATA))  # type: ignore[arg-type]

    assert writer.submit(differences).result() == []


def test_database_of_the_first_version_keeps_its_rows(tmp_path: Path) -> None:
    database = open_database(tmp_path / "state.db")
    upgrade_to(database, "0001")
    with database.begin() as connection:
        for statement in OLD_ROWS:
            connection.exec_driver_sql(statement)
    for _ in range(2):
        migrate(database, "bot.state.migrations")
    with database.begin() as connection:
        assert followed_by(connection, 1, 6) == 4
        assert find_reply(connection, 1, 5) == 6
        assert active_chats(connection) == (1, 0)
        assert connection.scalar(select(INBOX.c.payload)) == "{}"
        assert all_preferences(connection) == {}
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
    database.dispose()


def test_counts_of_before_are_kept(tmp_path: Path) -> None:
    database = open_database(tmp_path / "state.db")
    upgrade_to(database, "0004")
    with database.begin() as connection:
        connection.exec_driver_sql(COUNTS)
    migrate(database, "bot.state.migrations")
    with database.begin() as connection:
        assert tallies(connection, date(2026, 3, 1)) == {"answer.answered": 7}
    database.dispose()


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_schema_alone_makes_the_same_indexes(tmp_path: Path, writer: Writer) -> None:
    database = open_database(tmp_path / "other.db")
    METADATA.create_all(database)
    with database.begin() as connection:
        declared = statements(connection)
    assert writer.submit(statements).result() == declared
    database.dispose()


OLD_ROWS = (
    "INSERT INTO inbox VALUES (9, 1, '{}', 'waiting', 0, 0, 0, NULL, NULL, NULL)",
    "INSERT INTO lanes VALUES (1, 9, 0, 0, 0)",
    "INSERT INTO replies VALUES (1, 5, 6, 1.0)",
    "INSERT INTO turns VALUES (1, 6, 0, 4, 'who', '[\"f1\"]', 1.0)",
    "INSERT INTO chats VALUES (1, 1, NULL, 1.0)",
)
COUNTS = "INSERT INTO tallies VALUES ('2026-03-02', 'answer.answered', 3), ('2026-03-03', 'answer.answered', 4)"


def upgrade_to(database: Engine, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", "bot.state:migrations")
    config.set_main_option("path_separator", "os")
    with database.begin() as connection:
        config.attributes |= {"connection": connection, "schema": None}
        command.upgrade(config, revision)


def statements(connection: Connection) -> set[str]:
    """Tables, indexes and what counts ids."""
    names = connection.exec_driver_sql("SELECT name FROM sqlite_master").scalars()
    return {name for name in names if "alembic_version" not in name}
