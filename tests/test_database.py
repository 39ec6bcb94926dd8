"""Opening, migrating and writing real SQLite files, also under a kill and from several processes."""

from __future__ import annotations

import asyncio
import re
import signal
import sqlite3
import stat
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, text

from nowall.database import Writer, check, migrate, open_database, reading
from nowall.errors import StoreBlockedError, StoreError
from tests.processes import outputs, start_python

MIGRATIONS = "nowall.store.migrations"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(tmp_path / "notes.db")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE notes (what TEXT UNIQUE)"))
    yield engine
    engine.dispose()


def note(what: str) -> Callable[[Connection], str]:
    def insert(connection: Connection) -> str:
        connection.execute(text("INSERT INTO notes VALUES (:what)"), {"what": what})
        return what

    return insert


def notes(engine: Engine) -> list[str]:
    with reading(engine) as connection:
        return list(connection.scalars(text("SELECT what FROM notes ORDER BY rowid")))


class TestOpening:
    def test_new_database_is_for_its_owner_only(self, tmp_path: Path) -> None:
        path = tmp_path / "a" / "home" / "corpus.db"
        open_database(path).connect().close()
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700

    def test_connection_has_the_pragmas(self, tmp_path: Path) -> None:
        with open_database(tmp_path / "x.db").connect() as connection:
            values = [
                connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
            ]
        assert values == ["wal", 1, 1, 30_000]

    def test_durable_database_flushes_every_commit(self, tmp_path: Path) -> None:
        with open_database(tmp_path / "x.db", durable=True).connect() as connection:
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2

    def test_file_that_is_no_database_is_told_in_a_sentence(self, tmp_path: Path) -> None:
        path = tmp_path / "x.db"
        path.write_bytes(b"this is no database at all" * 100)
        with pytest.raises(StoreError, match=r"x\.db is damaged \(file is not a database\).*nowall backup"):
            open_database(path)

    def test_folder_that_is_a_file_is_told_in_a_sentence(self, tmp_path: Path) -> None:
        (tmp_path / "home").write_text("")
        with pytest.raises(StoreError, match="cannot be opened"):
            open_database(tmp_path / "home" / "x.db")

    def test_many_processes_open_a_new_database_at_once(self, tmp_path: Path) -> None:
        program = (
            "import sys; from pathlib import Path; from nowall.database import open_database;"
            "print(open_database(Path(sys.argv[1])).connect().exec_driver_sql('PRAGMA journal_mode').scalar())"
        )
        processes = [start_python(program, tmp_path / "x.db") for _ in range(4)]
        assert outputs(*processes) == ["wal"] * 4


class TestTransactions:
    def test_reader_sees_one_state_while_a_writer_commits(self, engine: Engine) -> None:
        with reading(engine) as reader:
            before = reader.scalar(text("SELECT count(*) FROM notes"))
            with engine.begin() as writer:
                writer.execute(text("INSERT INTO notes VALUES ('new')"))
            assert reader.scalar(text("SELECT count(*) FROM notes")) == before == 0
        assert notes(engine) == ["new"]

    def test_second_writer_waits_and_loses_no_update(self, engine: Engine) -> None:
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE counter AS SELECT 0 AS n"))

        def count_up() -> None:
            for _ in range(50):
                with engine.begin() as connection:
                    n = connection.scalar(text("SELECT n FROM counter"))
                    connection.execute(text("UPDATE counter SET n = :n"), {"n": (n or 0) + 1})

        threads = [threading.Thread(target=count_up) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with reading(engine) as connection:
            assert connection.scalar(text("SELECT n FROM counter")) == 200

    def test_failed_transaction_leaves_nothing(self, engine: Engine) -> None:
        def fail() -> None:
            with engine.begin() as connection:
                connection.execute(text("INSERT INTO notes VALUES ('half')"))
                raise LookupError

        with pytest.raises(LookupError):
            fail()
        assert notes(engine) == []


class TestMigrating:
    def test_new_database_gets_the_tables(self, tmp_path: Path) -> None:
        engine = open_database(tmp_path / "corpus.db")
        migrate(engine, MIGRATIONS)
        with reading(engine) as connection:
            assert connection.scalar(text("SELECT count(*) FROM facts")) == 0

    def test_database_at_head_needs_no_alembic(self, tmp_path: Path) -> None:
        migrate(open_database(tmp_path / "corpus.db"), MIGRATIONS)
        program = (
            "import sys; from pathlib import Path; from nowall.database import migrate, open_database;"
            f"migrate(open_database(Path(sys.argv[1])), {MIGRATIONS!r}); print('alembic' in sys.modules)"
        )
        assert outputs(start_python(program, tmp_path / "corpus.db")) == ["False"]

    def test_database_of_a_newer_nowall_is_refused(self, tmp_path: Path) -> None:
        engine = open_database(tmp_path / "corpus.db")
        migrate(engine, MIGRATIONS)
        with engine.begin() as connection:
            connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        with pytest.raises(StoreError, match="written by a newer nowall"):
            migrate(engine, MIGRATIONS)

    def test_two_processes_migrate_at_once(self, tmp_path: Path) -> None:
        program = (
            "import sys; from pathlib import Path; from nowall.database import migrate, open_database;"
            f"migrate(open_database(Path(sys.argv[1])), {MIGRATIONS!r}); print('done')"
        )
        processes = [start_python(program, tmp_path / "corpus.db") for _ in range(2)]
        assert outputs(*processes) == ["done"] * 2

    def test_failing_step_leaves_the_old_schema(self, tmp_path: Path) -> None:
        engine = open_database(tmp_path / "corpus.db")
        with engine.begin() as connection:  # in the way of the last table but one
            connection.execute(text("CREATE TABLE changes (x)"))
        with pytest.raises(Exception, match="changes"):
            migrate(engine, MIGRATIONS)
        with sqlite3.connect(tmp_path / "corpus.db") as connection:
            tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master")}
        assert tables == {"changes"}


class TestWriter:
    def test_future_resolves_after_the_commit(self, engine: Engine) -> None:
        writer = Writer(engine)
        assert writer.submit(note("one")).result(5) == "one"
        assert notes(engine) == ["one"]
        writer.close()

    def test_failing_job_spoils_no_other(self, engine: Engine) -> None:
        gate = threading.Event()
        writer = Writer(engine)
        writer.submit(lambda _: gate.wait(5))
        futures = [writer.submit(note(what)) for what in ("a", "b", "a", "c")]
        gate.set()
        writer.close()
        assert [type(future.exception()).__name__ for future in futures] == [
            "NoneType",
            "NoneType",
            "IntegrityError",
            "NoneType",
        ]
        assert notes(engine) == ["a", "b", "c"]

    def test_error_does_not_repeat_what_was_to_be_written(self, engine: Engine) -> None:
        writer = Writer(engine)
        futures = [writer.submit(note("somebody's words")) for _ in range(2)]
        writer.close()
        [error] = [str(future.exception()) for future in futures if future.exception()]
        assert "UNIQUE" in error
        assert "somebody" not in error

    def test_failing_job_leaves_none_of_its_own_rows(self, engine: Engine) -> None:
        def half(connection: Connection) -> None:
            connection.execute(text("INSERT INTO notes VALUES ('half')"))
            raise LookupError("on purpose")

        writer = Writer(engine)
        with pytest.raises(LookupError, match="on purpose"):
            writer.submit(half).result(5)
        writer.close()
        assert notes(engine) == []

    def test_commit_that_fails_is_told_to_the_job_that_it_fails_for(self, engine: Engine) -> None:
        with engine.begin() as connection:
            connection.execute(text("CREATE TABLE child (x REFERENCES notes (what) DEFERRABLE INITIALLY DEFERRED)"))
        gate = threading.Event()
        writer = Writer(engine)
        writer.submit(lambda _: gate.wait(5))
        good = writer.submit(note("a"))
        orphan = writer.submit(lambda connection: connection.execute(text("INSERT INTO child VALUES ('none')")))
        after = writer.submit(note("b"))
        gate.set()
        writer.close()
        assert "FOREIGN KEY" in str(orphan.exception())
        assert (good.result(), after.result()) == ("a", "b")
        assert notes(engine) == ["a", "b"]

    def test_waiting_jobs_share_a_commit(self, engine: Engine) -> None:
        gate = threading.Event()
        versions = []
        writer = Writer(engine)
        writer.submit(lambda _: gate.wait(5))
        for number in range(10):
            writer.submit(note(str(number)))
            writer.submit(lambda c: versions.append(c.exec_driver_sql("PRAGMA data_version").scalar()))
        gate.set()
        writer.close()
        assert len(versions) == 10
        assert len(notes(engine)) == 10

    def test_cancelled_job_does_not_run(self, engine: Engine) -> None:
        gate = threading.Event()
        writer = Writer(engine)
        writer.submit(lambda _: gate.wait(5))
        future = writer.submit(note("never"))
        assert future.cancel()
        gate.set()
        writer.close()
        assert notes(engine) == []

    def test_close_finishes_what_was_submitted(self, engine: Engine) -> None:
        writer = Writer(engine)
        futures = [writer.submit(note(str(number))) for number in range(1_200)]
        writer.close()
        assert all(future.done() for future in futures)
        assert len(notes(engine)) == 1_200

    def test_closed_writer_takes_nothing(self, engine: Engine) -> None:
        writer = Writer(engine)
        writer.close()
        writer.close()
        with pytest.raises(StoreError, match="closed"):
            writer.submit(note("late"))

    async def test_event_loop_awaits_a_job(self, engine: Engine) -> None:
        writer = Writer(engine)
        assert await asyncio.wrap_future(writer.submit(note("one"))) == "one"
        await asyncio.to_thread(writer.close)

    def test_killed_process_keeps_what_it_acknowledged(self, engine: Engine, tmp_path: Path) -> None:
        program = """
import sys
from pathlib import Path
from sqlalchemy import text
from nowall.database import Writer, open_database
writer = Writer(open_database(Path(sys.argv[1])))
def job(n):
    return lambda c: c.execute(text("INSERT INTO notes VALUES (:n)"), {"n": str(n)}) and n
for start in range(0, 10**6, 7):
    for future in [writer.submit(job(n)) for n in range(start, start + 7)]:
        print(future.result(), flush=True)
"""
        process = start_python(program, tmp_path / "notes.db")
        assert process.stdout is not None
        acknowledged = [process.stdout.readline().strip() for _ in range(300)]
        process.send_signal(signal.SIGKILL)
        acknowledged += re.findall(r"^(\d+)$\n", process.communicate()[0], re.MULTILINE)
        kept = notes(engine)
        assert set(acknowledged) <= set(kept)
        assert kept == [str(n) for n in range(len(kept))]


class TestTrouble:
    def test_lock_of_another_program_is_told_and_passes(self, tmp_path: Path) -> None:
        engine = open_database(tmp_path / "notes.db", busy_seconds=0.1)
        with closing(sqlite3.connect(tmp_path / "notes.db", isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            with pytest.raises(StoreBlockedError, match=r"notes\.db is locked by another program"), engine.begin():
                pass
        with engine.begin():
            pass

    def test_lock_fails_all_waiting_jobs_at_once(self, tmp_path: Path) -> None:
        writer = Writer(open_database(tmp_path / "notes.db", busy_seconds=0.5))
        with closing(sqlite3.connect(tmp_path / "notes.db", isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            began = time.monotonic()
            futures = [writer.submit(note(str(number))) for number in range(20)]
            assert {type(future.exception(10)) for future in futures} == {StoreBlockedError}
            assert time.monotonic() - began < 3
        writer.close()

    def test_full_database_is_told_and_takes_again_when_there_is_room(self, engine: Engine) -> None:
        writer = Writer(engine)

        def limit(pages: int) -> Callable[[Connection], object]:
            return lambda connection: connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}").scalar()

        writer.submit(limit(1)).result(5)
        futures = [writer.submit(note(what * 3_000)) for what in "abc"]
        assert {type(future.exception(5)) for future in futures} == {StoreBlockedError}
        assert notes(engine) == []
        writer.submit(limit(1_000)).result(5)
        writer.submit(note("d")).result(5)
        assert notes(engine) == ["d"]
        writer.close()

    def test_damaged_page_is_found(self, engine: Engine, tmp_path: Path) -> None:
        with engine.begin() as connection:
            connection.execute(text("INSERT INTO notes VALUES (:what)"), [{"what": f"{n:0500}"} for n in range(200)])
        check(engine)
        engine.dispose()
        path = tmp_path / "notes.db"
        with path.open("r+b") as file:
            file.seek(path.stat().st_size // 2)
            file.write(b"\xff" * 8_192)
        with pytest.raises(StoreError, match=r"notes\.db is damaged"):
            check(open_database(path))

    def test_writer_outlives_a_file_that_cannot_be_read(self, engine: Engine, tmp_path: Path) -> None:
        writer = Writer(engine)
        writer.submit(note("a")).result(5)
        with closing(sqlite3.connect(tmp_path / "notes.db")) as other:
            other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        whole = (tmp_path / "notes.db").read_bytes()
        (tmp_path / "notes.db").write_bytes(b"\xff" * len(whole))
        damaged = [writer.submit(note("b")) for _ in range(3)]
        assert all(isinstance(future.exception(5), StoreError) for future in damaged)
        writer.close()
