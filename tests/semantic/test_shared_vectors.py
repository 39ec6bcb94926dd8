"""Vectors in a server: what one home embeds, another one has, and asks for once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine, event

from nowall.database import PostgresSchema, migrate, open_database
from nowall.database.places import server_url
from nowall.semantic.postgres_vectors import PostgresVectors
from nowall.semantic.shared_vectors import shared_vectors
from nowall.semantic.vectors import VectorCache
from nowall.store.corpus_store import CorpusStore
from nowall.store.home import CORPUS_SCHEMA
from tests.postgres_server import PostgresServer
from tests.semantic.random_embedder import RandomEmbedder

EMBEDDER = RandomEmbedder()
TEXTS = [f"第 {number} 句" for number in range(100)]


@pytest.fixture
def database(database_url: str) -> Iterator[Engine]:
    """An empty corpus on a server."""
    engine = open_database(PostgresSchema(server_url(database_url), CORPUS_SCHEMA))
    migrate(engine, "nowall.store.migrations")
    yield engine
    engine.dispose()


@pytest.fixture
def asked(database: Engine) -> list[str]:
    """What is asked of the server through SQLAlchemy."""
    statements: list[str] = []
    event.listen(database, "before_cursor_execute", lambda _1, _2, statement, *_3: statements.append(statement))
    return statements


def cache(database: Engine, folder: Path) -> VectorCache:
    return VectorCache(EMBEDDER, folder, shared=shared_vectors(database))


def test_other_home_has_the_same_vectors(database: Engine, tmp_path: Path) -> None:
    one, other = cache(database, tmp_path / "one"), cache(database, tmp_path / "other")
    one.add(TEXTS)
    here, there = one.matrix(TEXTS), other.matrix([*TEXTS, TEXTS[0]])
    assert here is not None
    assert there is not None
    assert np.array_equal(here, there[:-1])
    assert np.array_equal(there[0], there[-1])


def test_fetched_vectors_stay_in_the_home(database: Engine, tmp_path: Path) -> None:
    cache(database, tmp_path / "one").add(TEXTS)
    cache(database, tmp_path / "other").rows(TEXTS)
    assert VectorCache(EMBEDDER, tmp_path / "other").missing(TEXTS) == []


def test_shared_vectors_are_not_missing_and_not_fetched_for_that(database: Engine, tmp_path: Path) -> None:
    cache(database, tmp_path / "one").add(TEXTS[:60])
    other = cache(database, tmp_path / "other")
    assert other.missing(TEXTS) == TEXTS[60:]
    assert len(other) == 0
    assert other.matrix(TEXTS[:60]) is not None
    assert len(other) == 60


def test_absent_vectors_are_asked_for_again_only_after_word_of_them(database: Engine, tmp_path: Path) -> None:
    shared = PostgresVectors(database)
    late = VectorCache(EMBEDDER, tmp_path / "late", shared=shared)
    assert not late.rows(TEXTS)[1].any()
    cache(database, tmp_path / "one").add(TEXTS)
    assert not late.rows(TEXTS)[1].any()
    CorpusStore(database).touch("other")
    assert not late.rows(TEXTS)[1].any()
    CorpusStore(database).touch("vectors")
    assert late.rows(TEXTS)[1].all()


def test_what_is_here_is_not_asked_of_the_server(database: Engine, tmp_path: Path, asked: list[str]) -> None:
    opened = cache(database, tmp_path / "one")
    opened.add(TEXTS)
    asked.clear()
    opened.rows(TEXTS)
    opened.missing(TEXTS)
    assert asked == []


def test_vectors_of_another_model_are_not_found(database: Engine, tmp_path: Path) -> None:
    cache(database, tmp_path / "one").add(TEXTS)
    other = RandomEmbedder()
    other.name = "other"
    assert not VectorCache(other, tmp_path / "two", shared=shared_vectors(database)).rows(TEXTS)[1].any()
    vectors, found = PostgresVectors(database).find("random", 384, np.arange(5, dtype=np.uint64))
    assert vectors.shape == (5, 384)
    assert not found.any()


def test_home_sends_all_that_it_has(database: Engine, tmp_path: Path) -> None:
    VectorCache(EMBEDDER, tmp_path / "one").add(TEXTS)
    done: list[int] = []
    assert cache(database, tmp_path / "one").share(done.append) == sum(done) == len(TEXTS)
    assert cache(database, tmp_path / "one").share() == len(TEXTS)
    assert cache(database, tmp_path / "other").missing(TEXTS) == []


def test_user_who_may_not_make_tables_goes_on_with_files(
    postgres: PostgresServer, database_url: str, tmp_path: Path
) -> None:
    name = database_url.rpartition("/")[2]
    engine = open_database(PostgresSchema(server_url(database_url), CORPUS_SCHEMA))
    migrate(engine, "nowall.store.migrations")
    engine.dispose()
    postgres.execute(f"CREATE ROLE reader_{name} LOGIN; GRANT USAGE ON SCHEMA nowall_corpus TO reader_{name}", name)
    postgres.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA nowall_corpus TO reader_{name}", name)
    reader = open_database(PostgresSchema(server_url(database_url).set(username=f"reader_{name}"), CORPUS_SCHEMA))
    opened = cache(reader, tmp_path / "one")
    opened.add(TEXTS)
    assert opened.missing([*TEXTS, "another"]) == ["another"]
    reader.dispose()


def test_file_has_nothing_shared(tmp_path: Path) -> None:
    assert shared_vectors(open_database(tmp_path / "corpus.db")) is None


def test_vectors_are_added_while_somebody_learns(database: Engine, tmp_path: Path) -> None:
    opened = cache(database, tmp_path / "one")
    assert opened.missing(TEXTS) == TEXTS
    with database.begin() as learning:
        learning.exec_driver_sql("INSERT INTO changes (kind, record_id, op) VALUES ('learned', 'a', 'put')")
        opened.add(TEXTS)
    assert cache(database, tmp_path / "other").missing(TEXTS) == []
