"""Keeping the index in PostgreSQL: a schema of its own, that can be thrown away."""
# ruff: noqa: S608  only names and numbers of our own stand in statements, values are parameters

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from hashlib import blake2b
from itertools import islice

from sqlalchemy import Connection, Engine

from nowall.database import reading
from nowall.database.postgres import alone
from nowall.errors import HomeBusyError, StoreError
from nowall.search.index import (
    LONGEST_WAIT_SECONDS,
    DocumentsFor,
    IndexDocument,
    Update,
    brought_up_to_date,
    served,
)
from nowall.search.postgres_index import PostgresIndex
from nowall.search.postgres_tables import FORMAT, build, forget, replace
from nowall.search.server_terms import PROBE

_PREFIX = "nowall_index_"
_KEEP_OTHERS = "1 day"
_AT_ONCE = 200
"""Documents in one part of a change: searches wait while they are inserted, about 50 ms."""
_FEW_WORDS = 20_000
"""While an index has about so many different words, a view knows the counts of all."""


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

        def bring(wait_seconds: float) -> PostgresIndex:
            with self.writing(wait_seconds) as writer:
                return writer.bring_up_to_date(documents_for)

        return served(self.open(), seq, bring)

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
            *standing, number = connection.exec_driver_sql(
                f"SELECT seq, documents, lengths, (SELECT reltuples FROM pg_class WHERE oid = '{self.schema}.words'"
                f"::regclass) FROM {self.schema}.standing"
            ).one()
            known = None
            if number < _FEW_WORDS:
                counts = connection.exec_driver_sql(f"SELECT word, documents FROM {self.schema}.words")
                known = {row[0]: row[1] for row in counts}
        return PostgresIndex(self._database, self.schema, standing, known)


class ServerWriter:
    """Applies updates, a small one in one transaction. Made by `ServerKeeper.writing`."""

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
        return brought_up_to_date(self._view, documents_for, self.apply)

    def apply(self, update: Update) -> PostgresIndex:
        """Make one update: everything anew at once; else in parts, each of which is seen when it is done.

        Raises HomeBusyError where another one has written meanwhile, as it may when this one's lock was lost.
        """
        if update.gone is None:
            with self._database.begin() as connection:
                self._rebuild(connection, update)
        else:
            self._change(update, update.gone)
        self._view = view = self._open_view()
        if view is None:
            raise StoreError("The index is gone from the database: it is built again at the next start.")
        return view

    def _rebuild(self, connection: Connection, update: Update) -> None:
        connection.exec_driver_sql("SET LOCAL idle_in_transaction_session_timeout = 0")  # words take time to cut
        found = connection.exec_driver_sql("SELECT to_tsvector('simple', %(word)s)::text", {"word": PROBE}).scalar()
        if found != f"'{PROBE}':1":
            raise StoreError("The database does not keep Chinese words whole: create one with the locale C or C.UTF-8.")
        build(connection, self._schema, update.documents)
        self._stand(connection, update.seq)

    def _change(self, update: Update, gone: Collection[str]) -> None:
        """Readers wait for a part, not for the whole; where it ends between two, the next writer does it again.

        The last part, the only one of a small update, brings the new seq with it.
        """
        done: set[str] = set()
        parts = _parts(update.documents)
        part = next(parts, [])
        while following := next(parts, None):
            owners = {document.owner for document in part} - done
            with self._held() as connection:
                replace(connection, self._schema, owners, part)
            done |= owners
            part = following
        owners = {document.owner for document in part} - done
        with self._held() as connection:
            self._stand(connection, update.seq)
            self._drop_others(connection)
            forget(connection, self._schema, set(gone) - done - owners)
            replace(connection, self._schema, owners, part)  # the last thing, for nobody can search from here on

    @contextmanager
    def _held(self) -> Iterator[Connection]:
        """A transaction on the index that this writer knows."""
        with self._database.begin() as connection:
            stands = connection.exec_driver_sql(f"SELECT seq FROM {self._schema}.standing FOR UPDATE").scalar()
            if self._view is None or stands != self._view.seq:
                raise HomeBusyError("Another nowall has changed the index of this database meanwhile: try again.")
            yield connection

    def _stand(self, connection: Connection, seq: int) -> None:
        connection.exec_driver_sql(f"UPDATE {self._schema}.standing SET seq = {int(seq)}")

    def _drop_others(self, connection: Connection) -> None:
        """Remove what earlier versions built, once this one has served for a day: none of them runs any more."""
        aged = f"SELECT built < now() - interval '{_KEEP_OTHERS}' FROM {self._schema}.standing"
        if connection.exec_driver_sql(aged).scalar():
            others = "SELECT nspname FROM pg_namespace WHERE nspname LIKE %(index)s AND nspname <> %(own)s"
            names = {"index": f"{_PREFIX.replace('_', chr(92) + '_')}%", "own": self._schema}
            for (schema,) in connection.exec_driver_sql(others, names).all():
                connection.exec_driver_sql(f"DROP SCHEMA {schema} CASCADE")


def _parts(documents: Iterable[IndexDocument]) -> Iterator[list[IndexDocument]]:
    every = iter(documents)
    while some := list(islice(every, _AT_ONCE)):
        yield some
