"""What was learned: it comes back by id, whole, and goes with all that came from it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Engine, event

from nowall.errors import InputError
from nowall.learn.documents import Copy, Learned
from nowall.passages import Passage
from nowall.records import Article, Corpus, Entity, EntityKind, Fact, FactKind, Origin, Relation
from nowall.store.corpus_store import Change, CorpusStore
from nowall.store.learned_store import LearnedStore
from tests.store.test_corpus_store import PACK

TEXT = "一句话。另一句话。"
NEWS = Article("news", "新闻", "新华社", published="2024-11-14", reposts=("日报",))
FACT = Fact("x1", "news", FactKind.FACT, "一句话。", origin=Origin.EXTRACTED, span=(0, 4), place=0)
OTHER = replace(FACT, id="x2", zh="另一句话。", span=(4, 9), place=1)
ADA = Entity("adalin", EntityKind.PERSON, "林爱达", "Ada Lin", ("爱达",), (), relations=(Relation("ceo", "acme"),))
LEARNED = Learned(NEWS, TEXT, "digest-1", (OTHER, FACT), (ADA,), (11, -22))


@pytest.fixture
def learned(engine: Engine) -> LearnedStore:
    return LearnedStore(engine)


@pytest.fixture
def pack(engine: Engine) -> CorpusStore:
    return CorpusStore(engine)


def another(identifier: str, *facts: Fact, bands: tuple[int, ...] = ()) -> Learned:
    return Learned(replace(NEWS, id=identifier), TEXT, f"digest of {identifier}", facts, (), bands)


def nothing_is_left(learned: LearnedStore, identifier: str = "news") -> bool:
    found = [learned.articles([identifier]), learned.facts(["x1", "x2"]), learned.texts([identifier])]
    return not any([*found, learned.digests([identifier]), learned.alike([11, -22]), learned.names(9)])


class TestAdd:
    def test_everything_comes_back(self, learned: LearnedStore) -> None:
        changes = learned.add([LEARNED])
        assert (changes.put, changes.deleted, changes.seq) == (1, 0, 1)
        assert learned.articles(["news"]) == {"news": NEWS}
        assert learned.facts(["x1", "x2", "x3"]) == {"x1": FACT, "x2": OTHER}
        assert learned.facts_of(["news"]) == {"news": (FACT, OTHER)}
        assert learned.texts(["news"]) == {"news": TEXT}
        assert learned.digests(["news", "other"]) == {"news": "digest-1"}
        assert learned.names(9) == [ADA]
        assert learned.names_of(["adalin", "nobody"]) == {"adalin": ADA}
        assert learned.article_id(NEWS.key) == "news"

    def test_article_is_one_change(self, learned: LearnedStore, pack: CorpusStore) -> None:
        learned.add([LEARNED, another("more")])
        assert pack.changes_since(0) == [Change(1, "learned", "news", "put"), Change(2, "learned", "more", "put")]

    def test_article_again_replaces_all_of_it(self, learned: LearnedStore) -> None:
        learned.add([LEARNED])
        learned.add([replace(LEARNED, facts=(OTHER,), names=(), bands=(33,), digest="digest-2")])
        assert learned.facts_of(["news"]) == {"news": (OTHER,)}
        assert (learned.names(9), learned.alike([11]), learned.alike([33])) == ([], [], ["news"])
        assert learned.digests(["news"]) == {"news": "digest-2"}

    def test_article_of_the_pack_is_refused(self, learned: LearnedStore, pack: CorpusStore) -> None:
        pack.sync(PACK)
        with pytest.raises(InputError, match="wall is taken"):
            learned.add([LEARNED, another("wall")])
        assert nothing_is_left(learned)

    def test_fact_id_of_another_article_is_refused(self, learned: LearnedStore) -> None:
        learned.add([LEARNED])
        with pytest.raises(InputError, match="x1 is taken"):
            learned.add([another("more", replace(FACT, article="more"))])
        assert learned.facts(["x1"]) == {"x1": FACT}

    def test_thousands_of_articles_come_back_a_few_at_a_time(self, learned: LearnedStore) -> None:
        facts = [[replace(FACT, id=f"a{n}-{m}", article=f"a{n}", place=m) for m in range(5)] for n in range(1_200)]
        learned.add([another(f"a{n}", *facts[n]) for n in range(1_200)])
        every = list(learned.every_fact())
        assert len(every) == 1_200
        assert sum(len(of_one) for _, of_one in every) == 6_000
        assert [count for _, count in learned.every_article()] == [5] * 1_200

    def test_nothing_is_looked_up_by_its_source_or_without_an_index_in_a_file(self, sqlite_engine: Engine) -> None:
        asked: list[tuple[str, Any]] = []
        learned = LearnedStore(sqlite_engine)
        learned.add([LEARNED])
        note = lambda _1, _2, query, values, *_3: asked.append((query, values))  # noqa: E731
        event.listen(sqlite_engine, "before_cursor_execute", note)
        learned.add([LEARNED])
        several = ["news", *map(str, range(50))]
        for look in (learned.facts, learned.facts_of, learned.articles, learned.passages, learned.names_of):
            look(several)
        for other in (learned.texts, learned.digests, learned.remove):
            other(several)
        learned.alike([11, -22])
        queries = [one for one in asked if " IN (" in one[0]]
        assert len(queries) > 15
        with sqlite_engine.connect() as connection:
            plans = [
                str(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query}", values).all())
                for query, values in queries
            ]
        assert [plan for plan in plans if "_source" in plan or "SCAN" in plan] == []

    def test_ids_that_no_text_can_be_are_not_there(self, learned: LearnedStore) -> None:
        learned.add([LEARNED])
        odd = ["a\0b", "news\0", "news"]
        assert (learned.facts(odd), learned.article_id("news\0")) == ({}, None)
        assert learned.articles(odd).keys() == learned.digests(odd).keys() == {"news"}
        assert not learned.remove(odd[:2])

    def test_facts_are_given_as_a_whole_while_they_are_few(self, learned: LearnedStore) -> None:
        learned.add([LEARNED])
        assert len(learned.some_facts(2)) == 2
        assert learned.some_facts(1) == []

    def test_passage_is_a_fact_with_the_title_of_its_article(self, learned: LearnedStore) -> None:
        said = replace(FACT, subject="acme", speaker="adalin", claimant="daily", entities=("acme", "west"), when="2024")
        learned.add([replace(LEARNED, facts=(said, OTHER))])
        found = learned.passages(["x1", "x2", "x3"])
        about, voices = ("acme", "adalin", "daily", "west"), ("adalin", "daily")
        assert found["x1"] == Passage("x1", "news", 0, "fact", "一句话。", about, voices, "2024", "新闻")
        assert found["x2"] == Passage("x2", "news", 1, "fact", "另一句话。", (), (), None, "新闻")
        assert found.keys() == {"x1", "x2"}

    def test_nothing_asked_gives_nothing(self, learned: LearnedStore) -> None:
        learned.add([LEARNED])
        assert (learned.passages([]), learned.names_of([])) == ({}, {})

    def test_thousands_of_passages_come_back_at_once(self, learned: LearnedStore) -> None:
        ids = [f"a{n}" for n in range(1_100)]
        learned.add([another("many", *(replace(FACT, id=i, article="many", place=n) for n, i in enumerate(ids)))])
        assert learned.passages(ids).keys() == set(ids)


class TestPack:
    def test_pack_leaves_learned_articles_alone(self, learned: LearnedStore, pack: CorpusStore) -> None:
        learned.add([LEARNED])
        pack.sync(PACK)
        pack.sync(Corpus())
        assert learned.facts_of(["news"]) == {"news": (FACT, OTHER)}
        assert pack.load()[0] == Corpus()

    def test_pack_takes_over_an_article_that_was_learned(self, learned: LearnedStore, pack: CorpusStore) -> None:
        learned.add([another("wall", replace(FACT, article="wall"), bands=(11,))])
        pack.sync(PACK)
        assert pack.load()[0] == PACK
        assert nothing_is_left(learned, "wall")


class TestRemove:
    def test_removed_article_is_gone_with_all_that_came_from_it(self, learned: LearnedStore) -> None:
        learned.add([LEARNED], [Copy("copy", "news", "digest-3", "晚报")])
        changes = learned.remove(["news"])
        assert (changes.put, changes.deleted) == (0, 1)
        assert nothing_is_left(learned)
        assert learned.digests(["copy"]) == {}

    def test_what_is_not_there_changes_nothing(self, learned: LearnedStore, pack: CorpusStore) -> None:
        pack.sync(PACK)
        assert not learned.remove(["wall", "nobody"])
        assert pack.load()[0] == PACK

    def test_removed_copy_leaves_its_article(self, learned: LearnedStore) -> None:
        learned.add([LEARNED], [Copy("copy", "news", "digest-3", "晚报")])
        learned.remove(["copy"])
        assert learned.articles(["news"]) == {"news": NEWS}


class TestCopies:
    def test_publishers_of_copies_are_told(self, learned: LearnedStore) -> None:
        learned.add([LEARNED])
        copies = [
            Copy("copy-1", "news", "d", "晚报"),
            Copy("copy-2", "news", "d", "新华社"),
            Copy("copy-3", "news", "d", ""),
        ]
        learned.add([], copies)
        assert learned.articles(["news"])["news"].reposts == ("日报", "晚报")
        assert learned.digests(["copy-1"]) == {"copy-1": "d"}

    def test_those_that_share_most_bands_come_first(self, learned: LearnedStore) -> None:
        learned.add([another("one", bands=(1, 2, 3)), another("two", bands=(2, 3, 4)), another("three", bands=(9,))])
        assert learned.alike([3, 4, 5]) == ["two", "one"]


class TestNames:
    def test_common_names_come_first_and_each_variant_once(self, learned: LearnedStore) -> None:
        bo = Entity("bochen", EntityKind.PERSON, "Bo Chen", "Bo Chen")
        named = [replace(another(f"a{n}"), names=(ADA, bo) if n else (bo,)) for n in range(3)]
        learned.add([*named, replace(another("b"), names=(replace(bo, forms=("Chen",)),))])
        assert [name.id for name in learned.names(9)] == ["bochen", "bochen", "adalin"]
        assert [name.id for name in learned.names(1)] == ["bochen", "bochen"]

    def test_name_is_told_by_id_however_rare(self, learned: LearnedStore) -> None:
        bo = Entity("bochen", EntityKind.PERSON, "Bo Chen", "Bo Chen")
        learned.add([LEARNED, replace(another("more"), names=(ADA, bo))])
        assert learned.names_of(["bochen", "adalin", "nobody"]) == {"adalin": ADA, "bochen": bo}
