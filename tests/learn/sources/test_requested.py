"""Files that were handed over, and addresses."""

from __future__ import annotations

import gzip
import tempfile
from pathlib import Path

import pytest

from nowall.learn.documents import Document, Form
from nowall.learn.sources.fetching import Fetcher
from nowall.learn.sources.requested import read_addresses, read_upload
from nowall.learn.sources.results import Failure


def results(name: str, data: bytes) -> list[Document | Failure]:
    return [read.result for read in read_upload(name, data)]


@pytest.mark.parametrize(
    ("name", "data", "form"),
    [
        ("新闻.txt", "没有墙。".encode(), Form.TEXT),
        ("a.MD", b"# No wall", Form.MARKDOWN),
        ("page.html.gz", gzip.compress(b"<p>No wall</p>", mtime=0), Form.HTML),
    ],
)
def test_file_is_a_document_of_its_name(name: str, data: bytes, form: Form) -> None:
    [document] = results(name, data)
    assert isinstance(document, Document)
    assert (document.id, document.form) == (name.partition(".")[0], form)
    assert document.origin.lower() == name.lower()


def test_lines_are_documents_and_failures_name_them() -> None:
    first, second = results("news.jsonl", b'{"text": "No wall."}\nnonsense\n')
    assert isinstance(first, Document)
    assert first.id == "news-1"
    assert second == Failure("news.jsonl:2", "This line is not valid JSON.")


@pytest.mark.parametrize("name", ["a.pdf", "a", "", ".gz", "a.txt.zip", "../../etc/passwd"])
def test_other_kinds_are_refused(name: str) -> None:
    [failure] = results(name, b"%PDF")
    assert isinstance(failure, Failure)
    assert ".jsonl" in failure.message


@pytest.mark.parametrize("name", ["../../x.txt", "/etc/x.txt", "a\0b.txt", "x" * 5000 + ".txt", "\ud800.txt", "/.txt"])
def test_hostile_names_stay_within_the_folder(name: str) -> None:
    [result] = results(name, b"No wall.")
    assert "/" not in result.origin
    assert tempfile.gettempdir() not in result.origin


def test_nothing_is_left_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    assert results("a.txt", b"No wall.")
    for _ in read_upload("a.jsonl", b'{"text": "a"}\n{"text": "b"}'):
        assert list(tmp_path.iterdir())
        break
    assert not list(tmp_path.iterdir())


def test_empty_and_damaged_files_fail_in_a_sentence() -> None:
    [empty], [damaged] = results("a.txt", b""), results("a.txt.gz", b"\x1f\x8b\x08nothing")
    assert (empty, damaged.origin) == (Failure("a.txt", "It is empty."), "a.txt.gz")
    assert isinstance(damaged, Failure)


def test_addresses_that_come_quickly_come_together() -> None:
    with Fetcher() as fetcher:
        [together] = read_addresses(["http://127.0.0.1/a", "ftp://x.org"], fetcher)
    assert [type(read.result) for read in together] == [Failure, Failure]
    assert not list(read_addresses([], fetcher))
