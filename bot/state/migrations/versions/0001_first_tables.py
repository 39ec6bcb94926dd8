"""The inbox and its lanes, replies, turns and chats."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from nowall.database import Json, Plain

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables."""
    _inbox()
    _lanes()
    _conversations()
    op.create_table(
        "chats",
        _number("chat", primary_key=True),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("moved_to", sa.BigInteger),
        sa.Column("at", sa.Float, nullable=False),
    )


def _number(name: str, *, primary_key: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, primary_key=primary_key, nullable=False, autoincrement=False)


def _inbox() -> None:
    op.create_table(
        "inbox",
        _number("update_id", primary_key=True),
        _number("lane"),
        sa.Column("payload", Plain),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        sa.Column("ambiguous", sa.Integer, nullable=False),
        sa.Column("expires_at", sa.Float),
        sa.Column("closed_at", sa.Float),
        sa.Column("outcome", sa.String(40)),
    )
    waiting, done = sa.text("state = 'waiting'"), sa.text("state = 'done'")
    op.create_index("inbox_waiting", "inbox", ["lane", "update_id"], sqlite_where=waiting, postgresql_where=waiting)
    op.create_index("inbox_closed", "inbox", ["closed_at"], sqlite_where=done, postgresql_where=done)


def _lanes() -> None:
    op.create_table(
        "lanes",
        _number("lane", primary_key=True),
        _number("head"),
        _number("holder"),
        sa.Column("leased_until", sa.Float, nullable=False),
        sa.Column("not_before", sa.Float, nullable=False),
    )
    op.create_index("lanes_by_age", "lanes", ["head"])


def _conversations() -> None:
    op.create_table(
        "replies",
        _number("chat", primary_key=True),
        _number("question", primary_key=True),
        _number("reply"),
        sa.Column("at", sa.Float, nullable=False),
    )
    op.create_table(
        "turns",
        _number("chat", primary_key=True),
        _number("reply", primary_key=True),
        _number("topic"),
        sa.Column("follows", sa.BigInteger),
        sa.Column("question", Plain, nullable=False),
        sa.Column("facts", Json, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
    )
    op.create_index("turns_latest", "turns", ["chat", "topic", "at"])
