"""The index on a server: that it ranks as tantivy does, keeps its books, and outlives restarts and lost locks."""

from __future__ import annotations

import random
import secrets
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nowall.database import PostgresSchema, open_database
from nowall.database.extensions import usable
from nowall.database.places import server_url
from nowall.errors import HomeBusyError, StoreError
from nowall.search.index import FIELDS, IndexDocument, Query, Update
from nowall.search.keeping import index_keeper
from nowall.search.postgres_keeper import ServerKeeper
from nowall.search.tantivy_index import FolderKeeper
from nowall.settings import Search
from nowall.store.home import CORPUS_SCHEMA
from tests.postgres_server import MISSING, PostgresServer, postgres_server
from tests.search.places import Place, answering, document, everything, found, keeper_at

WORDS = [f"{letter}{number}" for letter in "甲乙丙丁x" for number in range(40)]
"""The first are common, the last rare."""
LENGTHS = {"text": 60, "asks": 12, "entities": 4, "title": 10}
WEIGHTS = {"text": 1.0, "asks": 1.0, "entities": 1.0, "title": 0.3}
CLOSE = 0.02
"""Tantivy counts one document more, that which says where it stands."""
WITHOUT_LOG = "1.0."
"""Builds of pg_textsearch that lose what was added last when the server crashes, until the index is made anew."""

updates = st.lists(
    st.dictionaries(st.sampled_from("abcdefg"), st.lists(st.sampled_from(WORDS[:6]), max_size=5), max_size=4),
    max_size=6,
)


def some_words(chance: random.Random, most: int) -> list[str]:
    return [WORDS[int(len(WORDS) * chance.random() ** 3)] for _ in range(chance.randrange(most))]


def some_documents(chance: random.Random, number: int) -> list[IndexDocument]:
    return [
        IndexDocument(f"d{n}", f"d{n}", (f"a{n % 7}",), {f: some_words(chance, most) for f, most in LENGTHS.items()})
        for n in range(number)
    ]


def recounted(documents: Iterable[IndexDocument]) -> tuple[Counter[tuple[str, str]], int]:
    counts: Counter[tuple[str, str]] = Counter()
    total = 0
    for one in documents:
        counts.update((field, term) for field in FIELDS for term in set(one.terms.get(field, ())))
        total += 1
    return counts, total


@pytest.fixture(scope="module")
def pair(index_database: str, tmp_path_factory: pytest.TempPathFactory) -> Sequence[Place]:
    """The same documents in a folder and on a server."""
    folder = Place(str(tmp_path_factory.mktemp("pair") / "index"))
    places = (folder, Place(index_database, secrets.token_hex(4)))
    for place in places:
        place.build(*some_documents(random.Random(7), 600), seq=2)
    return places


class TestAgreement:
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
    @given(seed=st.integers(0, 10**9), limit=st.sampled_from([5, 20, 60]), narrow=st.booleans())
    def test_both_find_the_same_and_score_it_alike(
        self, pair: Sequence[Place], seed: int, limit: int, narrow: bool
    ) -> None:
        chance = random.Random(seed)
        asked = {term: chance.choice([1.0, 1.0, 0.5]) for term in some_words(chance, 12)}
        query = Query({field: {t: w * weight for t, w in asked.items()} for field, weight in WEIGHTS.items()})
        only = ["a1", "a3"] if narrow else None
        one, other = (place.keeper().bring_up_to_date(2, answering(Update(2, (), ()))) for place in pair)
        hits, others = one.search(query, limit, only), other.search(query, limit, only)
        assert len(hits) == len(others)
        best, other_best = [hit.score for hit in hits], [hit.score for hit in others]
        assert other_best[:10] == pytest.approx(best[:10], rel=CLOSE)
        assert other_best == pytest.approx(
            best, rel=0.1
        )  # random words are all alike: some of the last ones are missed
        scores = {hit.id: hit.score for hit in one.search(query, 600, only)}
        assert {hit.id: hit.score for hit in others} == pytest.approx(
            {hit.id: scores[hit.id] for hit in others}, rel=CLOSE
        )

    def test_long_fields_are_measured_alike(self, folder_place: Place, server_place: Place) -> None:
        def scores(place: Place) -> dict[str, float]:
            lengths = [1, 23, 24, 25, 39, 40, 41, 57, 100, 999, 5000]
            many = [document(f"d{length}", "甲 " + "乙 " * length) for length in lengths]
            index = place.build(*many, *(document(f"e{number}", "乙 丙") for number in range(400)))
            return {hit.id: hit.score for hit in index.search(Query({"text": {"甲": 1.0}}), 50)}

        assert scores(folder_place) == pytest.approx(scores(server_place), rel=CLOSE)


class TestBooks:
    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15)
    @given(changes=updates)
    def test_books_equal_a_recount(self, index_database: str, changes: list[dict[str, list[str]]]) -> None:
        place = Place(index_database, secrets.token_hex(4))
        held = {"a": document("a", "甲0 甲0 甲1", asks="甲0"), "z": document("z", "x1")}
        index = place.build(*held.values(), seq=1)
        for seq, change in enumerate(changes, 2):
            fresh = {owner: document(owner, " ".join(text), title="甲1") for owner, text in change.items() if text}
            index = place.keeper().bring_up_to_date(seq, answering(Update(seq, set(change), fresh.values())))
            held = {owner: one for owner, one in held.items() if owner not in change} | fresh
        counts, total = recounted(held.values())
        assert len(index) == total
        for field in FIELDS:
            terms = [*WORDS[:6], "x1"]
            assert index.counts(field, terms) == {term: counts[field, term] for term in terms}
        assert self._lengths(place) == [sum(len(d.terms.get(field, ())) for d in held.values()) for field in FIELDS]

    @staticmethod
    def _lengths(place: Place) -> list[int]:
        engine = open_database(PostgresSchema(server_url(place.where), CORPUS_SCHEMA))
        with engine.connect() as connection:
            schema = ServerKeeper(engine, place.fingerprint()).schema
            lengths: list[int] = connection.exec_driver_sql(f"SELECT lengths FROM {schema}.standing").scalar_one()
        engine.dispose()
        return lengths


class TestTroubles:
    def test_writer_whose_lock_was_lost_changes_nothing(self, server_place: Place) -> None:
        server_place.build(document("a", "甲"), seq=1)
        with server_place.keeper().writing() as writer:
            self._write_past_the_lock(server_place)
            with pytest.raises(HomeBusyError, match="meanwhile"):
                writer.apply(Update(2, (), [document("b", "乙")]))
        index = server_place.keeper().bring_up_to_date(2, answering(Update(2, (), ())))
        assert (len(index), found(index, "乙")) == (2, ["b"])

    @staticmethod
    def _write_past_the_lock(place: Place) -> None:
        engine = open_database(PostgresSchema(server_url(place.where), CORPUS_SCHEMA))
        with engine.begin() as connection:
            others = "FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
            connection.exec_driver_sql(f"SELECT pg_terminate_backend(pid) {others}")
        place.keeper().bring_up_to_date(2, answering(Update(2, (), [document("b", "乙")])))
        engine.dispose()

    def test_index_that_was_dropped_is_told_and_built_again(self, server_place: Place) -> None:
        old = server_place.build(document("a", "甲"))
        engine = open_database(PostgresSchema(server_url(server_place.where), CORPUS_SCHEMA))
        with engine.begin() as connection:
            schema = ServerKeeper(engine, server_place.fingerprint()).schema
            connection.exec_driver_sql(f"DROP SCHEMA {schema} CASCADE")
        engine.dispose()
        with pytest.raises(StoreError, match="again"):
            old.search(Query({"text": {"甲": 1.0}}), 5)
        assert found(server_place.build(document("a", "甲")), "甲") == ["a"]

    @pytest.mark.parametrize("encoding", ["LATIN1", "SQL_ASCII"])
    def test_database_that_cannot_hold_chinese_is_told(self, postgres: PostgresServer, encoding: str) -> None:
        name = f"in_{encoding.lower()}"
        postgres.execute(f"CREATE DATABASE {name} ENCODING '{encoding}' TEMPLATE template0 LOCALE 'C'")
        with pytest.raises(StoreError, match="UTF8"):
            keeper_at(postgres.url(name), "any").bring_up_to_date(1, everything())


class TestRestart:
    @pytest.fixture
    def server(self) -> Iterable[PostgresServer]:
        if MISSING:
            pytest.skip(MISSING)
        with postgres_server() as server:
            yield server

    def test_crash_of_the_server_loses_nothing(self, server: PostgresServer, tmp_path: Path) -> None:
        engine = open_database(PostgresSchema(server_url(server.url()), CORPUS_SCHEMA))
        keeper = index_keeper(Search.SERVER, engine, tmp_path, "any")
        assert isinstance(keeper, ServerKeeper)
        many = [document(f"d{number}", f"甲 {WORDS[number % 50]}") for number in range(3000)]
        keeper.bring_up_to_date(1, everything(*many))
        last = Update(2, {"d0"}, [document("late", "甲 乙 丙")])
        index = keeper.bring_up_to_date(2, answering(last))
        before = index.search(Query({"text": {"甲": 1.0, WORDS[3]: 2.0}}), 80)
        server.stop("immediate")
        with pytest.raises(StoreError, match="reached"):
            index.search(Query({"text": {"甲": 1.0}}), 5)
        server.start()
        if str(server.execute("SHOW pg_textsearch.library_version")[0][0]).startswith(WITHOUT_LOG):
            server.execute(f"REINDEX SCHEMA {keeper.schema}")
        assert index.search(Query({"text": {"甲": 1.0, WORDS[3]: 2.0}}), 80) == before
        assert found(index, "丙") == ["late"]
        again = keeper.bring_up_to_date(3, answering(Update(3, {"late"}, [document("later", "甲 丙")])))
        assert (len(again), found(again, "丙")) == (3000, ["later"])
        engine.dispose()

    def test_server_that_does_not_preload_the_extension_is_told(self, server: PostgresServer, tmp_path: Path) -> None:
        engine = open_database(PostgresSchema(server_url(server.url()), CORPUS_SCHEMA))
        assert usable(engine, "pg_textsearch")
        server.stop()
        server.start(shared_preload_libraries="")
        assert not usable(engine, "pg_textsearch", preloaded=True)
        assert isinstance(index_keeper(Search.AUTO, engine, tmp_path, "any"), FolderKeeper)
        with pytest.raises(StoreError, match="shared_preload_libraries"):
            index_keeper(Search.SERVER, engine, tmp_path, "any")
        engine.dispose()
