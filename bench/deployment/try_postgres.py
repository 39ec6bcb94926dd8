"""Run the image of deploy/postgres as compose.scale.yaml does: who comes in, what a crash costs, who waits.

python -m bench.deployment.try_postgres NAME [--documents 300000]   (root, and buildah with the image in its store)

A committed document must be there after the server was killed while others were inserted, and be found by its words.
Then some write and some read, with the settings of the image and with those that pg_textsearch has by itself.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import psycopg
from psycopg import conninfo

from bench.deployment import words
from bench.deployment.container import Container, Image
from tests.processes import free_port

_PASSWORD = "only-for-this-run"  # noqa: S105 - a server that is gone afterwards
_DEFAULTS = ("pg_textsearch.segments_per_level=8", "pg_textsearch.memtable_pages_threshold=64")
_WRITERS = 2
_READERS = 2
_ROUNDS = 6
_BEFORE_CRASH_SECONDS = 4.0
_LOAD_SECONDS = 30.0
_LOOKED_FOR = 240
_START_SECONDS = 60.0
_SETTINGS = (
    "synchronous_commit",
    "data_checksums",
    "shared_buffers",
    "max_connections",
    "pg_textsearch.segments_per_level",
    "pg_textsearch.memtable_pages_threshold",
)


def main() -> int:
    """Print what was found; the status is 1 where something was lost or somebody came in."""
    parser = argparse.ArgumentParser(prog="python -m bench.deployment.try_postgres")
    parser.add_argument("image")
    parser.add_argument("--documents", type=int, default=300_000)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Image(given.image) as image:
        server = Server(image, Path(folder))
        fine = [server.is_guarded()]
        words.make(server.address, 20_000)
        fine += [_crash(server, number) for number in range(_ROUNDS)]
        words.make(server.address, given.documents)
        for settings in ((), _DEFAULTS):
            server.restart(*settings)
            _load(server, f"{given.documents} documents, {' '.join(settings) or 'settings of the image'}")
        print(f"stopped after {server.stop():.1f} s")
    return 0 if all(fine) else 1


class Server:
    """A container of the image and its data."""

    def __init__(self, image: Image, folder: Path) -> None:
        self._image, self._folder, self._port = image, folder, free_port()
        self._arguments = list(image.config["Cmd"])
        self.address = f"postgresql://nowall:{_PASSWORD}@127.0.0.1:{self._port}/nowall"
        (folder / "data").mkdir()
        self._start()

    def _start(self, *settings: str) -> None:
        options = [part for setting in settings for part in ("-c", setting)]
        self._image.config["Cmd"] = [*self._arguments, "-c", f"port={self._port}", *options]
        environment = {"POSTGRES_PASSWORD": _PASSWORD, "PGPORT": str(self._port)}
        temporary = ("/tmp", "/run/postgresql")  # noqa: S108 - of the container
        self._container = Container(
            self._image,
            self._folder / "data",
            self._folder / "log",
            environment,
            name="postgres",
            temporary=temporary,
        )
        self._wait()

    def _wait(self) -> None:
        deadline = time.monotonic() + _START_SECONDS
        while True:
            try:
                psycopg.connect(self.address).close()
            except psycopg.OperationalError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
            else:
                return

    def kill(self) -> float:
        """End all its processes in the middle of whatever they do, and start again; gives the seconds that took."""
        self._container.kill()
        begun = time.monotonic()
        self._start()
        return time.monotonic() - begun

    def restart(self, *settings: str) -> None:
        """Stop and start it, with other settings."""
        self.stop()
        self._start(*settings)

    def stop(self) -> float:
        """Stop it as an engine would; gives the seconds."""
        return self._container.stop()[0]

    def is_guarded(self) -> bool:
        """Print versions and settings; tell whether nowall gets what it needs and nobody gets more."""
        with psycopg.connect(self.address, autocommit=True) as connection:
            print(connection.execute("SELECT version()").fetchone())
            print(connection.execute("SELECT extname, extversion FROM pg_extension ORDER BY 1").fetchall())
            print({name: connection.execute(f"SHOW {name}".encode()).fetchone() for name in _SETTINGS})
            connection.execute("CREATE SCHEMA trial")
            connection.execute("DROP SCHEMA trial")
            rights = connection.execute("SELECT rolsuper, rolcreaterole FROM pg_roles WHERE rolname = current_user")
            bare = rights.fetchone() == (False, False)
        refused = [self._is_refused(change) for change in ("user=postgres", "dbname=postgres", "password=another")]
        print(f"health check {self._container.check_health()}, without rights {bare}, others refused {refused}")
        return bare and all(refused)

    def _is_refused(self, change: str) -> bool:
        name, _, value = change.partition("=")
        try:
            psycopg.connect(conninfo.make_conninfo(self.address, **{name: value})).close()
        except psycopg.OperationalError:
            return True
        return False


def _crash(server: Server, number: int) -> bool:
    first = (number + 1) * 100_000_000
    writers = [words.Writer(server.address, first + 10_000_000 * each) for each in range(_WRITERS)]
    for writer in writers:
        writer.start()
    time.sleep(_BEFORE_CRASH_SECONDS)
    took = server.kill()
    for writer in writers:
        writer.join()
    told = [each for writer in writers for each in writer.acknowledged]
    last = [each for writer in writers for each in writer.acknowledged[-_LOOKED_FOR // _WRITERS :]]
    with words.connect(server.address) as connection:
        there = connection.execute("SELECT number FROM documents WHERE number = ANY(%s)", (told,)).fetchall()
        lost = len(told) - len(there)
        unfound = sum(not words.found(connection, each) for each in last)
    print(f"crash {number + 1}: {len(told)} committed, {lost} of them lost, up again in {took:.1f} s")
    print(f"  {unfound} of the last {len(last)} not found by their words")
    return not lost and not unfound


def _load(server: Server, what: str) -> None:
    first = time.time_ns() // 1000
    quiet = [words.Reader(server.address, seed) for seed in range(_READERS)]
    _run(quiet, _LOAD_SECONDS / 3)
    writers = [words.Writer(server.address, first + 10_000_000 * each) for each in range(_WRITERS)]
    readers = [words.Reader(server.address, 100 + seed) for seed in range(_READERS)]
    _run([*writers, *readers], _LOAD_SECONDS)
    count = sum(len(writer.acknowledged) for writer in writers)
    print(f"{what}: {count / _LOAD_SECONDS:.0f} inserted a second")
    print(f"  questions before: {words.told([each for reader in quiet for each in reader.seconds])}")
    print(f"  meanwhile:        {words.told([each for reader in readers for each in reader.seconds])}")
    print(f"  batches of 20:    {words.told([each for writer in writers for each in writer.seconds])}")


def _run(threads: Sequence[words.Reader | words.Writer], seconds: float) -> None:
    for thread in threads:
        thread.start()
    time.sleep(seconds)
    for thread in threads:
        thread.stop()


if __name__ == "__main__":
    sys.exit(main())
