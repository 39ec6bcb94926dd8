"""Settings of chats, votes on answers, questions without a good answer, and daily counts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from nowall.database import Json

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "preferences",
        _number("chat"),
        sa.Column("language", sa.String(16)),
        sa.Column("listens", sa.String(16), nullable=False),
        sa.Column("long_sources", sa.Boolean, nullable=False),
        sa.Column("previews", sa.Boolean, nullable=False),
        sa.Column("at", sa.Float, nullable=False),
    )
    op.create_table(
        "votes",
        _number("chat"),
        _number("reply"),
        _number("person"),
        sa.Column("up", sa.Boolean, nullable=False),
        sa.Column("reason", sa.String(40)),
        sa.Column("at", sa.Float, nullable=False),
    )
    op.create_index("votes_by_person", "votes", ["person"])
    _gaps()
    op.create_table(
        "tallies",
        sa.Column("day", sa.Date, primary_key=True, nullable=False),
        sa.Column("what", sa.String(40), primary_key=True, nullable=False),
        sa.Column("count", sa.Integer, nullable=False),
    )


def _number(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger, primary_key=True, nullable=False, autoincrement=False)


def _gaps() -> None:
    op.create_table(
        "gaps",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("question", sa.String(300), nullable=False),
        sa.Column("shown", sa.String(300), nullable=False),
        sa.Column("language", sa.String(16), nullable=False),
        sa.Column("unknown", sa.Integer, nullable=False),
        sa.Column("disliked", sa.Integer, nullable=False),
        sa.Column("reasons", Json, nullable=False),
        sa.Column("facts", Json, nullable=False),
        sa.Column("first_at", sa.Float, nullable=False),
        sa.Column("last_at", sa.Float, nullable=False),
        sa.Column("closed_at", sa.Float),
        sqlite_autoincrement=True,
    )
    op.create_index("gaps_by_question", "gaps", ["question"], unique=True)
