"""What all tests rest on: no network but loopback, no settings from outside, and the real engine, opened once."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator

import hypothesis
import pytest
from pytest_socket import socket_allow_hosts

from nowall.engine import Engine
from nowall.settings import Settings
from nowall.snapshot import Snapshot
from tests.postgres_server import MISSING, PostgresServer, postgres_server

# A deadline would make a busy machine a defect; benchmarks measure time, tests do not.
hypothesis.settings.register_profile("nowall", deadline=None)
hypothesis.settings.load_profile("nowall")

# What the checks themselves read; everything else of ours would change what is tested.
_KEPT = {"NOWALL_REQUIRE", "NOWALL_TEST_ENGINE"}


def pytest_runtest_setup() -> None:
    """Before each test: sockets reach this machine only."""
    socket_allow_hosts(["127.0.0.1", "::1"], allow_unix_socket=True)


@pytest.fixture(scope="session", autouse=True)
def _clean_environment() -> Iterator[None]:
    """Settings of the developer do not reach the tests."""
    with pytest.MonkeyPatch.context() as patch:
        for name in os.environ.keys() - _KEPT:
            if name.startswith(("NOWALL_", "BOT_")):
                patch.delenv(name)
        yield


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory, _clean_environment: None) -> Iterator[Engine]:
    """The engine over the pack that ships, in a home of its own; opened once, since that takes seconds."""
    with Engine.open(Settings(home=tmp_path_factory.mktemp("home"), _env_file=None)) as opened:
        yield opened


@pytest.fixture(scope="session")
def snapshot(engine: Engine) -> Snapshot:
    """The records that ship, as answering sees them."""
    return engine._answerer.snapshot


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A PostgreSQL server with the extensions; started once, which takes a second."""
    if MISSING:
        pytest.skip(MISSING)
    with postgres_server() as server:
        yield server


@pytest.fixture
def database_url(postgres: PostgresServer) -> str:
    """The address of an empty database of that server."""
    return postgres.create_database(f"test_{secrets.token_hex(4)}")
