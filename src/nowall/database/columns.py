"""Types of columns that mean the same in SQLite and in PostgreSQL."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, Dialect, Text
from sqlalchemy.types import TypeDecorator, TypeEngine


class Plain(TypeDecorator[str]):
    """Text that is compared and sorted by code points, whatever language a server sorts in."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """PostgreSQL's collation "C" is what SQLite does by itself."""
        return Text(collation="C") if dialect.name == "postgresql" else Text()


class Json(TypeDecorator[Any]):
    """Lists and nested values; nothing is NULL. On PostgreSQL they can be compared and grouped by."""

    impl = JSON
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """``jsonb`` where there is one; its module is only read there, for it takes long."""
        if dialect.name == "postgresql":
            from sqlalchemy.dialects.postgresql import JSONB  # noqa: PLC0415

            return JSONB(none_as_null=True)
        return JSON(none_as_null=True)
