"""The looks at a PostgreSQL server: can it be used, how safely, and what it can do beyond the plain one.

Nothing is made or changed there; the password is shown nowhere.
"""
# ruff: noqa: PLC0415

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from nowall.errors import NowallError, SettingsError
from nowall.terminal.checks import Check, Look, State
from nowall.terminal.session import Session

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from nowall.database import PostgresSchema

_OLDEST = 15
"""Of the server's versions that the tests have seen."""
_FEW_BOTS = 3
_LOGGED = (1, 2)
"""pg_textsearch writes every page to the write-ahead log from here on (its issues 342, 347 and 350)."""
_STEADY = (1, 3, 1)
"""It has no known races between VACUUM, merging and searching from here on (its issues 404, 411, 417 and 418)."""
_RECOMMENDED = "1.4.0"
_HALVES = (0, 7)
"""pgvector has vectors of half precision from here on."""

_SERVER = """
SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number,
    pg_is_in_recovery() AS is_standby, current_setting('fsync') AS fsync,
    current_setting('synchronous_commit') AS synchronous_commit,
    current_setting('full_page_writes') AS full_page_writes,
    current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int AS every,
    (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend') AS used,
    (SELECT rolconnlimit FROM pg_roles WHERE rolname = current_user) AS of_user,
    (SELECT datconnlimit FROM pg_database WHERE datname = current_database()) AS of_database
"""
_EXTENSION = """
SELECT default_version AS available, (SELECT extversion FROM pg_extension WHERE extname = name) AS installed
FROM pg_available_extensions WHERE name = %(name)s
"""
# Who is no superuser may not read shared_preload_libraries, but what a library has brought along.
_IS_LOADED = "SELECT EXISTS (SELECT FROM pg_settings WHERE name LIKE 'pg\\_textsearch.%%')"
_CORPUS = "SELECT to_regclass('nowall_corpus.meta') IS NOT NULL, pg_size_pretty(pg_database_size(current_database()))"


def server_looks(session: Session) -> dict[str, Look]:
    """List the looks at the server, if one is set: what comes after rests on them."""
    try:
        is_meant = session.settings.server is not None
    except SettingsError:
        is_meant = True  # the first look tells
    looks: dict[str, Look] = {"server": _server, "server_search": _search, "server_vectors": _vectors}
    return looks | {"server_corpus": _corpus} if is_meant else {}


def _server(session: Session) -> Check:
    try:
        with _connected(session) as (connection, place):
            found: Any = connection.exec_driver_sql(_SERVER).one()
    except NowallError as error:
        return Check(State.BROKEN, str(error), is_last=True)
    if found.is_standby:
        remedy = session.say("doctor_server_primary")
        return Check(State.BROKEN, session.say("doctor_server_standby", database=place), remedy, is_last=True)
    return _how_good(session, found, place)


def _how_good(session: Session, found: Any, place: PostgresSchema) -> Check:
    from nowall.database.postgres import MOST_CONNECTIONS

    limit = min(number for number in (found.every, found.of_user, found.of_database) if number >= 0)
    of_a_bot = 2 * MOST_CONNECTIONS
    version = found.version.partition(" ")[0]
    if found.number < _OLDEST * 10_000:
        remedy = session.say("doctor_server_newer", oldest=_OLDEST)
        return Check(State.MISSING, session.say("doctor_server_old", version=version), remedy)
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        if getattr(found, setting) == "off":
            remedy = session.say("doctor_server_set", setting=setting)
            return Check(State.MISSING, session.say("doctor_server_unsafe", setting=setting), remedy)
    if limit < _FEW_BOTS * of_a_bot:
        remedy = session.say("doctor_server_connections", wanted=_FEW_BOTS * of_a_bot + 10)
        return Check(State.MISSING, session.say("doctor_server_crowded", limit=limit, bot=of_a_bot), remedy)
    detail = session.say(
        "doctor_server", version=version, database=place, used=found.used, limit=limit, bots=limit // of_a_bot
    )
    return Check(State.GOOD, detail)


def _search(session: Session) -> Check:
    from nowall.settings import Search

    if session.settings.search is Search.FOLDER:
        return Check(State.GOOD, session.say("doctor_server_search_folder"))
    with _connected(session) as (connection, _):
        extension = _extension(connection, "pg_textsearch")
        is_loaded = bool(connection.exec_driver_sql(_IS_LOADED, {}).scalar())
    if extension is None:
        return Check(State.MISSING, session.say("doctor_server_search_missing"), session.say("doctor_server_build"))
    version = extension.installed or extension.available
    if not is_loaded:
        state = State.BROKEN if extension.installed else State.MISSING
        detail = session.say("doctor_server_search_unloaded", version=version)
        return Check(state, detail, session.say("doctor_server_preload"))
    if not extension.installed:
        detail = session.say("doctor_server_search_uncreated", version=version)
        return Check(State.MISSING, detail, session.say("doctor_run", command="CREATE EXTENSION pg_textsearch"))
    return _how_sound(session, extension.installed)


def _how_sound(session: Session, version: str) -> Check:
    """Which of its known faults this version of pg_textsearch has."""
    remedy = session.say("doctor_server_search_update", version=_RECOMMENDED)
    if _numbers(version) < _LOGGED:
        return Check(State.MISSING, session.say("doctor_server_search_unlogged", version=version), remedy)
    if _numbers(version) < _STEADY:
        return Check(State.MISSING, session.say("doctor_server_search_unsteady", version=version), remedy)
    return Check(State.GOOD, session.say("doctor_server_search", version=version))


def _vectors(session: Session) -> Check:
    with _connected(session) as (connection, _):
        extension = _extension(connection, "vector")
    version = (extension.installed or extension.available) if extension else ""
    if extension is None or _numbers(version) < _HALVES:
        detail = session.say("doctor_server_vectors_missing")
        return Check(State.MISSING, detail, session.say("doctor_server_vectors_install"))
    if not extension.installed:
        detail = session.say("doctor_server_vectors_uncreated", version=version)
        return Check(State.MISSING, detail, session.say("doctor_run", command="CREATE EXTENSION vector"))
    return Check(State.GOOD, session.say("doctor_server_vectors", version=version))


def _corpus(session: Session) -> Check:
    """Without a corpus there is no more to look at: opening one would make it, and hinder ``nowall migrate-to``."""
    with _connected(session) as (connection, _):
        is_there, size = connection.exec_driver_sql(_CORPUS).one()
    if not is_there:
        detail = session.say("doctor_server_no_corpus")
        return Check(State.MISSING, detail, session.say("doctor_server_move"), is_last=True)
    return Check(State.GOOD, session.say("doctor_server_corpus", size=size))


@dataclass(frozen=True, slots=True)
class _Extension:
    available: str
    installed: str | None


def _extension(connection: Connection, name: str) -> _Extension | None:
    found = connection.exec_driver_sql(_EXTENSION, {"name": name}).one_or_none()
    return _Extension(*found) if found else None


def _numbers(version: str) -> tuple[int, ...]:
    """The numbers of a version, without what follows them: 1.5 of 1.5-dev."""
    plain = version.partition("-")[0]
    return tuple(int(part) for part in plain.split(".") if part.isdigit())


@contextmanager
def _connected(session: Session) -> Iterator[tuple[Connection, PostgresSchema]]:
    from nowall.database import PostgresSchema, open_database, reading
    from nowall.store.home import CORPUS_SCHEMA

    server = session.settings.server
    if server is None:
        raise SettingsError("NOWALL_DATABASE_URL is not set.")
    place = PostgresSchema(server, CORPUS_SCHEMA)
    engine = open_database(place)
    try:
        with reading(engine) as connection:
            yield connection, place
    finally:
        engine.dispose()
