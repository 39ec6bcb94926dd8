"""The ids that files give their articles."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nowall.learn.sources.naming import article_ids, safe_id, shown, split_name

PATHS = st.builds(
    lambda folders, name, ending: Path("/", *folders, name + ending),
    st.lists(st.sampled_from(["a", "b", "a-b"]), max_size=4),
    st.sampled_from(["x", "a-x", "b-a-x", "新闻", "x" * 200, "x.txt"]),
    st.sampled_from(["", ".txt", ".md", ".txt.gz"]),
)


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("36kr-no-wall.txt", ("36kr-no-wall", ".txt", False)),
        ("新闻.2024.TXT.GZ", ("新闻.2024", ".txt", True)),
        ("news.jsonl.gz", ("news", ".jsonl", True)),
        ("README", ("README", "", False)),
        ("news.gz", ("news", "", True)),
        (".txt", (".txt", "", False)),
    ],
)
def test_endings_are_taken_off(name: str, parts: tuple[str, str, bool]) -> None:
    assert split_name(name) == parts


@pytest.mark.parametrize(
    ("paths", "ids"),
    [
        (["/n/a.txt", "/n/b.txt"], ["a", "b"]),
        (["/2023/a.txt", "/2024/a.txt"], ["2023-a", "2024-a"]),
        (["/n/a.txt", "/n/a.md"], ["a.txt", "a.md"]),
        (["/n/a.txt", "/n/a.txt.gz", "/m/b.txt"], ["a.txt", "a.txt.gz", "b"]),
        (["/1/x/a.txt", "/2/x/a.txt"], ["1-x-a", "2-x-a"]),
        (["/1/a.txt", "/2/a.txt", "/3/1-a.txt"], ["1-a.txt", "2-a", "1-a"]),
    ],
)
def test_files_of_the_same_name_are_told_apart(paths: list[str], ids: list[str]) -> None:
    assert article_ids([Path(path) for path in paths]) == ids


@given(st.lists(PATHS, unique=True), st.randoms())
def test_ids_are_safe_and_different_in_any_order(paths: list[Path], random: object) -> None:
    ids = dict(zip(paths, article_ids(paths), strict=True))
    assert len(set(ids.values())) == len(paths)
    assert all(0 < len(identifier) <= 120 for identifier in ids.values())
    shuffled = sorted(paths, key=lambda path: path.name[::-1])
    assert dict(zip(shuffled, article_ids(shuffled), strict=True)) == ids


@given(st.text(st.characters()))
def test_any_name_becomes_a_safe_id(name: str) -> None:
    identifier = safe_id(name)
    assert 0 < len(identifier) <= 120
    assert not set(identifier) & set("/\\\n\r\t\0\x1b\u202e")
    identifier.encode()


def test_long_names_that_begin_alike_stay_apart() -> None:
    assert safe_id("新" * 200 + "甲") != safe_id("新" * 200 + "乙")


def test_a_name_in_another_encoding_is_read() -> None:
    path = Path(os.fsdecode("今天新闻".encode("gbk")) + ".txt")
    assert article_ids([path]) == ["今天新闻"]
    assert shown(path) == "今天新闻.txt"


def test_a_path_in_a_message_does_not_steer_the_terminal() -> None:
    assert shown(Path("a\x1b[2J/b.txt")) == "a\ufffd[2J/b.txt"
