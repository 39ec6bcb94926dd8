"""What ``nowall add`` needs: the texts of articles, their names, what they resemble, and their copies."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from nowall.database.columns import Json, Plain

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the tables, and who reposted an article."""
    op.add_column("articles", sa.Column("reposts", Json))
    _texts()
    _names()
    op.create_table(
        "bands",
        sa.Column("band", sa.BigInteger, primary_key=True),
        sa.Column("article", Plain, primary_key=True),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_bands_article", "bands", ["article"])
    op.create_table(
        "copies",
        sa.Column("id", Plain, primary_key=True),
        sa.Column("article", Plain, nullable=False),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("publisher", Plain, nullable=False),
    )
    op.create_index("ix_copies_article", "copies", ["article"])


def _texts() -> None:
    op.create_table(
        "texts",
        sa.Column("article", Plain, primary_key=True),
        sa.Column("key", sa.String(10), nullable=False),
        sa.Column("digest", sa.String(32), nullable=False),
        sa.Column("text", Plain, nullable=False),
    )
    op.create_index("ix_texts_key", "texts", ["key"])


def _names() -> None:
    op.create_table(
        "names",
        sa.Column("article", Plain, primary_key=True),
        sa.Column("id", Plain, primary_key=True),
        *(sa.Column(name, Plain, nullable=False) for name in ("kind", "zh", "en")),
        *(sa.Column(name, Json) for name in ("forms", "cased", "relations")),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_names_id", "names", ["id"])
