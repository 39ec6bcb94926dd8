"""Bringing a database to the newest schema, with Alembic."""

from __future__ import annotations

from importlib import resources

from sqlalchemy import Engine, inspect, text
from sqlalchemy.exc import DatabaseError

from nowall.database.opening import reading
from nowall.database.postgres import schema_of, take_lock
from nowall.errors import StoreError


def migrate(engine: Engine, package: str) -> None:
    """Bring the database to the newest schema of a package of Alembic migrations.

    Scripts are named ``REVISION_what.py`` and sort by their revision. Alembic takes most of a second to
    import, so it is only imported when there is something to do. All steps are one transaction.
    """
    revisions = _revisions(package)
    if _current_revision(engine, revisions) == revisions[-1]:
        return
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    parent, _, name = package.rpartition(".")
    config = Config()
    config.set_main_option("script_location", f"{parent}:{name}")
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        if schema := schema_of(engine):
            take_lock(connection, "migrating")  # of many replicas that start together one does it
            connection.exec_driver_sql(f"CREATE SCHEMA IF NOT EXISTS {schema}")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def run_migrations() -> None:
    """All that an ``env.py`` does here: run the steps on the connection that `migrate` has opened."""
    from alembic import context  # noqa: PLC0415

    context.configure(connection=context.config.attributes["connection"])
    context.run_migrations()


def _revisions(package: str) -> list[str]:
    folder = resources.files(package) / "versions"
    return sorted(file.name.partition("_")[0] for file in folder.iterdir() if file.name[:1].isdigit())


def _current_revision(engine: Engine, known: list[str]) -> str | None:
    try:
        with reading(engine) as connection:
            if not inspect(connection).has_table("alembic_version"):
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
