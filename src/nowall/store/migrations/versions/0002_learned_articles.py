"""What ``nowall add`` needs: the texts of articles, their names, what they resemble, and their copies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the tables, and who reposted an article."""
    op.add_column("articles", sa.Column("reposts", sa.JSON))
    _texts()
    _names()
    op.create_table(
        "bands",
        sa.Column("band", sa.BigInteger, primary_key=True),
        sa.Column("article", sa.Text, primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_bands_article", "bands", ["article"])
    op.create_table(
        "copies",
        sa.Column("id", sa.Text, primary_key=True),
        sa.Column("article", sa.Text, nullable=False),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("publisher", sa.Text, nullable=False),
    )
    op.create_index("ix_copies_article", "copies", ["article"])


def _texts() -> None:
    op.create_table(
        "texts",
        sa.Column("article", sa.Text, primary_key=True),
        sa.Column("key", sa.String(10), nullable=False),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_index("ix_texts_key", "texts", ["key"])


def _names() -> None:
    op.create_table(
        "names",
        sa.Column("article", sa.Text, primary_key=True),
        sa.Column("id", sa.Text, primary_key=True),
        *(sa.Column(name, sa.Text, nullable=False) for name in ("kind", "zh", "en")),
        *(sa.Column(name, sa.JSON) for name in ("forms", "cased", "relations")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_names_id", "names", ["id"])
