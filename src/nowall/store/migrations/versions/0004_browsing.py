"""What browsing looks for without reading every record: who said something, and the newest articles."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Add two indexes."""
    quotes = sa.text("kind = 'quote' AND speaker IS NOT NULL")
    op.create_index(
        "ix_facts_quotes", "facts", ["speaker", "source", "id"], sqlite_where=quotes, postgresql_where=quotes
    )
    # in a file, what has no date is last by itself, and cannot be put there
    last = " NULLS LAST" if op.get_bind().dialect.name == "postgresql" else ""
    op.create_index("ix_articles_newest", "articles", [sa.text(f"published DESC{last}"), "id"])
