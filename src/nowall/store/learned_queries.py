"""What the queries of learned records have in common."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Select, String, Table, bindparam, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from nowall.store.corpus_store import ADDED
from nowall.store.schema import ARTICLES, FACTS

BATCH = 500
"""Values in one ``IN (…)``, and rows fetched at a time."""

_OF_PASSAGES = ("id", "article", "place", "kind", "zh", "subject", "speaker", "claimant", "entities", "when")
PASSAGES = (
    select(*(FACTS.c[name] for name in _OF_PASSAGES), ARTICLES.c.title)
    .join(ARTICLES, ARTICLES.c.id == FACTS.c.article)
    .where(FACTS.c.id.in_(bindparam("values", expanding=True)))
)
"""What ranking needs of facts with these ``values`` as ids; made once, since that takes longer than asking."""


@cache
def learned_in(table: Table, column: Column[str]) -> Select[Any]:
    """The learned records that have one of ``values`` in a column; made once, since that takes longer than asking."""
    return select(*columns_of(table)).where(column.in_(bindparam("values", expanding=True)), is_learned(table))


class _Unindexed(FunctionElement[str]):
    """A column that SQLite must not look up in an index, which it would by itself; PostgreSQL knows when to."""

    type = String()
    inherit_cache = True


@compiles(_Unindexed)
def _as_it_is(element: _Unindexed, compiler: SQLCompiler, **given: Any) -> str:
    return compiler.process(element.clauses, **given)


@compiles(_Unindexed, "sqlite")
def _for_sqlite(element: _Unindexed, compiler: SQLCompiler, **given: Any) -> str:
    return f"+{compiler.process(element.clauses, **given)}"


def is_learned(table: Table) -> ColumnElement[bool]:
    """Tells learned records among few: nearly all are, so that looking them up by their source would find most."""
    return _Unindexed(table.c.source) == ADDED


def columns_of(table: Table) -> list[Column[Any]]:
    """The columns of a record: all but whose it is."""
    return [column for column in table.columns if column.name != "source"]


def ids_where(connection: Connection, wanted: Column[str], by: Column[str], values: Collection[str]) -> list[str]:
    """One column of the rows that have one of these values in another."""
    return [found for batch in batches(values) for found in connection.scalars(select(wanted).where(by.in_(batch)))]


def pairs_where(
    connection: Connection, key: Column[str], value: Column[str], by: Column[str], values: Collection[str]
) -> dict[str, str]:
    """Two columns of such rows, one by the other."""
    queries = (select(key, value).where(by.in_(batch)) for batch in batches(values))
    return {k: v for query in queries for k, v in connection.execute(query)}


def batches(values: Collection[str]) -> Iterator[list[str]]:
    """Values in lists that a query can take."""
    ordered = list(values)
    for start in range(0, len(ordered), BATCH):
        yield ordered[start : start + BATCH]
