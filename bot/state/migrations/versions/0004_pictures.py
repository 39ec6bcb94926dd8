"""Pictures that Telegram keeps: by which id they are sent again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add the table."""
    op.create_table(
        "pictures",
        sa.Column("digest", sa.String(64), primary_key=True, nullable=False),
        sa.Column("file_id", sa.Text, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
    )
    op.create_index("pictures_by_age", "pictures", ["at"])
