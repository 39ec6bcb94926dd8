"""The index: what it finds, and that it can be broken, raced for and thrown away."""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nowall.errors import StoreError
from nowall.search.index import IndexDocument, Query, SearchIndex, Update
from nowall.search.tantivy_index import FolderKeeper, TantivyIndex
from tests.processes import outputs, start_python

FINGERPRINT = "store/tokens-1"
ASKED_TOO_MUCH = "the index asked for documents that it has"


def document(owner: str, text: str, *, asks: str = "", entities: str = "", articles: str = "a") -> IndexDocument:
    terms = {"text": text.split(), "asks": asks.split(), "entities": entities.split()}
    return IndexDocument(f"{owner}/0", owner, tuple(articles.split()), terms)


WALL = document("wall", "没有 墙 there is no wall", asks="撞墙 了 吗", entities="@sam-altman")
ORION = document("orion", "orion 训练 完成 约 20", articles="b")
COST = document("cost", "训练 成本 训练 费用", articles="b c")
DOCUMENTS = (WALL, ORION, COST)


def answering(update: Update) -> Callable[[int | None], Update]:
    return lambda _: update


def everything(*documents: IndexDocument, seq: int = 1) -> Callable[[int | None], Update]:
    return answering(Update(seq, None, documents))


def build(folder: Path, *documents: IndexDocument, seq: int = 1) -> TantivyIndex:
    return FolderKeeper(folder, FINGERPRINT).bring_up_to_date(seq, everything(*documents, seq=seq))


def nothing_new(_: int | None) -> Update:
    raise AssertionError(ASKED_TOO_MUCH)


def found(index: SearchIndex, *words: str, field: str = "text", only: list[str] | None = None) -> list[str]:
    return [hit.id.partition("/")[0] for hit in index.search(Query({field: dict.fromkeys(words, 1.0)}), 10, only)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


class TestSearching:
    @pytest.fixture
    def index(self, folder: Path) -> TantivyIndex:
        return build(folder, *DOCUMENTS)

    def test_best_document_comes_first(self, index: TantivyIndex) -> None:
        assert found(index, "训练") == ["cost", "orion"]
        assert found(index, "训练", "完成") == ["orion", "cost"]

    def test_fields_do_not_mix(self, index: TantivyIndex) -> None:
        assert found(index, "撞墙") == []
        assert found(index, "撞墙", field="asks") == ["wall"]
        assert found(index, "@sam-altman", field="entities") == ["wall"]

    def test_weights_decide(self, index: TantivyIndex) -> None:
        ids = [hit.id for hit in index.search(Query({"text": {"完成": 0.1}, "asks": {"吗": 9.0}}), 10)]
        assert ids == ["wall/0", "orion/0"]

    def test_score_is_the_weighted_sum(self, index: TantivyIndex) -> None:
        def score(**weights: float) -> float:
            return index.search(Query({"text": weights}), 1)[0].score

        assert score(orion=2.0, 完成=3.0) == pytest.approx(2 * score(orion=1.0) + 3 * score(完成=1.0), rel=1e-5)

    def test_only_keeps_these_articles(self, index: TantivyIndex) -> None:
        assert found(index, "训练", only=["c"]) == ["cost"]
        assert found(index, "训练", only=["a"]) == []
        assert found(index, "训练", only=[]) == []

    def test_only_does_not_change_scores(self, index: TantivyIndex) -> None:
        query = Query({"text": {"训练": 1.0}})
        assert index.search(query, 10, ["b"]) == index.search(query, 10)

    def test_limit_holds(self, index: TantivyIndex) -> None:
        query = Query({"text": {"训练": 1.0}})
        assert [len(index.search(query, limit)) for limit in (-1, 0, 1, 99)] == [0, 0, 1, 2]

    def test_empty_query_finds_nothing(self, index: TantivyIndex) -> None:
        assert index.search(Query(), 10) == []
        assert index.search(Query({"text": {}}), 10) == []

    def test_term_with_a_blank_is_one_term(self, folder: Path) -> None:
        whole = IndexDocument("x/0", "x", ("a",), {"text": ["no wall"]})
        index = build(folder, whole)
        assert found(index, "no wall") == ["x"]
        assert found(index, "wall") == []

    def test_terms_are_counted_in_their_fields(self, index: TantivyIndex) -> None:
        assert [index.count("text", "训练"), index.count("asks", "训练"), index.count("text", "无")] == [2, 0, 0]

    def test_terms_that_stand_together_are_had(self, index: TantivyIndex) -> None:
        assert index.has(["训练"])
        assert not index.has(["训练", "无"])
        assert not index.has(["训练", "墙"])

    def test_threads_share_an_index(self, index: TantivyIndex) -> None:
        results: list[list[str]] = []
        threads = [
            threading.Thread(target=lambda: results.extend(found(index, "训练") for _ in range(200))) for _ in range(4)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert results == [["cost", "orion"]] * 800

    @given(st.dictionaries(st.text(), st.floats(0, 100), max_size=5))
    def test_any_term_can_be_looked_for(self, terms: dict[str, float]) -> None:
        assert isinstance(SHARED.search(Query({"text": terms, "asks": terms}), 10), list)


@pytest.fixture(autouse=True, scope="module")
def _shared(tmp_path_factory: pytest.TempPathFactory) -> None:
    global SHARED  # noqa: PLW0603 - hypothesis wants no function-scoped fixtures
    SHARED = build(tmp_path_factory.mktemp("shared"), *DOCUMENTS)


SHARED: TantivyIndex


class TestStayingUpToDate:
    def test_index_that_stands_there_is_only_opened(self, folder: Path) -> None:
        build(folder, *DOCUMENTS, seq=7)
        index = FolderKeeper(folder, FINGERPRINT).bring_up_to_date(7, nothing_new)
        assert (index.seq, len(index)) == (7, 3)

    def test_changes_are_applied(self, folder: Path) -> None:
        build(folder, *DOCUMENTS, seq=1)
        asked = []

        def changes(since: int | None) -> Update:
            asked.append(since)
            return Update(4, {"wall", "orion"}, [document("orion", "orion 发布")])

        index = FolderKeeper(folder, FINGERPRINT).bring_up_to_date(4, changes)
        assert asked == [1]
        assert (found(index, "墙"), found(index, "完成"), found(index, "发布")) == ([], [], ["orion"])
        assert FolderKeeper(folder, FINGERPRINT).bring_up_to_date(4, nothing_new).seq == 4

    def test_view_stays_what_it_was(self, folder: Path) -> None:
        old = build(folder, *DOCUMENTS, seq=1)
        build(folder, ORION, seq=2)
        for seq in range(3, 20):
            one_more = Update(seq, {"x"}, [document("x", f"x{seq}")])
            FolderKeeper(folder, FINGERPRINT).bring_up_to_date(seq, answering(one_more))
        assert found(old, "墙") == ["wall"]
        assert len(old) == 3

    def test_everything_anew_leaves_one_generation(self, folder: Path) -> None:
        for seq in range(1, 5):
            build(folder, WALL, seq=seq)
        assert len([path for path in folder.iterdir() if path.is_dir()]) == 1

    def test_other_fingerprint_builds_anew(self, folder: Path) -> None:
        build(folder, *DOCUMENTS)
        asked = []

        def documents(since: int | None) -> Update:
            asked.append(since)
            return Update(1, None, [WALL])

        assert len(FolderKeeper(folder, "store/tokens-2").bring_up_to_date(1, documents)) == 1
        assert asked == [None]

    def test_store_that_went_back_builds_anew(self, folder: Path) -> None:
        build(folder, *DOCUMENTS, seq=9)

        def documents(since: int | None) -> Update:
            return Update(3, None if since is None else set(), [ORION])

        index = FolderKeeper(folder, FINGERPRINT).bring_up_to_date(3, documents)
        assert (index.seq, len(index)) == (3, 1)

    def test_crash_between_commit_and_stamp_builds_anew(self, folder: Path) -> None:
        build(folder, *DOCUMENTS, seq=1)
        stamp = (folder / "current.json").read_text()
        FolderKeeper(folder, FINGERPRINT).bring_up_to_date(2, lambda _: Update(2, set(), [document("new", "新")]))
        (folder / "current.json").write_text(stamp)
        index = FolderKeeper(folder, FINGERPRINT).bring_up_to_date(2, everything(*DOCUMENTS, document("new", "新"), seq=2))
        assert found(index, "新") == ["new"]

    def test_failing_source_leaves_the_index_as_it_was(self, folder: Path) -> None:
        build(folder, *DOCUMENTS, seq=1)

        def half() -> object:
            yield document("new", "新")
            raise LookupError

        with pytest.raises(LookupError):
            FolderKeeper(folder, FINGERPRINT).bring_up_to_date(2, lambda _: Update(2, {"wall"}, half()))  # type: ignore[arg-type]
        assert len(FolderKeeper(folder, FINGERPRINT).bring_up_to_date(1, nothing_new)) == 3
        assert len(build(folder, WALL, seq=2)) == 1


class TestBrokenFolder:
    @pytest.mark.parametrize("content", ["", "{}", "[]", "null", '{"format": 1}', "\x00\x00", '{"format": 99, "x": 1}'])
    def test_broken_stamp_builds_anew(self, folder: Path, content: str) -> None:
        build(folder, *DOCUMENTS)
        (folder / "current.json").write_text(content)
        assert len(build(folder, WALL)) == 1

    @pytest.mark.parametrize("pattern", ["*/meta.json", "*/*.term", "*/*.idx", "*/*.store", "*/*.fieldnorm"])
    @pytest.mark.parametrize("content", [b"", b"garbage", None])
    def test_broken_file_builds_anew(self, folder: Path, pattern: str, content: bytes | None) -> None:
        build(folder, *DOCUMENTS)
        (path,) = folder.glob(pattern)
        path.unlink()
        if content is not None:
            path.write_bytes(content)
        assert found(build(folder, *DOCUMENTS), "墙") == ["wall"]

    def test_missing_generation_builds_anew(self, folder: Path) -> None:
        build(folder, *DOCUMENTS)
        shutil.rmtree(folder / json.loads((folder / "current.json").read_text())["generation"])
        assert len(build(folder, *DOCUMENTS)) == 3

    def test_folder_that_cannot_be_written_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "index").write_text("")
        with pytest.raises(StoreError, match="cannot be written"):
            build(tmp_path / "index", WALL)


RACE = """
import sys
from pathlib import Path
from nowall.search.index import IndexDocument, Query, Update
from nowall.search.tantivy_index import FolderKeeper
name = sys.argv[2]
for seq in range(1, 40):
    def documents(since):
        first = (since or 0) + 1
        news = [IndexDocument(f"d{n}", f"d{n}", ("a",), {"text": ["all", f"n{n}"]}) for n in range(first, seq + 1)]
        if since is not None and since >= seq:
            return Update(since, set(), [])
        return Update(seq, None if since is None else set(), news)
    while True:  # while the other one writes, the index is given as it stands
        index = FolderKeeper(Path(sys.argv[1]), "race").bring_up_to_date(seq, documents)
        assert len(index) == index.seq, (len(index), index.seq, seq)
        assert len(index.search(Query({"text": {"all": 1.0}}), 99)) == index.seq
        if index.seq >= seq:
            break
print("done")
"""

DIE = """
import os, sys
from pathlib import Path
from nowall.search.index import IndexDocument, Update
from nowall.search.tantivy_index import FolderKeeper
def half():
    for n in range(50):
        yield IndexDocument(f"d{n}", f"d{n}", ("a",), {"text": ["x"]})
    os.kill(os.getpid(), 9)
gone = None if sys.argv[2] == "all" else set()
FolderKeeper(Path(sys.argv[1]), "store/tokens-1").bring_up_to_date(2, lambda since: Update(2, gone, half()))
"""


class TestProcesses:
    def test_two_processes_bring_one_index_up_to_date(self, folder: Path) -> None:
        processes = [start_python(RACE, folder, name) for name in ("one", "two")]
        assert outputs(*processes) == ["done", "done"]

    @pytest.mark.parametrize("what", ["all", "some"])
    def test_killed_writer_blocks_nobody_and_spoils_nothing(self, folder: Path, what: str) -> None:
        build(folder, *DOCUMENTS, seq=1)
        process = start_python(DIE, folder, what)
        process.communicate()
        assert process.returncode == -9
        index = FolderKeeper(folder, FINGERPRINT).bring_up_to_date(2, lambda _: Update(2, {"wall"}, []))
        assert sorted(found(index, "训练", "墙")) == ["cost", "orion"]


class TestEmptyIndex:
    def test_reader_does_not_wait_for_who_fills_it(self, folder: Path) -> None:
        build(folder, seq=0)
        with FolderKeeper(folder, FINGERPRINT).writing():
            started = time.monotonic()
            view = FolderKeeper(folder, FINGERPRINT).bring_up_to_date(1, nothing_new)
        assert (view.seq, len(view)) == (0, 0)
        assert time.monotonic() - started < 5

    def test_it_is_not_built_again(self, folder: Path) -> None:
        build(folder, seq=0)
        assert FolderKeeper(folder, FINGERPRINT).bring_up_to_date(0, nothing_new).seq == 0

    def test_changes_are_added_to_it(self, folder: Path) -> None:
        build(folder, seq=0)
        asked: list[int | None] = []

        def changes(since: int | None) -> Update:
            asked.append(since)
            return Update(1, (), (WALL,))

        assert len(FolderKeeper(folder, FINGERPRINT).bring_up_to_date(1, changes)) == 1
        assert asked == [0]
