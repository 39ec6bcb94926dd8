"""What every index must do, wherever it is kept: find, count, follow the store, and outlive races and kills."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nowall.search.index import IndexDocument, Query, SearchIndex, Update
from tests.processes import outputs, start_python
from tests.search.places import Place, answering, document, everything, found, nothing_new

WALL = document("wall", "没有 墙 there is no wall", asks="撞墙 了 吗", entities="@sam-altman")
ORION = document("orion", "orion 训练 完成 约 20", articles="b")
COST = document("cost", "训练 成本 训练 费用", articles="b c")
DOCUMENTS = (WALL, ORION, COST)


@pytest.fixture
def index(place: Place) -> SearchIndex:
    return place.build(*DOCUMENTS)


class TestSearching:
    def test_best_document_comes_first(self, index: SearchIndex) -> None:
        assert found(index, "训练") == ["cost", "orion"]
        assert found(index, "训练", "完成") == ["orion", "cost"]

    def test_fields_do_not_mix(self, index: SearchIndex) -> None:
        assert found(index, "撞墙") == []
        assert found(index, "撞墙", field="asks") == ["wall"]
        assert found(index, "@sam-altman", field="entities") == ["wall"]

    def test_weights_decide(self, index: SearchIndex) -> None:
        ids = [hit.id for hit in index.search(Query({"text": {"完成": 0.1}, "asks": {"吗": 9.0}}), 10)]
        assert ids == ["wall/0", "orion/0"]

    def test_score_is_the_weighted_sum(self, index: SearchIndex) -> None:
        def score(**weights: float) -> float:
            return index.search(Query({"text": weights}), 1)[0].score

        assert score(orion=2.0, 完成=3.0) == pytest.approx(2 * score(orion=1.0) + 3 * score(完成=1.0), rel=1e-5)

    def test_word_that_is_said_again_at_once_counts_again(self, place: Place) -> None:
        index = place.build(document("laugh", "哈 哈 哈 哈"), document("once", "哈 了 一 声"))
        once, often = reversed(index.search(Query({"text": {"哈": 1.0}}), 2))
        assert often.score > 1.6 * once.score  # said twice it would be less

    def test_only_keeps_these_articles(self, index: SearchIndex) -> None:
        assert found(index, "训练", only=["c"]) == ["cost"]
        assert found(index, "训练", only=["a"]) == []
        assert found(index, "训练", only=[]) == []

    def test_only_does_not_change_scores(self, index: SearchIndex) -> None:
        query = Query({"text": {"训练": 1.0}})
        assert index.search(query, 10, ["b"]) == index.search(query, 10)

    def test_only_finds_the_one_among_thousands(self, place: Place) -> None:
        many = [document(f"d{number}", "训练 又 训练 了", articles="b") for number in range(2500)]
        index = place.build(*many, document("last", "训练 完 了 又 没有 完 的 事", articles="b c"))
        assert found(index, "训练", only=["c"]) == ["last"]
        assert len(index.search(Query({"text": {"训练": 1.0, "完": 0.1}}), 3000, ["b", "c"])) == 2501

    def test_only_finds_hundreds_that_are_not_the_best(self, place: Place) -> None:
        best = [document(f"b{number}", "训练 训练", articles="b") for number in range(2500)]
        index = place.build(*best, *(document(f"c{number}", "训练 了 很 久", articles="c") for number in range(700)))
        assert len(index.search(Query({"text": {"训练": 1.0}}), 20, ["c"])) == 20

    def test_limit_holds(self, index: SearchIndex) -> None:
        query = Query({"text": {"训练": 1.0}})
        assert [len(index.search(query, limit)) for limit in (-1, 0, 1, 99)] == [0, 0, 1, 2]

    def test_thousands_are_found_if_they_are_wanted(self, place: Place) -> None:
        index = place.build(*(document(f"d{number}", "训练 了") for number in range(2500)))
        assert len(index.search(Query({"text": {"训练": 1.0}}), 2400)) == 2400

    def test_empty_query_finds_nothing(self, index: SearchIndex) -> None:
        assert index.search(Query(), 10) == []
        assert index.search(Query({"text": {}}), 10) == []

    def test_term_with_a_blank_is_one_term(self, place: Place) -> None:
        index = place.build(IndexDocument("x/0", "x", ("a",), {"text": ["no wall"]}))
        assert found(index, "no wall") == ["x"]
        assert found(index, "wall") == []

    def test_threads_share_an_index(self, index: SearchIndex) -> None:
        results: list[list[str]] = []
        threads = [
            threading.Thread(target=lambda: results.extend(found(index, "训练") for _ in range(50))) for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert results == [["cost", "orion"]] * 200

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
    @given(st.dictionaries(st.text(), st.floats(0, 100), max_size=5))
    def test_any_term_can_be_looked_for(self, index: SearchIndex, terms: dict[str, float]) -> None:
        assert isinstance(index.search(Query({"text": terms, "asks": terms}), 10), list)


class TestCounting:
    def test_terms_are_counted_in_their_fields(self, index: SearchIndex) -> None:
        assert [index.count("text", "训练"), index.count("asks", "训练"), index.count("text", "无")] == [2, 0, 0]
        assert index.counts("text", ["训练", "无", "墙"]) == {"训练": 2, "无": 0, "墙": 1}
        assert index.counts("text", []) == {}

    def test_terms_that_stand_together_are_had(self, index: SearchIndex) -> None:
        assert index.has(["训练"])
        assert index.has(["训练", "orion"])
        assert index.has(["撞墙", "墙"])
        assert not index.has(["训练", "无"])
        assert not index.has(["训练", "墙"])
        assert not index.has(["@sam-altman"])

    def test_counts_follow_what_comes_and_goes(self, place: Place) -> None:
        place.build(*DOCUMENTS, seq=1)
        change = Update(2, {"cost"}, [document("new", "训练 墙 墙")])
        index = place.keeper().bring_up_to_date(2, answering(change))
        assert len(index) == 3
        assert index.count("text", "墙") == 2
        assert not index.has(["成本", "训练"])
        assert index.has(["墙", "训练"])


class TestStayingUpToDate:
    def test_index_that_stands_there_is_only_opened(self, place: Place) -> None:
        place.build(*DOCUMENTS, seq=7)
        index = place.keeper().bring_up_to_date(7, nothing_new)
        assert (index.seq, len(index)) == (7, 3)

    def test_changes_are_applied(self, place: Place) -> None:
        place.build(*DOCUMENTS, seq=1)
        asked = []

        def changes(since: int | None) -> Update:
            asked.append(since)
            return Update(4, {"wall", "orion"}, [document("orion", "orion 发布")])

        index = place.keeper().bring_up_to_date(4, changes)
        assert asked == [1]
        assert (found(index, "墙"), found(index, "完成"), found(index, "发布")) == ([], [], ["orion"])
        assert place.keeper().bring_up_to_date(4, nothing_new).seq == 4

    def test_other_fingerprint_builds_anew(self, place: Place) -> None:
        place.build(*DOCUMENTS)
        asked = []

        def documents(since: int | None) -> Update:
            asked.append(since)
            return Update(1, None, [WALL])

        assert len(place.keeper("tokens-2").bring_up_to_date(1, documents)) == 1
        assert asked == [None]

    def test_everything_anew_replaces_all(self, place: Place) -> None:
        place.build(*DOCUMENTS, seq=1)
        index = place.keeper().bring_up_to_date(2, everything(ORION, seq=2))
        assert (index.seq, len(index), found(index, "墙"), found(index, "完成")) == (2, 1, [], ["orion"])

    def test_store_that_went_back_builds_anew(self, place: Place) -> None:
        place.build(*DOCUMENTS, seq=9)

        def documents(since: int | None) -> Update:
            return Update(3, None if since is None else set(), [ORION])

        index = place.keeper().bring_up_to_date(3, documents)
        assert (index.seq, len(index)) == (3, 1)

    def test_failing_source_leaves_the_index_as_it_was(self, place: Place) -> None:
        place.build(*DOCUMENTS, seq=1)

        def half() -> Iterator[IndexDocument]:
            yield document("new", "新")
            raise LookupError

        for gone in ({"wall"}, None):
            with pytest.raises(LookupError):
                place.keeper().bring_up_to_date(2, answering(Update(2, gone, half())))
            assert len(place.keeper().bring_up_to_date(1, nothing_new)) == 3
        assert len(place.build(WALL, seq=2)) == 1

    def test_old_view_still_finds_while_all_is_made_anew(self, place: Place) -> None:
        old = place.build(*DOCUMENTS, seq=1)
        seen: list[list[str]] = []

        def looking() -> Iterator[IndexDocument]:
            yield ORION
            seen.append(found(old, "训练"))
            seen.append(found(place.keeper().bring_up_to_date(1, nothing_new), "训练"))
            yield COST

        place.keeper().bring_up_to_date(2, answering(Update(2, None, looking())))
        assert seen == [["cost", "orion"], ["cost", "orion"]]


class TestEmptyIndex:
    def test_reader_does_not_wait_for_who_fills_it(self, place: Place) -> None:
        place.build(seq=0)
        with place.keeper().writing():
            started = time.monotonic()
            view = place.keeper().bring_up_to_date(1, nothing_new)
        assert (view.seq, len(view)) == (0, 0)
        assert found(view, "墙") == []
        assert time.monotonic() - started < 5

    def test_it_is_not_built_again(self, place: Place) -> None:
        place.build(seq=0)
        assert place.keeper().bring_up_to_date(0, nothing_new).seq == 0

    def test_changes_are_added_to_it(self, place: Place) -> None:
        place.build(seq=0)
        asked: list[int | None] = []

        def changes(since: int | None) -> Update:
            asked.append(since)
            return Update(1, (), (WALL,))

        index = place.keeper().bring_up_to_date(1, changes)
        assert (len(index), found(index, "墙")) == (1, ["wall"])
        assert asked == [0]


RACE = """
import sys
from nowall.search.index import IndexDocument, Query, Update
from tests.search.places import keeper_at
for seq in range(1, 25):
    def documents(since):
        first = (since or 0) + 1
        news = [IndexDocument(f"d{n}", f"d{n}", ("a",), {"text": ["all", f"n{n}"]}) for n in range(first, seq + 1)]
        if since is not None and since >= seq:
            return Update(since, set(), [])
        return Update(seq, None if since is None else set(), news)
    while True:  # while the other one writes, the index is given as it stands
        index = keeper_at(sys.argv[1], sys.argv[2]).bring_up_to_date(seq, documents)
        assert len(index) == index.seq, (len(index), index.seq, seq)
        assert len(index.search(Query({"text": {"all": 1.0}}), 99)) >= index.seq  # a server shows what came since
        if index.seq >= seq:
            break
print("done")
"""

DIE = """
import os, sys
from nowall.search.index import IndexDocument, Update
from tests.search.places import keeper_at
def half():
    for n in range(6000):
        yield IndexDocument(f"d{n}", f"d{n}", ("a",), {"text": ["训练"]})
    os.kill(os.getpid(), 9)
gone = None if sys.argv[3] == "all" else {"cost"}
keeper_at(*sys.argv[1:3]).bring_up_to_date(2, lambda since: Update(2, gone, half()))
"""


class TestProcesses:
    def test_two_processes_bring_one_index_up_to_date(self, place: Place) -> None:
        processes = [start_python(RACE, place.where, place.fingerprint()) for _ in range(2)]
        assert outputs(*processes) == ["done", "done"]

    @pytest.mark.parametrize("what", ["all", "some"])
    def test_killed_writer_blocks_nobody_and_spoils_nothing(self, place: Place, what: str) -> None:
        place.build(*DOCUMENTS, seq=1)
        process = start_python(DIE, place.where, place.fingerprint(), what)
        process.communicate()
        assert process.returncode == -9
        again = Update(
            2, {"cost", *(f"d{number}" for number in range(6000))}, [document("d1", "训练"), document("d2", "墙")]
        )
        index = place.keeper().bring_up_to_date(2, answering(again))
        assert sorted(found(index, "训练", "墙")) == ["d1", "d2", "orion", "wall"]
        assert len(index) == 4

    def test_readers_hardly_wait_while_thousands_are_added(self, place: Place) -> None:
        view = place.build(*DOCUMENTS, seq=1)
        waits: list[float] = []

        def many() -> Iterator[IndexDocument]:
            for number in range(3000):
                if number % 150 == 0:
                    begun = time.monotonic()
                    assert "cost" in found(view, "成本")
                    waits.append(time.monotonic() - begun)
                yield document(f"d{number}", f"训练 又 训练 了 n{number}")

        index = place.keeper().bring_up_to_date(2, answering(Update(2, (), many())))
        assert (len(index), len(waits)) == (3003, 20)
