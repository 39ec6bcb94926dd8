"""On a server: who listens hears of every change of the corpus at once."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Notify the channel that has the schema's name, with each statement that writes to the log of changes."""
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(
        "CREATE FUNCTION tell_of_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN PERFORM pg_notify(TG_TABLE_SCHEMA, TG_TABLE_NAME); RETURN NULL; END $$"
    )
    op.execute("CREATE TRIGGER told AFTER INSERT ON changes FOR EACH STATEMENT EXECUTE FUNCTION tell_of_change()")
