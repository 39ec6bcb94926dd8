"""What the queries of learned records have in common."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    ColumnElement,
    Connection,
    Integer,
    Select,
    String,
    Table,
    Text,
    any_,
    bindparam,
    select,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import NullType

from nowall.store.corpus_store import ADDED
from nowall.store.schema import ARTICLES, FACTS

BATCH = 500
"""Values in one ``IN (…)``, and rows fetched at a time."""


class _OneOf(FunctionElement[Any]):
    """Tells whether a column has one of the ``values`` that the statement is executed with."""

    type = NullType()  # SQLAlchemy compares a boolean with 1 for SQLite, which then looks at every row
    inherit_cache = True


@compiles(_OneOf)
def _in_list(element: _OneOf, compiler: SQLCompiler, **given: Any) -> str:
    (column,) = element.clauses
    return compiler.process(column.in_(bindparam("values", expanding=True)), **given)


@compiles(_OneOf, "postgresql")
def _in_array(element: _OneOf, compiler: SQLCompiler, **given: Any) -> str:
    """One parameter: to make, send and read hundreds takes several times as long as the search."""
    (column,) = element.clauses
    kind = BigInteger() if isinstance(column.type, Integer) else Text()
    return compiler.process(column == any_(bindparam("values", type_=ARRAY(kind))), **given)


def one_of(column: Column[Any]) -> ColumnElement[bool]:
    """Whether a column has one of the ``values`` that the statement is executed with."""
    return _OneOf(column)


_OF_PASSAGES = ("id", "article", "place", "kind", "zh", "subject", "speaker", "claimant", "entities", "when")
PASSAGES = (
    select(*(FACTS.c[name] for name in _OF_PASSAGES), ARTICLES.c.title)
    .join(ARTICLES, ARTICLES.c.id == FACTS.c.article)
    .where(one_of(FACTS.c.id))
)
"""What ranking needs of facts with these ``values`` as ids; made once, since that takes longer than asking."""


@cache
def learned_in(table: Table, column: Column[str]) -> Select[Any]:
    """The learned records that have one of ``values`` in a column; made once, since that takes longer than asking."""
    return select(*columns_of(table)).where(one_of(column), is_learned(table))


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
    query = select(wanted).where(one_of(by))
    return [found for batch in batches(values) for found in connection.scalars(query, {"values": batch})]


def pairs_where(
    connection: Connection, key: Column[str], value: Column[str], by: Column[str], values: Collection[str]
) -> dict[str, str]:
    """Two columns of such rows, one by the other."""
    query = select(key, value).where(one_of(by))
    return {k: v for batch in batches(values) for k, v in connection.execute(query, {"values": batch})}


def batches(values: Collection[str]) -> Iterator[list[str]]:
    """Values in lists that a query can take."""
    ordered = list(values)
    for start in range(0, len(ordered), BATCH):
        yield ordered[start : start + BATCH]
