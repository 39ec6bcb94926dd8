"""A home moves into a PostgreSQL database whole, and the same, or not at all."""

from __future__ import annotations

import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, insert, select, text

from bot.state import schema as state
from nowall.database import PostgresSchema, insert_many, migrate, open_database, reading
from nowall.database.places import server_url
from nowall.errors import HomeBusyError, StoreError
from nowall.store.corpus_store import CorpusStore
from nowall.store.home import CORPUS_SCHEMA, STATE_SCHEMA, Home
from nowall.store.learned_store import LearnedStore
from nowall.store.moving import MovedTable, opened_move
from nowall.store.schema import FACTS
from tests.postgres_server import PostgresServer
from tests.processes import start_python
from tests.store.test_corpus_store import PACK
from tests.store.test_learned_store import LEARNED, another

MOVE = """
import sys
from pathlib import Path
from nowall.database.places import server_url
from nowall.store.home import Home
from nowall.store.moving import opened_move
with opened_move(Home(Path(sys.argv[1])), server_url(sys.argv[2])) as move:
    move.run(lambda rows: print(rows, flush=True))
"""


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with a pack, what was learned, and a bot's state."""
    home = Home(tmp_path / "home")
    corpus = open_database(home.corpus)
    migrate(corpus, "nowall.store.migrations")
    CorpusStore(corpus).sync(PACK, digest="of the pack")
    LearnedStore(corpus).add([LEARNED, another("more")])
    corpus.dispose()
    bot = open_database(home.state)
    migrate(bot, "bot.state.migrations")
    gap = {
        "language": "zh",
        "unknown": 1,
        "disliked": 0,
        "reasons": {"旧": 1},
        "facts": [],
        "first_at": 0.1,
        "last_at": 2,
    }
    with bot.begin() as connection:
        shard = {"shard": 0} if "shard" in state.TALLIES.c else {}
        connection.execute(insert(state.TALLIES).values(day=date(2026, 11, 26), what="asked", count=3, **shard))
        connection.execute(insert(state.CHATS).values(chat=-(2**52), active=True, at=1764142000.1234567))
        for question in ("一问", "再问"):
            connection.execute(insert(state.GAPS).values(question=question, shown=question, **gap))
        connection.execute(state.GAPS.delete().where(state.GAPS.c.question == "再问"))
    bot.dispose()
    return home


@pytest.fixture
def corpus(database_url: str) -> Iterator[Engine]:
    """Where the corpus arrives."""
    engine = open_database(PostgresSchema(server_url(database_url), CORPUS_SCHEMA))
    yield engine
    engine.dispose()


def moved(home: Home, url: str) -> list[MovedTable] | None:
    with opened_move(home, server_url(url)) as move:
        assert move is not None
        return move.run(lambda _: None)


def schemas(postgres: PostgresServer, url: str) -> list[str]:
    query = "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'nowall%'"
    return sorted(str(row[0]) for row in postgres.execute(query, url.rpartition("/")[2]))


def test_corpus_comes_back_as_it_was(home: Home, database_url: str, corpus: Engine) -> None:
    moved(home, database_url)
    there = open_database(home.corpus)
    for engine in (there, corpus):
        assert CorpusStore(engine).load() == (PACK, 7)
        assert CorpusStore(engine).digest() == "of the pack"
        assert LearnedStore(engine).facts_of(["news"]) == {"news": tuple(sorted(LEARNED.facts, key=lambda f: f.place))}
        assert LearnedStore(engine).names(9) == list(LEARNED.names)
        assert LearnedStore(engine).alike([-22]) == ["news"]
    assert CorpusStore(corpus).identity() == CorpusStore(there).identity()
    there.dispose()


def test_state_comes_back_as_it_was(home: Home, database_url: str) -> None:
    moved(home, database_url)
    engine = open_database(PostgresSchema(server_url(database_url), STATE_SCHEMA))
    with reading(engine) as connection:
        tally = connection.execute(select(*(state.TALLIES.c[name] for name in ("day", "what", "count")))).one()
        chat = connection.execute(select(state.CHATS)).one()
        gap = connection.execute(select(state.GAPS)).one()
    engine.dispose()
    assert tuple(tally) == (date(2026, 11, 26), "asked", 3)
    assert tuple(chat) == (-(2**52), True, None, 1764142000.1234567)
    assert (gap.id, gap.question, gap.reasons, gap.facts, gap.first_at) == (1, "一问", {"旧": 1}, [], 0.1)


def test_numbers_go_on_after_the_last_one_ever_given(home: Home, database_url: str, corpus: Engine) -> None:
    moved(home, database_url)
    LearnedStore(corpus).add([another("newest")])
    assert CorpusStore(corpus).seq() == 8
    engine = open_database(PostgresSchema(server_url(database_url), STATE_SCHEMA))
    with engine.begin() as connection:
        values = {"question": "q", "shown": "q", "language": "en", "unknown": 1, "disliked": 0, "reasons": {}}
        number = connection.scalar(
            insert(state.GAPS).values(**values, facts=[], first_at=0, last_at=0).returning(state.GAPS.c.id)
        )
    engine.dispose()
    assert number == 3  # the second one was deleted, and a button may still carry its number


def test_every_table_is_counted(home: Home, database_url: str) -> None:
    tables = {f"{one.database}.{one.name}": one.contents for one in moved(home, database_url) or ()}
    assert (tables["corpus.articles"].rows, tables["corpus.changes"].rows, tables["state.gaps"].rows) == (3, 7, 1)
    assert tables["corpus.facts"].checksum != tables["corpus.names"].checksum
    assert "corpus.alembic_version" not in tables


def test_home_without_a_bot_moves_too(home: Home, postgres: PostgresServer, database_url: str) -> None:
    (home.folder / "state.db").unlink()
    moved(home, database_url)
    assert schemas(postgres, database_url) == [CORPUS_SCHEMA]


def test_characters_that_postgres_lacks_become_a_mark(home: Home, database_url: str, corpus: Engine) -> None:
    there = open_database(home.corpus)
    with there.begin() as connection:
        connection.execute(text("UPDATE facts SET zh = 'a' || char(0) || 'b', asks = '[\"\\u0000\\ud800\"]'"))
    there.dispose()
    moved(home, database_url)
    with reading(corpus) as connection:
        assert set(connection.execute(select(FACTS.c.zh, FACTS.c.asks[0].as_string()))) == {
            ("a\ufffdb", "\ufffd\ufffd")
        }


def test_second_time_nothing_is_done(home: Home, database_url: str, corpus: Engine) -> None:
    moved(home, database_url)
    LearnedStore(corpus).add([another("newest")])
    assert moved(home, database_url) is None
    assert CorpusStore(corpus).seq() == 8


def test_database_with_another_corpus_is_refused(home: Home, tmp_path: Path, database_url: str) -> None:
    moved(home, database_url)
    other = Home(tmp_path / "other")
    migrate(open_database(other.corpus), "nowall.store.migrations")
    with pytest.raises(StoreError, match=r"holds a corpus .*DROP SCHEMA nowall_corpus, nowall_state CASCADE"):
        moved(other, database_url)


def test_database_with_a_state_is_refused(home: Home, database_url: str) -> None:
    engine = open_database(PostgresSchema(server_url(database_url), STATE_SCHEMA))
    migrate(engine, "bot.state.migrations")
    engine.dispose()
    with pytest.raises(StoreError, match="holds a corpus or a state"):
        moved(home, database_url)


def test_tables_of_another_program_are_left_alone(home: Home, postgres: PostgresServer, database_url: str) -> None:
    name = database_url.rpartition("/")[2]
    postgres.execute("CREATE TABLE articles (id int)", name)
    postgres.execute("CREATE TABLE alembic_version (version_num text); INSERT INTO alembic_version VALUES ('x9')", name)
    moved(home, database_url)
    assert postgres.execute("SELECT count(*) FROM public.articles", name) == [(0,)]
    assert postgres.execute("SELECT * FROM public.alembic_version", name) == [("x9",)]
    assert postgres.execute("SELECT count(*) FROM nowall_corpus.articles", name) == [(3,)]


@pytest.mark.parametrize("lock", ["bot", "index/write"])
def test_home_in_use_is_refused(home: Home, database_url: str, lock: str) -> None:
    assert home.index.is_dir()
    with home.lock(lock), pytest.raises(HomeBusyError):
        moved(home, database_url)


def test_nobody_writes_while_it_is_copied(home: Home, database_url: str) -> None:
    with opened_move(home, server_url(database_url)) as move:
        assert move is not None
        with closing(sqlite3.connect(home.folder / "state.db", timeout=0)) as other:
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("DELETE FROM gaps")
            assert other.execute("SELECT count(*) FROM gaps").fetchone() == (1,)


def test_value_that_does_not_fit_names_its_table_and_leaves_nothing(
    home: Home, postgres: PostgresServer, database_url: str
) -> None:
    there = open_database(home.corpus)
    with there.begin() as connection:
        connection.execute(FACTS.update().values(place=2**40))
    there.dispose()
    with pytest.raises(StoreError, match=r"The table facts of .*corpus\.db cannot be copied: .*integer"):
        moved(home, database_url)
    assert schemas(postgres, database_url) == []


def test_copy_that_is_not_the_same_is_not_kept(home: Home, postgres: PostgresServer, database_url: str) -> None:
    name = database_url.rpartition("/")[2]
    postgres.execute("CREATE FUNCTION forget() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'", name)
    postgres.execute(
        "CREATE FUNCTION meddle() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF to_regclass('names') IS NOT NULL AND NOT EXISTS (SELECT FROM pg_trigger WHERE tgname = 'meddling') THEN "
        "CREATE TRIGGER meddling BEFORE INSERT ON names FOR EACH ROW EXECUTE FUNCTION public.forget(); "
        "END IF; END $$",
        name,
    )
    postgres.execute(
        "CREATE EVENT TRIGGER t ON ddl_command_end WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION meddle()", name
    )
    with pytest.raises(StoreError, match=r"table names of .* is not the same \(0 rows of 1"):
        moved(home, database_url)
    assert schemas(postgres, database_url) == []


def test_killed_copy_leaves_nothing_and_can_be_done_again(
    home: Home, postgres: PostgresServer, database_url: str, corpus: Engine
) -> None:
    there = open_database(home.corpus)
    fact = {column.name: None for column in FACTS.columns} | {"source": "added", "article": "news", "kind": "fact"}
    rows = [fact | {"id": f"f{n}", "zh": "一句话。" * 20, "place": n, "origin": "extracted"} for n in range(30_000)]
    with there.begin() as connection:
        insert_many(connection, FACTS, rows)
    there.dispose()
    process = start_python(MOVE, home.folder, database_url)
    assert process.stdout is not None
    while int(process.stdout.readline()) < 2_000:
        pass
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert schemas(postgres, database_url) == []

    moved(home, database_url)
    with reading(corpus) as connection:
        assert connection.scalar(select(func.count()).select_from(FACTS)) == 30_000 + 4


def test_connection_that_breaks_meanwhile_is_told(home: Home, postgres: PostgresServer, database_url: str) -> None:
    name = database_url.rpartition("/")[2]
    with opened_move(home, server_url(database_url)) as move:
        assert move is not None
        end = f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        with pytest.raises(StoreError, match="cannot be reached"):
            move.run(lambda _: postgres.execute(end))
    assert schemas(postgres, database_url) == []
