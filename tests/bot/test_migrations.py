"""The migrations make what the schema says."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.state.schema import METADATA
from nowall.database import Writer


def test_migrated_database_is_what_the_schema_says(writer: Writer) -> None:
    def differences(connection: object) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), METADATA))  # type: ignore[arg-type]

    assert writer.submit(differences).result() == []
