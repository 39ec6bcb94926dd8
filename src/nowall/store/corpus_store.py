"""The pack's records in SQL, and the log of all changes: indexes and vectors are derived from it (decision 7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Engine,
    RowMapping,
    Table,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
)

from nowall.database import reading
from nowall.records import Corpus
from nowall.store import rows
from nowall.store.schema import ARTICLES, BANDS, CHANGES, CLAIMS, COPIES, ENTITIES, FACTS, META, NAMES, TEXTS

PACK = "pack"
ADDED = "added"
TOUCHED = "touched"
"""The kind of a change to something that is derived from the records, as the vectors are."""

_KINDS = {"articles": "article", "facts": "fact", "entities": "entity", "claims": "claim"}


class Change(NamedTuple):
    """One entry of the log: a record was written (``put``) or is gone (``delete``)."""

    seq: int
    kind: str
    """article, fact, entity or claim of the pack; ``learned``: an article with all that came from it; ``touched``."""
    record_id: str
    op: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What one call did to the corpus, and where its log stands now."""

    put: int
    deleted: int
    seq: int

    def __bool__(self) -> bool:
        return bool(self.put or self.deleted)


class CorpusStore:
    """The pack's records in a home. An article belongs to one source; the pack's claim to it is the stronger one."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def load(self) -> tuple[Corpus, int]:
        """The pack, ordered by id (facts by article and place), and the seq of the state that it is."""
        with reading(self._engine, steady=True) as connection:
            corpus = Corpus(
                articles=tuple(map(rows.article, _select(connection, ARTICLES, ARTICLES.c.id))),
                facts=tuple(map(rows.fact, _select(connection, FACTS, FACTS.c.article, FACTS.c.place, FACTS.c.id))),
                entities=tuple(map(rows.entity, _select(connection, ENTITIES, ENTITIES.c.id))),
                claims=tuple(map(rows.claim, _select(connection, CLAIMS, CLAIMS.c.id))),
            )
            return corpus, current_seq(connection)

    def seq(self) -> int:
        """Give the number of the newest change; cheap enough to be asked twice a second."""
        with reading(self._engine) as connection:
            return current_seq(connection)

    def changes_since(self, seq: int) -> list[Change]:
        """Read the log after this number, oldest first."""
        query = select(CHANGES.c.seq, CHANGES.c.kind, CHANGES.c.record_id, CHANGES.c.op)
        with reading(self._engine) as connection:
            result = connection.execute(query.where(CHANGES.c.seq > seq).order_by(CHANGES.c.seq))
            return [Change(*row) for row in result]

    def identity(self) -> str:
        """Name this database as no other one: what an index is derived from, even after the file was replaced."""
        with reading(self._engine) as connection:
            return str(connection.scalar(select(META.c.value).where(META.c.name == "identity")))

    def digest(self, source: str = PACK) -> str | None:
        """Recall what `sync` was given last: a caller whose files have this digest need not read them."""
        with reading(self._engine) as connection:
            return connection.scalar(select(META.c.value).where(META.c.name == _digest_name(source)))

    def note(self, name: str, text: str) -> None:
        """Remember a text under a name, in place of what was there."""
        with self._engine.begin() as connection:
            connection.execute(delete(META).where(META.c.name == name))
            connection.execute(insert(META).values(name=name, value=text))

    def notes(self, beginning: str) -> dict[str, str]:
        """Every text that is remembered under a name that begins so."""
        query = select(META.c.name, META.c.value).where(META.c.name.startswith(beginning, autoescape=True))
        with reading(self._engine) as connection:
            return {row.name: row.value for row in connection.execute(query)}

    def touch(self, what: str) -> None:
        """Log that something derived has changed, so that running processes look at it anew."""
        with self._engine.begin() as connection:
            connection.execute(insert(CHANGES).values(kind=TOUCHED, record_id=what, op="put"))

    def sync(self, corpus: Corpus, source: str = PACK, digest: str | None = None) -> Changes:
        """Bring the rows of a source to this state; those of other sources stay, unless both claim an article."""
        own_articles = select(ARTICLES.c.id).where(ARTICLES.c.source == source)
        own_facts = or_(FACTS.c.source == source, FACTS.c.article.in_(own_articles))
        with self._engine.begin() as connection:
            before = current_seq(connection)
            _bring(connection, ARTICLES, rows.encode(corpus.articles, source), ARTICLES.c.source == source)
            _bring(connection, FACTS, rows.encode(corpus.facts, source), own_facts)
            _bring(connection, ENTITIES, rows.encode(corpus.entities, source), ENTITIES.c.source == source)
            _bring(connection, CLAIMS, rows.encode(corpus.claims, source), CLAIMS.c.source == source)
            for table in (TEXTS, NAMES, BANDS, COPIES):  # what was learned of an article that is the pack's now
                connection.execute(delete(table).where(table.c.article.in_(own_articles)))
            connection.execute(delete(META).where(META.c.name == _digest_name(source)))
            if digest is not None:
                connection.execute(insert(META).values(name=_digest_name(source), value=digest))
            return changes_after(connection, before)


def _select(connection: Connection, table: Table, *order: Column[str]) -> Iterable[RowMapping]:
    columns = [column for column in table.columns if column.name != "source"]
    return connection.execute(select(*columns).where(table.c.source == PACK).order_by(*order)).mappings().all()


def current_seq(connection: Connection) -> int:
    """The number of the newest change."""
    return connection.scalar(select(func.max(CHANGES.c.seq))) or 0


def _digest_name(source: str) -> str:
    return f"digest/{source}"


def _bring(connection: Connection, table: Table, wanted: dict[str, rows.Row], scope: ColumnElement[bool]) -> None:
    """Make the rows in scope the wanted ones, touching and logging only what differs."""
    existing = {row["id"]: dict(row) for row in connection.execute(select(table).where(scope)).mappings()}
    gone = [identifier for identifier in existing if identifier not in wanted]
    changed = [row for identifier, row in wanted.items() if existing.get(identifier) != row]
    stale = [{"gone": identifier} for identifier in [*gone, *(row["id"] for row in changed)]]
    if not stale:
        return
    connection.execute(delete(table).where(table.c.id == bindparam("gone")), stale)
    if changed:
        connection.execute(insert(table), changed)
    log = [(identifier, "delete") for identifier in gone] + [(row["id"], "put") for row in changed]
    kind = _KINDS[table.name]
    connection.execute(insert(CHANGES), [{"kind": kind, "record_id": id_, "op": op} for id_, op in log])


def changes_after(connection: Connection, before: int) -> Changes:
    """What was done since the change ``before``."""
    ops = connection.scalars(select(CHANGES.c.op).where(CHANGES.c.seq > before)).all()
    return Changes(put=ops.count("put"), deleted=ops.count("delete"), seq=current_seq(connection))
