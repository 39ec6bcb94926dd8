"""What the doctor says of a PostgreSQL server."""

from __future__ import annotations

import secrets

import pytest

from nowall.terminal.checks import State
from nowall.terminal.server_checks import _how_sound
from nowall.terminal.session import Session
from tests.postgres_server import PostgresServer
from tests.terminal.conftest import Nowall

PASSWORD = "hunter2"


@pytest.fixture
def doctor(real_nowall: Nowall, database_url: str, monkeypatch: pytest.MonkeyPatch) -> Nowall:
    """The doctor before an empty database."""
    monkeypatch.setenv("NOWALL_DATABASE_URL", database_url.replace("nowall@", f"nowall:{PASSWORD}@"))
    monkeypatch.setenv("NOWALL_PACK", "none")
    return real_nowall


def line(output: str, part: str) -> str:
    return next(line for line in output.splitlines() if f" {part}: " in line)


def database(url: str) -> str:
    return url.rpartition("/")[2]


def test_file_needs_no_server(nowall: Nowall) -> None:
    assert "server: " not in nowall("doctor").stdout


def test_server_that_is_not_there_is_broken_and_the_last_word(
    real_nowall: Nowall, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOWALL_DATABASE_URL", f"postgresql://me:{PASSWORD}@127.0.0.1:1/news")
    told = real_nowall("doctor", "--quiet")
    assert told.exit_code == 1
    assert told.stdout.splitlines() == [
        "✗ server: The database news on 127.0.0.1 cannot be reached: nowall goes on when it answers again."
    ]


def test_address_that_is_none_is_broken(real_nowall: Nowall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOWALL_DATABASE_URL", f"mysql://me:{PASSWORD}@localhost/news")
    told = real_nowall("doctor", "--quiet")
    assert told.exit_code == 1
    assert told.stdout.startswith("✗ server: NOWALL_DATABASE_URL must begin with postgresql")
    assert PASSWORD not in told.output


def test_empty_database_stays_empty(doctor: Nowall, postgres: PostgresServer, database_url: str) -> None:
    told = doctor("doctor")
    assert told.exit_code == 0
    assert told.stdout.splitlines()[-2].startswith("– corpus in the server: none yet → nowall migrate-to")
    assert PASSWORD not in told.output
    schemas = "SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'nowall%'"
    assert postgres.execute(schemas, database(database_url)) == [(0,)]


def test_extensions_that_are_not_in_the_database_yet_are_named(doctor: Nowall) -> None:
    told = doctor("doctor").stdout
    assert "can be used" in line(told, "search in the server")
    assert "run: CREATE EXTENSION vector" in line(told, "vectors in the server")


def test_server_in_use_is_told_in_whole(doctor: Nowall, postgres: PostgresServer, database_url: str) -> None:
    postgres.execute("CREATE EXTENSION pg_textsearch; CREATE EXTENSION vector", database(database_url))
    doctor("sources")
    told = doctor("doctor")
    assert told.exit_code == 0
    assert "1.0.0 is for trying, not for production" in line(told.stdout, "search in the server")
    assert line(told.stdout, "vectors in the server").startswith("✓")
    assert line(told.stdout, "corpus in the server").startswith("✓")
    assert "0 learned articles" in line(told.stdout, "store")


def test_few_connections_are_told(doctor: Nowall, postgres: PostgresServer, database_url: str) -> None:
    postgres.execute(f"ALTER DATABASE {database(database_url)} CONNECTION LIMIT 25")
    assert "25 connections may be open" in line(doctor("doctor").stdout, "server")


def test_commits_that_do_not_wait_are_told(doctor: Nowall, postgres: PostgresServer, database_url: str) -> None:
    postgres.execute(f"ALTER DATABASE {database(database_url)} SET synchronous_commit = off")
    assert "set synchronous_commit = on" in line(doctor("doctor").stdout, "server")


def test_ordinary_user_learns_that_the_library_is_loaded(
    doctor: Nowall, postgres: PostgresServer, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    role = f"role_{secrets.token_hex(4)}"
    postgres.execute(f"CREATE ROLE {role} LOGIN")
    monkeypatch.setenv("NOWALL_DATABASE_URL", database_url.replace("nowall@", f"{role}@"))
    assert "can be used" in line(doctor("doctor").stdout, "search in the server")


def test_index_in_the_home_asks_for_no_extension(doctor: Nowall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOWALL_SEARCH", "folder")
    assert line(doctor("doctor").stdout, "search in the server").startswith("✓")


@pytest.mark.parametrize(
    ("version", "state", "words"),
    [
        ("1.0.0", State.MISSING, "not for production"),
        ("1.1.0", State.MISSING, "not for production"),
        ("1.2.0", State.MISSING, "miss or repeat"),
        ("1.3.1", State.GOOD, "1.3.1"),
        ("1.5.0-dev", State.GOOD, "1.5.0-dev"),
        ("2.0", State.GOOD, "2.0"),
    ],
)
def test_version_of_the_search_extension_is_judged(version: str, state: State, words: str) -> None:
    check = _how_sound(Session(), version)
    assert check.state is state
    assert words in check.detail


def test_backup_of_a_server_is_left_to_the_server(doctor: Nowall, tmp_path: pytest.TempPathFactory) -> None:
    told = doctor("backup", str(tmp_path))
    assert told.exit_code == 1
    assert "pg_dump" in told.stderr
