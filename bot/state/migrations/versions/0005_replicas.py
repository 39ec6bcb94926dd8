"""Many bots on one server: open updates by lane, counts by process, versions of what is copied, shared limits."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Change an index and a key, add two tables."""
    open_ = sa.text("state != 'done'")
    op.drop_index("inbox_waiting", "inbox")
    op.create_index("inbox_by_lane", "inbox", ["lane", "update_id"], sqlite_where=open_, postgresql_where=open_)
    _shard_tallies()
    op.create_table(
        "versions",
        sa.Column("what", sa.String(40), primary_key=True, nullable=False),
        sa.Column("number", sa.BigInteger, nullable=False),
    )
    op.create_table(
        "buckets",
        sa.Column("kind", sa.String(16), primary_key=True, nullable=False),
        sa.Column("who", sa.BigInteger, primary_key=True, nullable=False, autoincrement=False),
        sa.Column("tokens", sa.Float, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
        sa.Column("told_at", sa.Float),
        sa.Column("pace", sa.String(8), nullable=False),
    )
    op.create_index("buckets_by_age", "buckets", ["at"])


def _shard_tallies() -> None:
    """A key cannot be changed in SQLite: a new table takes the place of the old one."""
    op.rename_table("tallies", "tallies_before")
    op.create_table(
        "tallies",
        sa.Column("day", sa.Date, nullable=False),
        sa.Column("what", sa.String(40), nullable=False),
        sa.Column("shard", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("count", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("day", "what", "shard", name="tallies_by_shard"),
    )
    op.execute("INSERT INTO tallies (day, what, shard, count) SELECT day, what, 0, count FROM tallies_before")
    op.drop_table("tallies_before")
