"""Writers of several processes on one server, who may be in each other's way."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future

import pytest
from sqlalchemy import Connection, Engine

from nowall.database import PostgresSchema, Writer, open_database
from nowall.database.places import server_url
from nowall.errors import StoreBlockedError, StoreConflictError, StoreError


@pytest.fixture
def databases(database_url: str) -> Iterator[list[Engine]]:
    place = PostgresSchema(server_url(database_url), "public")
    databases = [open_database(place, busy_seconds=3.0, in_order=False) for _ in range(2)]
    with databases[0].begin() as connection:
        connection.exec_driver_sql("CREATE TABLE rows (id int PRIMARY KEY, number int)")
        connection.exec_driver_sql("INSERT INTO rows VALUES (1, 0), (2, 0)")
    yield databases
    for each in databases:
        each.dispose()


@pytest.fixture
def writers(databases: list[Engine]) -> Iterator[list[Writer]]:
    writers = [Writer(database) for database in databases]
    yield writers
    for writer in writers:
        writer.close()


def numbers(database: Engine) -> list[int]:
    with database.begin() as connection:
        return list(connection.exec_driver_sql("SELECT number FROM rows ORDER BY id").scalars())


def raise_number(connection: Connection, row: int) -> None:
    connection.exec_driver_sql(f"UPDATE rows SET number = number + 1 WHERE id = {row}")


def test_two_that_wait_for_each_other_both_get_done(databases: list[Engine], writers: list[Writer]) -> None:
    meeting = threading.Barrier(2)

    def both(first: int, second: int) -> Future[None]:
        def work(connection: Connection) -> None:
            raise_number(connection, first)
            if not meeting.broken and first not in met:
                met.add(first)
                meeting.wait(5)
            raise_number(connection, second)

        return writers[first - 1].submit(work)

    met = set[int]()
    waiting = [both(1, 2), both(2, 1)]
    for each in waiting:
        each.result(20)
    assert numbers(databases[0]) == [2, 2]


def test_job_that_is_always_in_conflict_fails_in_the_end(writers: list[Writer]) -> None:
    tries = []

    def work(_: Connection) -> None:
        tries.append(True)
        raise StoreConflictError("one goes again")

    with pytest.raises(StoreBlockedError):
        writers[0].submit(work).result(10)
    assert len(tries) == 5


def test_jobs_of_a_moment_run_by_their_place(writers: list[Writer]) -> None:
    held, ran = threading.Event(), list[int]()
    first = writers[0].submit(lambda _: held.wait(5))
    jobs = [writers[0].submit(lambda _, n=place: ran.append(n), place) for place in (3, 1, 2**63, -5)]  # type: ignore[misc]
    held.set()
    first.result(5)
    for job in jobs:
        job.result(5)
    assert ran == [-5, 1, 3, 2**63]


def test_locked_row_is_told_as_such(databases: list[Engine], writers: list[Writer]) -> None:
    with databases[1].begin() as other:
        raise_number(other, 1)
        with pytest.raises(StoreBlockedError, match=r"in time|locked"):
            writers[0].submit(lambda connection: raise_number(connection, 1)).result(10)


def test_server_says_why_it_lets_nobody_in(database_url: str) -> None:
    url = server_url(database_url)
    for refused in (url.set(username="nobody_here"), url.set(database="nothing_here")):
        database = open_database(PostgresSchema(refused, "public"))
        with pytest.raises(StoreError, match=r"does not (let|exist)") as caught:
            database.connect()
        assert not isinstance(caught.value, StoreBlockedError)
        database.dispose()
