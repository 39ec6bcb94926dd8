"""The tables of an index in PostgreSQL: documents, and the books that scores need, always of the same state."""
# ruff: noqa: S608  only names and numbers of our own stand in statements, values are parameters

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from itertools import islice
from typing import Any, NamedTuple

from sqlalchemy import Connection

from nowall.database.postgres import driver_trouble
from nowall.search.index import FIELDS, IndexDocument
from nowall.search.server_terms import words

FORMAT = 3
"""Raised when the tables change: an index of another format is built anew."""

LENGTHS = tuple(f"{field}_length" for field in FIELDS)
"""The columns that hold how long the fields of a document are."""

_AT_ONCE = 5_000
_TABLES = """
CREATE SCHEMA {schema};
CREATE TABLE {schema}.documents (
    number bigint GENERATED ALWAYS AS IDENTITY, id text COLLATE "C" NOT NULL, owner text COLLATE "C" NOT NULL,
    articles text[] NOT NULL, {lengths}, words text COLLATE "C" NOT NULL);
CREATE TABLE {schema}.words (word text COLLATE "C" NOT NULL, documents int NOT NULL) WITH (fillfactor = 80);
CREATE TABLE {schema}.standing (
    seq bigint NOT NULL, documents bigint NOT NULL, lengths bigint[] NOT NULL,
    built timestamptz NOT NULL DEFAULT transaction_timestamp());
INSERT INTO {schema}.standing (seq, documents, lengths) VALUES (0, 0, ARRAY[0, 0, 0, 0]);
CREATE TEMPORARY TABLE nowall_tally (word text COLLATE "C", documents int) ON COMMIT DROP;
"""
_INDEXES = """
SET LOCAL work_mem = '64MB';
SET LOCAL max_parallel_maintenance_workers = 0;
INSERT INTO {schema}.words SELECT word, sum(documents) FROM nowall_tally GROUP BY word ORDER BY word;
DROP TABLE nowall_tally;
ALTER TABLE {schema}.words ADD PRIMARY KEY (word);
ALTER TABLE {schema}.documents ADD PRIMARY KEY (id);
CREATE INDEX documents_by_owner ON {schema}.documents (owner);
CREATE INDEX documents_by_article ON {schema}.documents USING gin (articles);
CREATE INDEX documents_having ON {schema}.documents USING gin (to_tsvector('simple', words))
    WITH (gin_pending_list_limit = 256);
CREATE INDEX documents_by_words ON {schema}.documents USING bm25 (words) WITH (text_config = 'simple');
ANALYZE {schema}.documents;
ANALYZE {schema}.words;
"""
_ADD_COUNTS = """
INSERT INTO {schema}.words AS w (word, documents) SELECT * FROM unnest(%(words)s::text[], %(counts)s::int[])
ON CONFLICT (word) DO UPDATE SET documents = w.documents + excluded.documents
"""
_HAS = """
CREATE FUNCTION {schema}.has(wanted tsquery) RETURNS boolean STABLE LANGUAGE sql SET enable_seqscan = off AS $$
SELECT EXISTS (SELECT 1 FROM {schema}.documents WHERE to_tsvector('simple', words) @@ wanted) $$
"""
"""With the index: the planner takes to cut words for cheap, and would do so to all rows of a small table."""


class _Tally(NamedTuple):
    """What some documents add to the books: how many have each word, how many there are, how long their fields are."""

    words: Counter[str]
    documents: int
    lengths: list[int]


def build(connection: Connection, schema: str, documents: Iterable[IndexDocument]) -> None:
    """Make the tables with these documents; one that answers takes its place only when all is done."""
    draft = f"{schema}_draft"
    _run(connection, _TABLES, draft)
    every = iter(documents)
    while some := list(islice(every, _AT_ONCE)):
        rows = [_row(document) for document in some]
        tally = _tally_of(rows)
        _insert(connection, draft, rows)
        _copy(connection, "nowall_tally (word, documents)", tally.words.items())
        _stand(connection, draft, tally, 1)
    _run(connection, _INDEXES, draft)
    connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {schema} CASCADE")
    connection.exec_driver_sql(f"ALTER SCHEMA {draft} RENAME TO {schema}")
    connection.exec_driver_sql(_HAS.format(schema=schema))


def replace(connection: Connection, schema: str, owners: Collection[str], documents: Sequence[IndexDocument]) -> None:
    """Put these documents in place of those of these owners. Nobody can search from the last statement to the commit.

    For pg_textsearch locks its index from the first row that is inserted to the end of the transaction.
    """
    forget(connection, schema, owners)
    rows = [_row(document) for document in documents]
    if rows:
        _enter(connection, schema, _tally_of(rows), 1)
        _insert(connection, schema, rows)


def forget(connection: Connection, schema: str, owners: Collection[str]) -> None:
    """Remove the documents of these owners."""
    if owners:
        delete = f"DELETE FROM {schema}.documents WHERE owner = ANY(%(owners)s::text[])"
        returned = f"{delete} RETURNING words, {', '.join(LENGTHS)}"
        rows = connection.exec_driver_sql(returned, {"owners": list(owners)}).all()
        if rows:
            _enter(connection, schema, _tally_of(rows), -1)


def _insert(connection: Connection, schema: str, rows: Iterable[Sequence[Any]]) -> None:
    _copy(connection, f"{schema}.documents (words, {', '.join(LENGTHS)}, id, owner, articles)", rows)


def _row(document: IndexDocument) -> tuple[Any, ...]:
    by_field = [words(field, document.terms.get(field, ())) for field in FIELDS]
    joined = " ".join(word for held in by_field for word in held)
    return joined, *map(len, by_field), document.id, document.owner, list(document.articles)


def _tally_of(rows: Iterable[Sequence[Any]]) -> _Tally:
    """``rows`` begin with words and lengths."""
    having: Counter[str] = Counter()
    sums, number = [0] * len(LENGTHS), 0
    for words_of_all, *lengths in (row[: 1 + len(LENGTHS)] for row in rows):
        having.update(set(words_of_all.split()))
        sums = [total + length for total, length in zip(sums, lengths, strict=True)]
        number += 1
    return _Tally(having, number, sums)


def _enter(connection: Connection, schema: str, tally: _Tally, sign: int) -> None:
    """Keep the books: ``sign`` is 1 for documents that come, -1 for those that go."""
    ordered = sorted(tally.words)
    values = {"words": ordered, "counts": [sign * tally.words[word] for word in ordered]}
    connection.exec_driver_sql(_ADD_COUNTS.format(schema=schema), values)
    _stand(connection, schema, tally, sign)


def _stand(connection: Connection, schema: str, tally: _Tally, sign: int) -> None:
    lengths = ", ".join(f"lengths[{place}] + {sign * total}" for place, total in enumerate(tally.lengths, 1))
    connection.exec_driver_sql(
        f"UPDATE {schema}.standing SET documents = documents + {sign * tally.documents}, lengths = ARRAY[{lengths}]"
    )


def _run(connection: Connection, statements: str, schema: str) -> None:
    lengths = ", ".join(f"{column} int NOT NULL" for column in LENGTHS)
    for statement in filter(str.strip, statements.format(schema=schema, lengths=lengths).split(";")):
        connection.exec_driver_sql(statement)


def _copy(connection: Connection, into: str, rows: Iterable[Sequence[Any]]) -> None:
    driver: Any = connection.connection.driver_connection
    with driver_trouble(connection), driver.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
