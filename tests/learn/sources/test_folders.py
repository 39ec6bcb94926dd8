"""Which files are found."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from nowall.learn.sources.folders import Found, find_files


def write(path: Path, text: str = "今天下雨。") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def names(found: Found) -> list[str]:
    return [file.path.name for file in found.files]


def messages(found: Found) -> list[str]:
    return [failure.message for failure in found.failures]


@pytest.fixture
def _as_nobody() -> Iterator[None]:
    """The administrator may read everything: for this test, be somebody else."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(65534)
    yield
    os.seteuid(user)


def test_a_folder_gives_its_articles_sorted(tmp_path: Path) -> None:
    for name in ("b.md", "a.txt", "sub/c.html.gz", "d.JSONL", "e.ndjson", "f.markdown", "g.htm"):
        write(tmp_path / name)
    found = find_files([tmp_path])
    assert names(found) == ["a.txt", "b.md", "d.JSONL", "e.ndjson", "f.markdown", "g.htm", "c.html.gz"]
    assert found.failures == ()


def test_the_size_is_that_of_all_files(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "12345")
    write(tmp_path / "b.txt", "123")
    assert find_files([tmp_path]).size == 8


def test_other_endings_in_a_folder_are_counted(tmp_path: Path) -> None:
    for name in ("a.txt", "b.jpg", "c.py", "d.tar.gz", "README"):
        write(tmp_path / name)
    (tmp_path / "nowhere").symlink_to("missing")
    assert names(found := find_files([tmp_path])) == ["a.txt"]
    assert (found.skipped, found.failures) == (5, ())


def test_a_named_file_is_taken_with_any_ending(tmp_path: Path) -> None:
    paths = [write(tmp_path / "a.news"), write(tmp_path / ".hidden")]
    assert names(find_files(paths)) == ["a.news", ".hidden"]


def test_what_is_hidden_in_a_folder_is_left_out(tmp_path: Path) -> None:
    for name in ("a.txt", ".b.txt", ".git/c.txt"):
        write(tmp_path / name)
    assert names(find_files([tmp_path])) == ["a.txt"]


def test_a_loop_of_links_ends(tmp_path: Path) -> None:
    write(tmp_path / "sub" / "a.txt")
    (tmp_path / "sub" / "up").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to("self")
    found = find_files([tmp_path])
    assert names(found) == ["a.txt"]
    assert found.failures == ()


def test_a_linked_folder_is_followed(tmp_path: Path) -> None:
    write(tmp_path / "elsewhere" / "a.txt")
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "link").symlink_to(tmp_path / "elsewhere")
    assert names(find_files([tmp_path / "news"])) == ["a.txt"]


def test_a_file_that_is_given_twice_is_taken_once(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    (tmp_path / "b.txt").symlink_to(path)
    found = find_files([path, tmp_path, path])
    assert names(found) == ["a.txt"]
    assert found.failures == ()


def test_a_folder_that_is_given_twice_is_no_failure(tmp_path: Path) -> None:
    write(tmp_path / "sub" / "a.txt")
    found = find_files([tmp_path / "sub", tmp_path, tmp_path / "sub"])
    assert names(found) == ["a.txt"]
    assert found.failures == ()


def test_a_folder_without_articles_is_a_failure(tmp_path: Path) -> None:
    write(tmp_path / "a.jpg")
    assert messages(find_files([tmp_path]))[0].startswith("There is nothing to read in this folder")


def test_a_missing_path_is_a_failure_and_the_rest_is_found(tmp_path: Path) -> None:
    found = find_files([tmp_path / "missing.txt", Path("zero\0.txt"), write(tmp_path / "a.txt")])
    assert names(found) == ["a.txt"]
    assert messages(found)[0] == "There is no such file or folder."
    assert len(found.failures) == 2


def test_a_dangling_link_is_a_failure(tmp_path: Path) -> None:
    (tmp_path / "a.txt").symlink_to("missing")
    assert messages(find_files([tmp_path])) == ["There is no such file or folder."]


def test_pipes_and_devices_are_failures(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.txt")
    found = find_files([tmp_path, tmp_path / "a.txt", Path("/dev/zero")])
    assert messages(found) == ["It is no regular file."] * 3


def test_a_closed_folder_is_a_failure(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    write(tmp_path / "closed" / "a.txt")
    (tmp_path / "closed").chmod(0)
    request.getfixturevalue("_as_nobody")
    assert messages(find_files([tmp_path / "closed"])) == ["It may not be read: permission is denied."]
