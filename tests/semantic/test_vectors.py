"""Vectors by text: what is added is found, in whatever state the files are."""

from __future__ import annotations

import stat
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nowall.semantic.embedder import Vectors
from nowall.semantic.vectors import VectorCache
from tests.processes import outputs, start_python
from tests.semantic.random_embedder import RandomEmbedder

EMBEDDER = RandomEmbedder()
ROW = 8 + 4 + EMBEDDER.dimensions
TEXTS = [f"第 {number} 句" for number in range(100)]

ADD = """
import sys
from pathlib import Path
from nowall.semantic.vectors import VectorCache
sys.path.insert(0, sys.argv[2])
from tests.semantic.random_embedder import RandomEmbedder
texts = [f"{sys.argv[3]} {number}" for number in range(int(sys.argv[4]))]
VectorCache(RandomEmbedder(), Path(sys.argv[1])).add(texts, lambda done: print(done, flush=True))
"""
CHECKOUT = Path(__file__).parents[2]


def opened(folder: Path, *also_read: Path) -> VectorCache:
    return VectorCache(EMBEDDER, folder, also_read)


def filled(folder: Path, texts: Sequence[str] = TEXTS) -> tuple[Path, Path]:
    """The two files of a cache that holds texts: rows and keys."""
    opened(folder).add(texts)
    return folder / "random.int8", folder / "random.keys"


def test_added_vectors_are_found_with_nearly_the_same_cosine(tmp_path: Path) -> None:
    cache = opened(tmp_path)
    cache.add(TEXTS)
    for reader in (cache, opened(tmp_path)):
        matrix = reader.matrix(TEXTS)
        assert matrix is not None
        assert matrix.dtype == np.float32
        assert np.allclose(np.linalg.norm(matrix, axis=1), 1, atol=1e-6)
        assert np.einsum("ij,ij->i", matrix, EMBEDDER.records(TEXTS)).min() > 0.9999


@given(st.lists(st.text(st.characters(exclude_categories=())), max_size=8), st.lists(st.text(), max_size=4))
def test_any_texts_are_found_and_no_others(added: list[str], others: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        opened(Path(folder)).add(added)
        vectors, found = opened(Path(folder)).rows([*added, *others])
        assert found.tolist() == [text in added for text in [*added, *others]]
        assert not vectors[~found].any()


def test_texts_without_vectors_are_missing_once(tmp_path: Path) -> None:
    filled(tmp_path, ["a", "b"])
    assert opened(tmp_path).missing(["c", "a", "d", "c"]) == ["c", "d"]
    assert opened(tmp_path).matrix(["a", "c"]) is None
    assert opened(tmp_path).matrix([]) is None


def test_second_folder_is_read_and_not_written(tmp_path: Path) -> None:
    home, built = tmp_path / "home", tmp_path / "built"
    filled(built, ["a", "b"])
    before = {file.name: file.read_bytes() for file in built.iterdir()}
    opened(home, built).add(["c"])

    assert opened(home, built).missing(["a", "b", "c", "d"]) == ["d"]
    assert {file.name: file.read_bytes() for file in built.iterdir()} == before


def test_vectors_of_another_model_are_not_found(tmp_path: Path) -> None:
    filled(tmp_path)
    other = RandomEmbedder()
    other.name = "another"
    assert VectorCache(other, tmp_path).missing(TEXTS) == TEXTS


@pytest.mark.parametrize(("folder_mode", "file_mode"), [(0o700, 0o600), (0o755, 0o644)])
def test_whoever_may_read_the_folder_may_read_the_files(tmp_path: Path, folder_mode: int, file_mode: int) -> None:
    tmp_path.chmod(folder_mode)
    assert [stat.S_IMODE(file.stat().st_mode) for file in filled(tmp_path)] == [file_mode] * 2


def test_newer_vector_of_a_text_replaces_the_older(tmp_path: Path) -> None:
    filled(tmp_path)
    turned = RandomEmbedder()
    turned.records = lambda texts: -EMBEDDER.records(texts)  # type: ignore[method-assign]
    VectorCache(turned, tmp_path).add(TEXTS[:1])

    matrix = opened(tmp_path).matrix(TEXTS[:2])
    assert matrix is not None
    assert (matrix @ EMBEDDER.records(TEXTS[:2]).T).diagonal().round(2).tolist() == [-1, 1]


def test_reader_is_not_disturbed_by_growth_and_sees_it_when_opened_anew(tmp_path: Path) -> None:
    filled(tmp_path, TEXTS[:50])
    reader = opened(tmp_path)
    filled(tmp_path, TEXTS[50:])

    assert reader.missing(TEXTS) == TEXTS[50:]
    assert opened(tmp_path).missing(TEXTS) == []


def test_interrupted_adding_keeps_the_batches_that_are_done(tmp_path: Path) -> None:
    class Interrupted(RandomEmbedder):
        def records(self, texts: Sequence[str]) -> Vectors:
            if TEXTS[70] in texts:
                raise KeyboardInterrupt
            return super().records(texts)

    cache, done = VectorCache(Interrupted(), tmp_path), list[int]()
    with pytest.raises(KeyboardInterrupt):
        cache.add(TEXTS, done.append)

    assert 0 < sum(done) <= 70
    assert cache.missing(TEXTS) == opened(tmp_path).missing(TEXTS) == TEXTS[sum(done) :]


@pytest.mark.parametrize("name", ["random.int8", "random.keys"])
@pytest.mark.parametrize("size", [0, 1, 7, ROW - 1, 10 * ROW + 5, 3700, 100_000])
def test_file_of_another_length_is_mended(tmp_path: Path, name: str, size: int) -> None:
    filled(tmp_path)
    with (tmp_path / name).open("r+b") as file:
        file.truncate(size)
    lacking = opened(tmp_path).missing(TEXTS)
    assert lacking == TEXTS[len(TEXTS) - len(lacking) :]
    filled(tmp_path, [*lacking, "another"])

    assert opened(tmp_path).missing([*TEXTS, "another"]) == []
    assert (tmp_path / "random.int8").stat().st_size % ROW == 0


def test_lost_keys_are_taken_from_the_rows(tmp_path: Path) -> None:
    _, keys = filled(tmp_path)
    before = keys.read_bytes()
    keys.unlink()
    assert opened(tmp_path).missing(TEXTS) == []
    filled(tmp_path, ["another"])
    assert keys.read_bytes()[:-8] == before


@pytest.mark.parametrize("damage", [b"\0", b"\xff", b"nonsense"])
@pytest.mark.parametrize("name", ["random.int8", "random.keys"])
def test_damaged_file_is_made_again(tmp_path: Path, name: str, damage: bytes) -> None:
    filled(tmp_path)
    file = tmp_path / name
    file.write_bytes((damage * file.stat().st_size)[: file.stat().st_size])
    filled(tmp_path, [*opened(tmp_path).missing(TEXTS), "another"])
    assert opened(tmp_path).missing([*TEXTS, "another"]) == []


@given(st.integers(0, 100 * ROW - 1), st.binary(min_size=1, max_size=3 * ROW))
def test_damage_loses_no_more_than_the_rows_that_it_touches(start: int, damage: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        rows, _ = filled(Path(folder))
        before = rows.read_bytes()
        rows.write_bytes((before[:start] + damage + before[start + len(damage) :])[: len(before)])
        lacking = opened(Path(folder)).missing(TEXTS)
        touched = TEXTS[start // ROW : (start + len(damage) - 1) // ROW + 1]
        assert set(lacking) <= set(touched)
        filled(Path(folder), lacking)
        assert opened(Path(folder)).missing(TEXTS) == []


def test_killed_writer_leaves_what_it_had_told(tmp_path: Path) -> None:
    process = start_python(ADD, tmp_path, CHECKOUT, "text", 50_000)
    assert process.stdout is not None
    told = sum(int(process.stdout.readline()) for _ in range(5))
    process.kill()
    process.communicate()

    texts = [f"text {number}" for number in range(told)]
    cache = opened(tmp_path)
    assert cache.missing(texts) == []
    cache.add(["another"])
    assert opened(tmp_path).missing([*texts, "another"]) == []


def test_two_writers_lose_nothing(tmp_path: Path) -> None:
    outputs(*(start_python(ADD, tmp_path, CHECKOUT, name, 1000) for name in ("one", "two")))

    texts = [f"{name} {number}" for name in ("one", "two") for number in range(1000)]
    assert opened(tmp_path).missing(texts) == []
    assert (tmp_path / "random.int8").stat().st_size == 2000 * ROW
