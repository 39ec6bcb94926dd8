"""Looking around among learned records: the same in a file and on a server."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, event

from nowall.records import FactKind
from nowall.store.corpus_store import CorpusStore
from nowall.store.learned_browsing import LearnedBrowsing
from nowall.store.learned_store import LearnedStore
from tests.store.test_corpus_store import PACK
from tests.store.test_learned_store import FACT, NEWS, another


@pytest.fixture
def browsing(engine: Engine) -> LearnedBrowsing:
    """Three articles of 2024, one without a date, and the pack."""
    quotes = [
        replace(FACT, id=f"q{n}", article=f"a{n}", kind=FactKind.QUOTE, quote="话", speaker="ada" if n else "bo")
        for n in range(4)
    ]
    learned = [another(f"a{n}", replace(FACT, id=f"f{n}", article=f"a{n}"), quotes[n]) for n in range(4)]
    dated = [
        replace(one, article=replace(NEWS, id=one.article.id, published=f"2024-0{n}")) for n, one in enumerate(learned)
    ]
    undated = replace(learned[0], article=replace(learned[0].article, published=None))
    CorpusStore(engine).sync(PACK)
    LearnedStore(engine).add([undated, *dated[1:]])
    return LearnedBrowsing(engine)


def test_quotes_are_counted_by_speaker(browsing: LearnedBrowsing) -> None:
    assert browsing.quotes_by_speaker() == {"ada": 3, "bo": 1}


def test_quotes_of_somebody_are_the_first_by_id(browsing: LearnedBrowsing) -> None:
    assert browsing.quotes_of(["ada"], 2) == ["q1", "q2"]
    assert browsing.quotes_of(["ada", "bo", "nobody"], 9) == ["q0", "q1", "q2", "q3"]


def test_newest_articles_come_first_and_undated_ones_last(browsing: LearnedBrowsing) -> None:
    assert browsing.newest_articles(9) == [("a3", "2024-03"), ("a2", "2024-02"), ("a1", "2024-01"), ("a0", None)]
    assert browsing.newest_articles(2, 1) == [("a2", "2024-02"), ("a1", "2024-01")]


def test_fact_after_the_last_one_is_the_first(browsing: LearnedBrowsing) -> None:
    assert [browsing.one_after(key, quote=False) for key in ("f2", "f9", "zz")] == ["f2", "q0", "f0"]
    assert [browsing.one_after(key, quote=True) for key in ("f2", "q1a", "zz")] == ["q0", "q2", "q0"]


def test_looks_into_a_file_use_the_indexes(sqlite_engine: Engine) -> None:
    asked: list[tuple[str, Any]] = []

    def note(_1: Any, _2: Any, query: str, values: Any, *_3: Any) -> None:
        asked.append((query, values))

    event.listen(sqlite_engine, "before_cursor_execute", note)
    browsing = LearnedBrowsing(sqlite_engine)
    browsing.quotes_by_speaker()
    browsing.quotes_of(["ada"], 5)
    browsing.newest_articles(5)
    selects = [one for one in asked if one[0].startswith("SELECT")]
    with sqlite_engine.connect() as connection:
        plans = [
            str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values).all()) for query, values in selects
        ]
    assert ["ix_facts_quotes" in plan or "ix_articles_newest" in plan for plan in plans] == [True] * 3
