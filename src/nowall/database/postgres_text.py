"""Text that PostgreSQL cannot hold, and SQLite can."""

from __future__ import annotations

from typing import Any

from psycopg import Connection
from psycopg.abc import Buffer
from psycopg.types.string import StrDumperUnknown


class _WithoutNul(StrDumperUnknown):
    """Sends U+FFFD for the character NUL: what has it is not found, and what is stored is as long as before."""

    def dump(self, obj: str) -> Buffer | None:
        """The bytes to send."""
        return super().dump(obj.replace("\0", "\ufffd") if "\0" in obj else obj)


def send_no_nul(connection: Connection[Any]) -> None:
    """Have a connection send text so, as parameters and in COPY."""
    connection.adapters.register_dumper(str, _WithoutNul)
