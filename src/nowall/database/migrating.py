"""Bringing a database to the newest schema, with Alembic."""

from __future__ import annotations

from importlib import resources

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.exc import DatabaseError

from nowall.database.opening import reading
from nowall.database.postgres import schema_of, take_lock
from nowall.errors import StoreError

MIGRATING = "migrating"
"""The lock of a schema that is being made, or made another."""


def migrate(engine: Engine, package: str) -> None:
    """Bring the database to the newest schema of a package of Alembic migrations.

    Scripts are named ``REVISION_what.py`` and sort by their revision. Alembic takes most of a second to
    import, so it is only imported when there is something to do. All steps are one transaction.
    """
    revisions = _revisions(package)
    if _current_revision(engine, revisions) == revisions[-1]:
        return
    with engine.begin() as connection:
        upgrade(connection, package, schema_of(engine))


def upgrade(connection: Connection, package: str, schema: str | None) -> None:
    """Do so within the caller's transaction; in PostgreSQL ``schema`` is made, and searched first until its end."""
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    if schema:
        take_lock(connection, MIGRATING, schema)  # of many replicas that start together one does it
        connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        connection.exec_driver_sql(f"SET LOCAL search_path = {schema}, public")
    parent, _, name = package.rpartition(".")
    config = Config()
    config.set_main_option("script_location", f"{parent}:{name}")
    config.set_main_option("path_separator", "os")
    config.attributes |= {"connection": connection, "schema": schema}
    command.upgrade(config, "head")


def run_migrations() -> None:
    """All that an ``env.py`` does here: run the steps on the connection that `migrate` has opened."""
    from alembic import context  # noqa: PLC0415

    given = context.config.attributes
    # another program's table of that name may be in the schema "public"
    context.configure(connection=given["connection"], version_table_schema=given["schema"])
    context.run_migrations()


def _revisions(package: str) -> list[str]:
    folder = resources.files(package) / "versions"
    return sorted(file.name.partition("_")[0] for file in folder.iterdir() if file.name[:1].isdigit())


def _current_revision(engine: Engine, known: list[str]) -> str | None:
    try:
        with reading(engine) as connection:
            if not inspect(connection).has_table("alembic_version", schema=schema_of(engine)):
                return None
            revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    except DatabaseError as error:
        raise StoreError(f"The database {engine.url.database} cannot be read: {error.orig}.") from error
    if revision is not None and revision not in known:
        raise StoreError(
            f"The database {engine.url.database} was written by a newer nowall (schema {revision}, this one knows "
            f"{known[-1]}): update nowall, or choose another home folder."
        )
    return revision
