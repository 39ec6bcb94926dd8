"""When an update was taken, and a row that is written to see whether writing works."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the column, its index, and the table."""
    op.add_column("inbox", sa.Column("taken_at", sa.Float))
    open_ = sa.text("state != 'done'")
    op.create_index("inbox_open", "inbox", ["taken_at"], sqlite_where=open_, postgresql_where=open_)
    op.create_table(
        "pulse",
        sa.Column("id", sa.Integer, primary_key=True, nullable=False, autoincrement=False),
        sa.Column("at", sa.Float, nullable=False),
    )
