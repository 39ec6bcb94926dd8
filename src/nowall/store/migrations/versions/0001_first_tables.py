"""Articles, facts, entities, claims, the log of their changes, and what the store knows of itself."""

from __future__ import annotations

from uuid import uuid4

import sqlalchemy as sa
from alembic import op

from nowall.database.columns import Json, Plain

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create the tables."""
    _articles()
    _facts()
    _entities_and_claims()
    op.create_table(
        "changes",
        sa.Column("seq", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("record_id", Plain, nullable=False),
        sa.Column("op", sa.String(10), nullable=False),
        sqlite_autoincrement=True,
    )
    meta = op.create_table(
        "meta", sa.Column("name", Plain, primary_key=True), sa.Column("value", Plain, nullable=False)
    )
    op.bulk_insert(meta, [{"name": "identity", "value": uuid4().hex}])


def _create_record_table(name: str, *columns: sa.Column[object]) -> None:
    source = sa.Column("source", sa.String(40), nullable=False)
    op.create_table(name, sa.Column("id", Plain, primary_key=True), source, *columns)
    op.create_index(f"ix_{name}_source", name, ["source"])


def _texts(*names: str, required: bool = False) -> list[sa.Column[object]]:
    return [sa.Column(name, Plain, nullable=not required) for name in names]


def _lists(*names: str) -> list[sa.Column[object]]:
    return [sa.Column(name, Json) for name in names]


def _articles() -> None:
    _create_record_table(
        "articles",
        *_texts("title", "publisher", "language", required=True),
        *_texts("author", "published", "published_note_zh", "published_note_en"),
        *_texts("provenance_zh", "provenance_en", "url"),
    )


def _facts() -> None:
    _create_record_table(
        "facts",
        *_texts("article", "kind", "zh", required=True),
        *_texts("en", "claimant", "when", "subject", "attribute", "value_zh", "value_en"),
        *_lists("entities", "asks"),
        *_texts("quote", "speaker", "occasion_zh", "occasion_en", "note_zh", "note_en"),
        *_lists("items_zh", "items_en"),
        sa.Column("place", sa.Integer, nullable=False),
        *_lists("span"),
        *_texts("origin", required=True),
    )
    op.create_index("ix_facts_article", "facts", ["article"])


def _entities_and_claims() -> None:
    _create_record_table(
        "entities",
        *_texts("kind", "zh", "en", required=True),
        *_lists("forms", "cased"),
        *_texts("about_zh", "about_en"),
        *_lists("relations"),
    )
    _create_record_table(
        "claims",
        *_texts("zh", "en", required=True),
        *_lists("sides"),
        *_texts("subject"),
        *_lists("asks"),
        sa.Column("agree", sa.Boolean, nullable=False),
    )
