"""The index in a folder: that it can be broken and thrown away, and that a view stays what it was."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from nowall.errors import StoreError
from nowall.search.index import IndexDocument, Update
from nowall.search.tantivy_index import FolderKeeper, TantivyIndex
from tests.search.places import answering, document, everything, found

FINGERPRINT = "store/tokens-1"
WALL = document("wall", "没有 墙 there is no wall", asks="撞墙 了 吗", entities="@sam-altman")
ORION = document("orion", "orion 训练 完成 约 20", articles="b")
COST = document("cost", "训练 成本 训练 费用", articles="b c")
DOCUMENTS = (WALL, ORION, COST)


def build(folder: Path, *documents: IndexDocument, seq: int = 1) -> TantivyIndex:
    return FolderKeeper(folder, FINGERPRINT).bring_up_to_date(seq, everything(*documents, seq=seq))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


class TestFolder:
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

    def test_crash_between_commit_and_stamp_builds_anew(self, folder: Path) -> None:
        build(folder, *DOCUMENTS, seq=1)
        stamp = (folder / "current.json").read_text()
        FolderKeeper(folder, FINGERPRINT).bring_up_to_date(2, lambda _: Update(2, set(), [document("new", "新")]))
        (folder / "current.json").write_text(stamp)
        index = FolderKeeper(folder, FINGERPRINT).bring_up_to_date(
            2, everything(*DOCUMENTS, document("new", "新"), seq=2)
        )
        assert found(index, "新") == ["new"]


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
