"""Files to documents: every kind of file, every kind of dirt, and nothing that stops the rest."""

from __future__ import annotations

import gzip
import json
import os
import tracemalloc
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nowall.learn.documents import Document, Form
from nowall.learn.sources.files import read_files
from nowall.learn.sources.folders import Found, FoundFile, find_files
from nowall.learn.sources.results import Failure

TEXT = "今年前三季度全国铁路发送旅客超过三十亿人次。"
MEGABYTE = 1_000_000


def read(*paths: Path) -> list[Document | Failure]:
    found = find_files(paths)
    steps = list(read_files(found))
    done = [step.done for step in steps]
    assert done == sorted(done)
    assert not done or done[-1] <= found.size
    return [step.result for step in steps]


def documents(*paths: Path) -> list[Document]:
    return [result for result in read(*paths) if isinstance(result, Document)]


def failures(*paths: Path) -> list[Failure]:
    return [result for result in read(*paths) if isinstance(result, Failure)]


def write(path: Path, data: bytes) -> Path:
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def article(text: str = TEXT, **fields: object) -> bytes:
    return json.dumps({"text": text, **fields}, ensure_ascii=False).encode() + b"\n"


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("a.txt", Form.TEXT),
        ("a.md", Form.MARKDOWN),
        ("a.markdown.gz", Form.MARKDOWN),
        ("a.HTML", Form.HTML),
        ("a.htm.gz", Form.HTML),
        ("a.news", Form.TEXT),
        ("a", Form.TEXT),
    ],
)
def test_a_file_is_one_document_in_the_form_of_its_ending(tmp_path: Path, name: str, form: Form) -> None:
    path = write(tmp_path / name, TEXT.encode())
    assert read(path) == [Document("a", TEXT, form, str(path))]


def test_the_id_of_an_article_is_the_name_as_it_is(tmp_path: Path) -> None:
    paths = [write(tmp_path / name, TEXT.encode()) for name in ("36kr-no-wall.txt", "新闻 一.v2.txt.gz")]
    assert [document.id for document in documents(*paths)] == ["36kr-no-wall", "新闻 一.v2"]


@pytest.mark.parametrize("name", ["a.txt", "a.txt.gz", "a.html"])
def test_a_file_in_a_legacy_encoding_is_read(tmp_path: Path, name: str) -> None:
    assert documents(write(tmp_path / name, TEXT.encode("gbk")))[0].text == TEXT


@pytest.mark.parametrize("name", ["news.jsonl", "news.ndjson", "news.jsonl.gz"])
def test_lines_are_documents_of_their_own(tmp_path: Path, name: str) -> None:
    path = write(tmp_path / name, article(id="x", title="标题") + b"\n" + article()[:-1])
    first, second = documents(path)
    assert (first.id, first.title, first.text) == ("x", "标题", TEXT)
    assert (second.id, second.origin) == ("news-3", f"{path}:3")


def test_a_broken_line_is_named_and_the_next_is_read(tmp_path: Path) -> None:
    path = write(tmp_path / "news.jsonl", article() + b"{broken\n" + article())
    result = read(path)
    assert result[1] == Failure(f"{path}:2", "This line is not valid JSON.")
    assert isinstance(result[2], Document)


def test_a_line_that_is_too_long_is_skipped(tmp_path: Path) -> None:
    path = write(tmp_path / "news.jsonl", article() + b"x" * (45 * MEGABYTE) + b"\n" + article())
    _, second, third = read(path)
    assert second == Failure(f"{path}:2", "This line is longer than 20 MB.")
    assert isinstance(third, Document)
    assert third.id == "news-3"


def test_a_line_without_an_end_ends_the_file(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    with path.open("wb") as file:
        file.truncate(10**12)
    assert failures(path)[-1] == Failure(str(path), "It is no file of lines: one has no end.")


def test_a_file_of_other_lines_is_given_up(tmp_path: Path) -> None:
    path = write(tmp_path / "news.jsonl", b"no json\n" * 100_000)
    assert len(failures(path)) == 21
    assert failures(path)[-1].message.startswith("None of its first lines")


def test_lines_are_read_in_flat_memory(tmp_path: Path) -> None:
    path = write(tmp_path / "news.jsonl.gz", b"".join(article(TEXT * 20 + str(n)) for n in range(20_000)))
    found = find_files([path])
    tracemalloc.start()
    assert sum(1 for _ in read_files(found)) == 20_000
    assert tracemalloc.get_traced_memory()[1] < 2 * MEGABYTE
    tracemalloc.stop()


def test_progress_counts_packed_bytes_up_to_all(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", TEXT.encode())
    write(tmp_path / "b.jsonl.gz", b"".join(article(os.urandom(500).hex()) for _ in range(100)))
    found = find_files([tmp_path])
    done = [step.done for step in read_files(found)]
    assert done[0] == found.files[0].size
    assert done[1] < done[60] <= done[-1] == found.size


def test_a_broken_file_does_not_stop_the_rest(tmp_path: Path) -> None:
    for name, data in (("a.txt", b""), ("b.txt", b"\0"), ("c.jsonl", b"x"), ("d.html", b"%PDF-1"), ("e.txt", b"e")):
        write(tmp_path / name, data)
    assert [type(result) for result in read(tmp_path / "missing", tmp_path)] == [Failure] * 5 + [Document]


@pytest.mark.parametrize("data", [b"", b" \n\n", b"\xef\xbb\xbf", "\u3000\n".encode()])
@pytest.mark.parametrize("name", ["a.txt", "a.txt.gz", "a.html"])
def test_an_empty_file_is_a_failure(tmp_path: Path, name: str, data: bytes) -> None:
    assert failures(write(tmp_path / name, data))[0].message == "It is empty."


@pytest.mark.parametrize("name", ["a.jsonl", "a.jsonl.gz"])
def test_an_empty_file_of_lines_is_a_failure(tmp_path: Path, name: str) -> None:
    assert failures(write(tmp_path / name, b"\n \n"))[0].message == "It is empty."


@pytest.mark.parametrize("name", ["a.txt", "a.txt.gz"])
def test_a_large_file_is_a_failure(tmp_path: Path, name: str) -> None:
    assert failures(write(tmp_path / name, b"x" * (20 * MEGABYTE + 1)))[0].message == "It is larger than 20 MB."
    assert documents(write(tmp_path / name, b"x" * (20 * MEGABYTE)))


def bomb(path: Path, filling: bytes) -> Path:
    """300 MB in a few hundred KB."""
    packer = zlib.compressobj(9, wbits=31)
    block = filling * (MEGABYTE // len(filling))
    path.write_bytes(b"".join([packer.compress(block) for _ in range(300)]) + packer.flush())
    return path


@pytest.mark.parametrize("name", ["a.txt.gz", "a.jsonl.gz"])
def test_a_bomb_does_not_fill_memory(tmp_path: Path, name: str) -> None:
    path = bomb(tmp_path / name, b"x")
    tracemalloc.start()
    assert [failure.message for failure in failures(path)][-1].startswith("It ")
    assert tracemalloc.get_traced_memory()[1] < 100 * MEGABYTE
    tracemalloc.stop()


def test_a_bomb_of_articles_is_left_early(tmp_path: Path) -> None:
    result = read(bomb(tmp_path / "a.jsonl.gz", article("x" * 50_000)))
    assert 2000 < len(result) < 5000
    assert isinstance(result[-1], Failure)
    assert result[-1].message == "It unpacks to more than 200 times its size, as no articles do."


def test_a_bomb_of_empty_lines_is_left_early(tmp_path: Path) -> None:
    [failure] = failures(bomb(tmp_path / "a.jsonl.gz", b"\n"))
    assert failure.message == "It has a million empty lines: the rest was not read."


def test_packed_lines_that_are_cut_off_give_those_before(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl.gz"
    data = b"".join(article(os.urandom(50).hex()) for _ in range(2000))
    path.write_bytes(gzip.compress(data)[:-20_000])
    assert len(documents(path)) > 500
    assert failures(path) == [Failure(str(path), "It is packed, and cannot be unpacked: it is cut off or damaged.")]


@pytest.mark.parametrize(
    "data", [b"no gzip", gzip.compress(b"x", mtime=0)[:-4], gzip.compress(b"x", mtime=0)[:12] + b"\xff" * 50]
)
def test_damaged_packing_is_a_failure(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.txt.gz"
    path.write_bytes(data)
    assert "cut off or damaged" in failures(path)[0].message


def test_a_file_that_is_gone_by_then_is_a_failure(tmp_path: Path) -> None:
    found = find_files([write(tmp_path / "a.txt", b"x")])
    (tmp_path / "a.txt").unlink()
    assert [type(step.result) for step in read_files(found)] == [Failure]


def test_a_pipe_that_took_a_file_s_place_is_a_failure(tmp_path: Path) -> None:
    found = find_files([write(tmp_path / "a.txt", b"x")])
    (tmp_path / "a.txt").unlink()
    os.mkfifo(tmp_path / "a.txt")
    [step] = read_files(found)
    assert step.result == Failure(str(tmp_path / "a.txt"), "It is no regular file.")


def test_a_closed_file_is_a_failure(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", b"x")
    path.chmod(0)
    found = find_files([path])
    user = os.geteuid()
    try:
        if user == 0:
            os.seteuid(65534)
        [step] = read_files(found)
    finally:
        os.seteuid(user)
    assert step.result == Failure(str(path), "It may not be read: permission is denied.")


@given(data=st.binary(), name=st.sampled_from(["a.txt", "a.html", "a.jsonl", "a.txt.gz", "a.jsonl.gz"]))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_in_any_file_give_results(tmp_path: Path, data: bytes, name: str) -> None:
    for content in (data, gzip.compress(data)):
        path = tmp_path / name
        path.write_bytes(content)
        steps = list(read_files(Found((FoundFile(path, "a", len(content)),))))
        assert steps
