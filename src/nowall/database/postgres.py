"""Schemas of a PostgreSQL server: opened with time-outs, and told of in sentences where they fail."""

from __future__ import annotations

import select
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import blake2b
from importlib.util import find_spec
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Connection, Engine, ExceptionContext, create_engine, event
from sqlalchemy.exc import InvalidatePoolError

from nowall.database.places import PostgresSchema
from nowall.database.postgres_trouble import trouble
from nowall.errors import HomeBusyError, SettingsError, StoreError

WRITING = "nowall_writing"
_CONNECTIONS = 6
"""Of one process to one schema, kept open once they are needed."""
MOST_CONNECTIONS = 10
"""While all of the process is busy."""
_CONNECT_SECONDS = 5
_LOOK_AGAIN_SECONDS = 0.05


def open_postgres(place: PostgresSchema, *, busy_seconds: float, in_order: bool) -> Engine:
    """Prepare connections to a schema; the server is not needed before the first one.

    A statement may take ``busy_seconds``. ``in_order``: transactions that write follow each other, over all
    processes, as they do by themselves in SQLite; then the numbers that they draw are in the order of their commits.
    Such a transaction may take as long as it needs.
    """
    if find_spec("psycopg") is None:
        raise SettingsError("For PostgreSQL nowall needs its extra: pip install 'nowall[postgres]'.")
    engine = create_engine(
        place.url,
        connect_args=_connect_args(place.name, busy_seconds),
        pool_size=_CONNECTIONS,
        max_overflow=MOST_CONNECTIONS - _CONNECTIONS,
        pool_timeout=busy_seconds,
        hide_parameters=True,
    )
    engine = engine.execution_options(nowall_schema=place.name)
    _watch(engine, place)

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        is_writer = connection.get_execution_options().get(WRITING, True)
        if in_order and is_writer:
            connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_lock_number(place.name, 'write')})")

    return engine


def _watch(engine: Engine, place: PostgresSchema) -> None:
    """Look at each connection when it is made, when it is used, and when it fails."""
    from nowall.database.postgres_text import send_no_nul  # noqa: PLC0415  an optional extra

    @event.listens_for(engine, "connect", insert=True)  # before SQLAlchemy reads what it could not decode
    def _configure(connection: Any, _: object) -> None:
        if connection.info.parameter_status("server_encoding") != "UTF8":
            connection.close()
            raise StoreError(f"The database {place} cannot hold every character: create one with the encoding UTF8.")
        send_no_nul(connection)

    @event.listens_for(engine, "checkout")
    def _look_at(connection: Any, *_: object) -> None:
        if _has_word(connection.fileno()):  # an idle server has nothing to say but good-bye
            raise InvalidatePoolError("the server has ended the connection")

    @event.listens_for(engine, "handle_error")
    def _tell(context: ExceptionContext) -> None:
        state = getattr(context.original_exception, "sqlstate", None) or ""
        if state.startswith("57P"):
            context.is_disconnect = True  # the server is about to hang up, which the driver notices later
        if told := trouble(place, context.original_exception):
            raise told from context.original_exception


def _connect_args(schema: str, busy_seconds: float) -> dict[str, Any]:
    milliseconds = int(busy_seconds * 1000)
    settings = {
        "search_path": f"{schema},public",
        "jit": "off",  # a plan of a few milliseconds is not worth compiling
        "plan_cache_mode": "force_custom_plan",  # a generic plan does not see how rare a word is
        "statement_timeout": str(milliseconds),
        "lock_timeout": str(milliseconds),
        # of a client that stands still in the middle of a transaction, or whose machine is gone without a word
        "idle_in_transaction_session_timeout": str(4 * milliseconds),
        "tcp_keepalives_idle": "10",
        "tcp_keepalives_interval": "5",
        "tcp_keepalives_count": "2",
    }
    return {
        "options": " ".join(f"-c {name}={value}" for name, value in settings.items()),
        "application_name": "nowall",
        "connect_timeout": _CONNECT_SECONDS,
        "keepalives_idle": 10,
        "keepalives_interval": 5,
        "keepalives_count": 2,
        "tcp_user_timeout": 10_000,
    }


def _has_word(connection: int) -> bool:
    poll = select.poll()
    poll.register(connection, select.POLLIN)
    return bool(poll.poll(0))


def schema_of(engine: Engine) -> str | None:
    """The schema that an engine is opened for; None where it is a SQLite file."""
    name: str | None = engine.get_execution_options().get("nowall_schema")
    return name


@contextmanager
def driver_trouble(connection: Connection) -> Iterator[None]:
    """Tell of the server's troubles where its driver is used directly, as SQLAlchemy does where it is between."""
    engine = connection.engine
    try:
        yield
    except connection.dialect.loaded_dbapi.Error as error:
        if told := trouble(PostgresSchema(engine.url, schema_of(engine) or ""), error):
            raise told from error
        raise


@contextmanager
def alone(engine: Engine, what: str, wait_seconds: float) -> Iterator[None]:
    """Hold a lock of the server, which frees it when its holder is gone; HomeBusyError where another one keeps it.

    Where the database is a file there is nothing to hold: homes have locks of their own.
    """
    if schema_of(engine) is None:
        yield
        return
    deadline = monotonic() + wait_seconds
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT", **{WRITING: False}) as connection:
        while not try_lock(connection, what):
            if monotonic() >= deadline:
                raise HomeBusyError(f"Another nowall is {what} in this database: wait until it is done.")
            sleep(_LOOK_AGAIN_SECONDS)
        try:
            yield
        finally:
            connection.invalidate()  # its end frees the lock, also where the server does not answer now


def try_lock(connection: Connection, what: str) -> bool:
    """Take a lock that the end of the connection frees; False where another one keeps it."""
    number = _lock_number(schema_of(connection.engine) or "", what)
    return bool(connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({number})").scalar())


def _lock_number(schema: str, what: str) -> int:
    """Advisory locks are numbers of 64 bits, shared by all that use a database."""
    return int.from_bytes(blake2b(f"nowall/{schema}/{what}".encode(), digest_size=8).digest(), signed=True)


def take_lock(connection: Connection, what: str, schema: str | None = None) -> None:
    """Wait for a lock that the end of the transaction frees; ``schema``: of another one than the connection's."""
    number = _lock_number(schema or schema_of(connection.engine) or "", what)
    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({number})")
