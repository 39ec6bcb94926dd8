"""The tables of corpus.db. What one would query is a column; lists and nested values are JSON.

A row belongs to a source: the pack, which is brought to the state of its files at every start, or what
``nowall add`` has learned. Both kinds stand in the same tables (decision 10 of the design).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, MetaData, String, Table, text

from nowall.database.columns import Json, Plain

METADATA = MetaData()


def _text(name: str, *, required: bool = False) -> Column[str]:
    return Column(name, Plain, nullable=not required)


def _record(name: str, *columns: Column[Any]) -> Table:
    source = Column("source", String(40), nullable=False, index=True)
    return Table(name, METADATA, Column("id", Plain, primary_key=True), source, *columns)


ARTICLES = _record(
    "articles",
    _text("title", required=True),
    _text("publisher", required=True),
    _text("language", required=True),
    _text("author"),
    _text("published"),
    _text("published_note_zh"),
    _text("published_note_en"),
    _text("provenance_zh"),
    _text("provenance_en"),
    _text("url"),
    Column("reposts", Json),
)

FACTS = _record(
    "facts",
    Column("article", Plain, nullable=False, index=True),
    _text("kind", required=True),
    _text("zh", required=True),
    _text("en"),
    _text("claimant"),
    _text("when"),
    _text("subject"),
    _text("attribute"),
    _text("value_zh"),
    _text("value_en"),
    Column("entities", Json),
    Column("asks", Json),
    _text("quote"),
    _text("speaker"),
    _text("occasion_zh"),
    _text("occasion_en"),
    _text("note_zh"),
    _text("note_en"),
    Column("items_zh", Json),
    Column("items_en", Json),
    Column("place", Integer, nullable=False),
    Column("span", Json),
    _text("origin", required=True),
)

_QUOTES = text("kind = 'quote' AND speaker IS NOT NULL")
Index("ix_facts_quotes", FACTS.c.speaker, FACTS.c.source, FACTS.c.id, sqlite_where=_QUOTES, postgresql_where=_QUOTES)
Index("ix_articles_newest", ARTICLES.c.published.desc().nulls_last(), ARTICLES.c.id)

ENTITIES = _record(
    "entities",
    _text("kind", required=True),
    _text("zh", required=True),
    _text("en", required=True),
    Column("forms", Json),
    Column("cased", Json),
    _text("about_zh"),
    _text("about_en"),
    Column("relations", Json),
)

CLAIMS = _record(
    "claims",
    _text("zh", required=True),
    _text("en", required=True),
    Column("sides", Json),
    _text("subject"),
    Column("asks", Json),
    Column("agree", Boolean, nullable=False),
)

CHANGES = Table(
    "changes",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("kind", String(10), nullable=False),
    Column("record_id", Plain, nullable=False),
    Column("op", String(10), nullable=False),
    sqlite_autoincrement=True,
)

TEXTS = Table(
    "texts",
    METADATA,
    Column("article", Plain, primary_key=True),
    Column("key", String(10), nullable=False, index=True),
    Column("digest", String(32), nullable=False),
    Column("text", Plain, nullable=False),
)
"""The text of each learned article, which its facts' spans count in, and the digest of what it was made of."""

NAMES = Table(
    "names",
    METADATA,
    Column("article", Plain, primary_key=True),
    Column("id", Plain, primary_key=True, index=True),
    _text("kind", required=True),
    _text("zh", required=True),
    _text("en", required=True),
    Column("forms", Json),
    Column("cased", Json),
    Column("relations", Json),
    sqlite_with_rowid=False,
)
"""What each learned article says of the entities that it names."""

BANDS = Table(
    "bands",
    METADATA,
    Column("band", BigInteger, primary_key=True),
    Column("article", Plain, primary_key=True, index=True),
    sqlite_with_rowid=False,
)
"""Articles that share a band may be copies of each other."""

COPIES = Table(
    "copies",
    METADATA,
    Column("id", Plain, primary_key=True),
    Column("article", Plain, nullable=False, index=True),
    Column("digest", String(32), nullable=False),
    Column("publisher", Plain, nullable=False),
)
"""Documents that were found to be copies of an article that is there already."""

META = Table("meta", METADATA, Column("name", Plain, primary_key=True), Column("value", Plain, nullable=False))
