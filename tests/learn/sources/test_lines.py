"""One line of a JSON Lines file."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nowall.errors import InputError
from nowall.learn.documents import Document, Form
from nowall.learn.sources.lines import read_line

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
FIELDS = ["id", "title", "text", "published", "publisher", "author", "url", "tags"]


def read(**record: Any) -> Document:
    return read_line(json.dumps(record).encode(), "news-1", "news.jsonl:1")


def test_a_text_alone_is_a_document() -> None:
    assert read(text="今天下雨。") == Document("news-1", "今天下雨。", Form.TEXT, "news.jsonl:1")


def test_all_fields_are_taken() -> None:
    document = read(
        id="a1",
        title=" 标题 ",
        text="正文",
        published="2024-11-14T10:00:00Z",
        publisher="晚报",
        author="王五",
        url="https://example.com/a",
        tags=["x"],
    )
    assert document == Document(
        id="a1",
        text="正文",
        origin="news.jsonl:1",
        title="标题",
        author="王五",
        publisher="晚报",
        published="2024-11-14",
        url="https://example.com/a",
    )


def test_a_number_is_an_id() -> None:
    assert read(id=17, text="x").id == "17"


@pytest.mark.parametrize("value", ["", " ", None, True, [], {"name": "x"}, 1.5, 10**4000])
def test_fields_that_make_no_sense_are_left_out(value: object) -> None:
    document = read(text="x", id=value, title=value, published=value)
    assert (document.id, document.title, document.published) == ("news-1", None, None)


def test_an_unsafe_id_is_made_safe() -> None:
    assert read(id="../a\n\u202eb", text="x").id == "..-a--b"


def test_half_characters_and_zeros_do_not_get_through() -> None:
    document = read_line(rb'{"text": "a\ud800\u0000b", "title": "\udc00"}', "news-1", "")
    assert (document.text, document.title) == ("a\ufffd\ufffdb", "\ufffd")


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_line_may_have_another_encoding(codec: str) -> None:
    line = '{"text": "今年前三季度全国铁路发送旅客超过三十亿人次。"}'.encode(codec)
    assert read_line(line, "news-1", "").text == "今年前三季度全国铁路发送旅客超过三十亿人次。"


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b'{"text": "x"', "not valid JSON"),
        (b"[" * 100_000, "not valid JSON"),
        (b'{"text": "x", "id": ' + b"9" * 5000 + b"}", "not valid JSON"),
        (b'["text"]', "no JSON object"),
        (b"null", "no JSON object"),
        (b'{"title": "x"}', 'no "text"'),
        (b'{"text": " \\n"}', 'no "text"'),
        (b'{"text": ["x"]}', 'no "text"'),
        (b'{"text": "\0"}', "binary"),
    ],
)
def test_a_broken_line_is_refused(line: bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_line(line, "news-1", "")


@given(st.dictionaries(st.sampled_from(FIELDS), JSON))
def test_any_record_gives_a_document_or_a_refusal(record: dict[str, object]) -> None:
    try:
        document = read(**record)
    except InputError:
        return
    assert document.text.strip()
    assert 0 < len(document.id) <= 120
    repr(document).encode()


@given(st.binary())
def test_any_bytes_give_a_document_or_a_refusal(line: bytes) -> None:
    with pytest.raises(InputError):
        read_line(line, "news-1", "")
