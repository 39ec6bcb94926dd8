"""Keeping the index in PostgreSQL: a schema of its own, that can be thrown away."""
# ruff: noqa: S608  only names and numbers of our own stand in statements, values are parameters

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Engine

from nowall.database import reading
from nowall.database.postgres import alone
from nowall.errors import HomeBusyError, StoreError
from nowall.search.bm25 import kept_length
from nowall.search.index import FIELDS, LONGEST_WAIT_SECONDS, SHORT_WAIT_SECONDS, DocumentsFor, IndexDocument, Update
from nowall.search.postgres_index import PostgresIndex
from nowall.search.server_terms import PROBE, words

FORMAT = 1
"""Raised when the tables change: an index of another format is built anew."""

_PREFIX = "nowall_index_"
_KEEP_OTHERS = "1 day"
_AT_ONCE = 5_000
_FEW_WORDS = 100_000
"""While an index has no more different words, a view knows the counts of all."""
_TABLES = """
CREATE SCHEMA {schema};
CREATE TABLE {schema}.documents (
    number bigint GENERATED ALWAYS AS IDENTITY, id text COLLATE "C" PRIMARY KEY, owner text COLLATE "C" NOT NULL,
    articles text[] NOT NULL, lengths int[] NOT NULL, words text COLLATE "C" NOT NULL);
CREATE TABLE {schema}.words (word text COLLATE "C" PRIMARY KEY, documents int NOT NULL) WITH (fillfactor = 80);
CREATE TABLE {schema}.standing (
    seq bigint NOT NULL, documents bigint NOT NULL, lengths bigint[] NOT NULL,
    built timestamptz NOT NULL DEFAULT transaction_timestamp());
"""
_INDEXES = """
CREATE INDEX documents_by_owner ON {schema}.documents (owner);
CREATE INDEX documents_by_article ON {schema}.documents USING gin (articles);
CREATE INDEX documents_having ON {schema}.documents USING gin (to_tsvector('simple', words));
CREATE INDEX documents_by_words ON {schema}.documents USING bm25 (words) WITH (text_config = 'simple');
ANALYZE {schema}.documents;
ANALYZE {schema}.words;
"""
_HAS = """
CREATE FUNCTION {schema}.has(wanted tsquery) RETURNS boolean STABLE LANGUAGE sql SET enable_seqscan = off AS $$
SELECT EXISTS (SELECT 1 FROM {schema}.documents WHERE to_tsvector('simple', words) @@ wanted) $$
"""
"""With the index: the planner takes to cut words for cheap, and would do so to all rows of a small table."""
_ADD_COUNTS = """
INSERT INTO {schema}.words AS w (word, documents) SELECT * FROM unnest(%(words)s::text[], %(counts)s::int[])
ON CONFLICT (word) DO UPDATE SET documents = w.documents + excluded.documents
"""


class ServerKeeper:
    """Keeps the index beside the corpus, for all processes. One of another fingerprint has another schema."""

    def __init__(self, database: Engine, fingerprint: str) -> None:
        """``fingerprint`` names the store and the way of tokenizing."""
        self._database = database
        digest = blake2b(f"{FORMAT} {fingerprint}".encode(), digest_size=5).hexdigest()
        self.schema = f"{_PREFIX}{digest}"

    def bring_up_to_date(self, seq: int, documents_for: DocumentsFor) -> PostgresIndex:
        """Open the index, after applying what the store has and it has not.

        While another process is writing, the index is given as it stands: that one will bring it up to date.
        """
        view = self.open()
        if view is not None and view.seq == seq:
            return view
        try:
            with self.writing(LONGEST_WAIT_SECONDS if view is None else SHORT_WAIT_SECONDS) as writer:
                return writer.bring_up_to_date(documents_for)
        except HomeBusyError:
            if view is None:
                raise
            return view

    @contextmanager
    def writing(self, wait_seconds: float = LONGEST_WAIT_SECONDS) -> Iterator[ServerWriter]:
        """Hold the index's lock, to write it. Raises HomeBusyError where another one keeps it."""
        with alone(self._database, f"writing {self.schema}", wait_seconds):
            yield ServerWriter(self._database, self.schema, self.open)

    def open(self) -> PostgresIndex | None:
        """The index as it stands; None where there is none."""
        with reading(self._database) as connection:
            if not connection.exec_driver_sql(f"SELECT to_regclass('{self.schema}.standing')").scalar():
                return None
            standing = connection.exec_driver_sql(f"SELECT seq, documents, lengths FROM {self.schema}.standing").one()
            counts = connection.exec_driver_sql(
                f"SELECT word, documents FROM {self.schema}.words LIMIT {_FEW_WORDS + 1}"
            )
            known = {row[0]: row[1] for row in counts}
        return PostgresIndex(self._database, self.schema, standing, known if len(known) <= _FEW_WORDS else None)


class ServerWriter:
    """Applies updates, one transaction each. Made by `ServerKeeper.writing`."""

    def __init__(self, database: Engine, schema: str, open_view: Callable[[], PostgresIndex | None]) -> None:
        self._database = database
        self._schema = schema
        self._open_view = open_view
        self._view = open_view()

    @property
    def view(self) -> PostgresIndex | None:
        """The index as it stands; None where there is none."""
        return self._view

    def bring_up_to_date(self, documents_for: DocumentsFor) -> PostgresIndex:
        """Apply what the index lacks."""
        view = self._view
        update = documents_for(None if view is None else view.seq)
        if view is not None and update.seq == view.seq:
            return view
        if update.gone is not None and (view is None or update.seq < view.seq):
            update = documents_for(None)
        return self.apply(update)

    def apply(self, update: Update) -> PostgresIndex:
        """Make one update; all of it is seen at once, or nothing.

        Raises HomeBusyError where another one has written meanwhile, as it may when this one's lock was lost.
        """
        with self._database.begin() as connection:
            if update.gone is None:
                self._rebuild(connection, update)
            else:
                self._change(connection, update, update.gone)
                self._drop_others(connection)
        self._view = view = self._open_view()
        if view is None:
            raise StoreError("The index is gone from the database: it is built again at the next start.")
        return view

    def _rebuild(self, connection: Connection, update: Update) -> None:
        """Make it anew beside the old one, which answers until this one takes its place."""
        self._check(connection)
        draft = f"{self._schema}_draft"
        _run(connection, _TABLES, draft)
        connection.exec_driver_sql(
            f"INSERT INTO {draft}.standing (seq, documents, lengths) VALUES ({int(update.seq)}, 0, ARRAY[0, 0, 0, 0])"
        )
        _add(connection, draft, update.documents)
        _run(connection, _INDEXES, draft)
        connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {self._schema} CASCADE")
        connection.exec_driver_sql(f"ALTER SCHEMA {draft} RENAME TO {self._schema}")
        connection.exec_driver_sql(_HAS.format(schema=self._schema))

    @staticmethod
    def _check(connection: Connection) -> None:
        found = connection.exec_driver_sql("SELECT to_tsvector('simple', %(word)s)::text", {"word": PROBE}).scalar()
        if found != f"'{PROBE}':1":
            raise StoreError("The database does not keep Chinese words whole: create one with the encoding UTF8.")

    def _change(self, connection: Connection, update: Update, gone: Collection[str]) -> None:
        stands = connection.exec_driver_sql(f"SELECT seq FROM {self._schema}.standing FOR UPDATE").scalar()
        if self._view is None or stands != self._view.seq:
            raise HomeBusyError("Another nowall has changed the index of this database meanwhile: try again.")
        _forget(connection, self._schema, gone)
        _add(connection, self._schema, update.documents)
        connection.exec_driver_sql(f"UPDATE {self._schema}.standing SET seq = {int(update.seq)}")

    def _drop_others(self, connection: Connection) -> None:
        """Remove what earlier versions built, once this one has served for a day: none of them runs any more."""
        aged = f"SELECT built < now() - interval '{_KEEP_OTHERS}' FROM {self._schema}.standing"
        if connection.exec_driver_sql(aged).scalar():
            others = "SELECT nspname FROM pg_namespace WHERE nspname LIKE %(index)s AND nspname <> %(own)s"
            names = {"index": f"{_PREFIX.replace('_', chr(92) + '_')}%", "own": self._schema}
            for (schema,) in connection.exec_driver_sql(others, names).all():
                connection.exec_driver_sql(f"DROP SCHEMA {schema} CASCADE")


def _forget(connection: Connection, schema: str, owners: Collection[str]) -> None:
    if owners:
        delete = f"DELETE FROM {schema}.documents WHERE owner = ANY(%(owners)s::text[]) RETURNING words, lengths"
        rows = connection.exec_driver_sql(delete, {"owners": list(owners)}).all()
        _count(connection, schema, ((row[0].split(), row[1]) for row in rows), -1)


def _add(connection: Connection, schema: str, documents: Iterable[IndexDocument]) -> None:
    every = iter(documents)
    while some := list(islice(every, _AT_ONCE)):
        rows = [_row(document) for document in some]
        _copy(connection, f"{schema}.documents (id, owner, articles, lengths, words)", rows)
        _count(connection, schema, ((row[4].split(), row[3]) for row in rows), 1)


def _count(connection: Connection, schema: str, documents: Iterable[tuple[list[str], list[int]]], sign: int) -> None:
    """Keep the books: how many documents have a word, how many there are, and how long their fields are."""
    having: Counter[str] = Counter()
    sums, number = [0] * len(FIELDS), 0
    for held, lengths in documents:
        having.update(set(held))
        sums = [total + length for total, length in zip(sums, lengths, strict=True)]
        number += 1
    ordered = sorted(having)
    values = {"words": ordered, "counts": [sign * having[word] for word in ordered]}
    connection.exec_driver_sql(_ADD_COUNTS.format(schema=schema), values)
    added = ", ".join(f"lengths[{place}] + {sign * total}" for place, total in enumerate(sums, 1))
    connection.exec_driver_sql(
        f"UPDATE {schema}.standing SET documents = documents + {sign * number}, lengths = ARRAY[{added}]"
    )


def _run(connection: Connection, statements: str, schema: str) -> None:
    for statement in filter(str.strip, statements.format(schema=schema).split(";")):
        connection.exec_driver_sql(statement)


def _row(document: IndexDocument) -> tuple[str, str, list[str], list[int], str]:
    by_field = [words(field, document.terms.get(field, ())) for field in FIELDS]
    lengths = [kept_length(len(held)) for held in by_field]
    return document.id, document.owner, list(document.articles), lengths, " ".join(w for held in by_field for w in held)


def _copy(connection: Connection, into: str, rows: Iterable[tuple[Any, ...]]) -> None:
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
