"""Bytes to text: every encoding that Chinese news comes in, hints that are wrong, and what is no text."""

from __future__ import annotations

import codecs
import zlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from nowall.errors import InputError
from nowall.learn.sources.decoding import decode, decode_html

SIMPLIFIED = "新华社记者从会上获悉，今年前三季度全国铁路发送旅客超过三十亿人次，同比增长百分之十二。"
TRADITIONAL = "記者從會議上獲悉，今年前三季度全國鐵路發送旅客超過三十億人次，比去年同期增長百分之十二。"
SHORT = ["今天下午大雨", "他们来到北京", "经济增长放缓", "專家表示滿意", "學校明天停課", "這個問題很難"]
ENGLISH = "The chairman said “we’re done” – and left the café…"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "gb18030", "gbk"])
@pytest.mark.parametrize("text", [SIMPLIFIED, TRADITIONAL])
def test_either_script_in_an_encoding_for_both_is_read(text: str, codec: str) -> None:
    assert decode(text.encode(codec)) == text


@pytest.mark.parametrize("codec", ["utf-16-be", "utf-32-be"])
def test_big_endian_with_a_mark_is_read(codec: str) -> None:
    assert decode(("\ufeff" + SIMPLIFIED).encode(codec)) == SIMPLIFIED


@pytest.mark.parametrize("codec", ["big5", "cp950", "big5hkscs"])
def test_traditional_in_big5_is_read(codec: str) -> None:
    assert decode(TRADITIONAL.encode(codec)) == TRADITIONAL


def test_hong_kong_characters_are_read() -> None:
    text = "佢哋話呢個問題嘅答案喺度，記者問咗好多次都冇人應。"
    assert decode(text.encode("big5hkscs")) == text


def test_signs_of_windows_big5_are_read() -> None:
    text = "這位名叫約翰‧史密斯的專家說，價格是三十～五十€。"
    assert decode(text.encode("cp950")) == text


@pytest.mark.parametrize("text", SHORT)
def test_a_few_characters_are_enough(text: str) -> None:
    assert decode(text.encode("gb18030")) == text
    if text in SHORT[3:]:
        assert decode(text.encode("big5")) == text


@pytest.mark.parametrize(
    "hint", ["gb2312", "big5", "utf-8", "iso-8859-1", "shift_jis", "utf-7", "zip", "nonsense", "\0"]
)
def test_a_wrong_hint_does_no_harm(hint: str) -> None:
    assert decode(SIMPLIFIED.encode(), hint) == SIMPLIFIED
    assert decode(SIMPLIFIED.encode("gbk"), hint) == SIMPLIFIED
    assert decode(TRADITIONAL.encode("big5"), hint) == TRADITIONAL


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        ("인공지능 모델의 발전이 벽에 부딪혔다는 주장이 나왔다.", "euc-kr"),
        ("人工知能の発展が壁に当たったという主張が出ている。", "Shift_JIS"),
        ("Развитие искусственного интеллекта не остановилось.", "windows-1251"),
    ],
)
def test_a_neighbour_s_language_is_read_where_it_is_declared(text: str, charset: str) -> None:
    assert decode(text.encode(charset), charset) == text


@pytest.mark.parametrize("text", [ENGLISH, "It’s £5", "Beyoncé"])
def test_windows_english_is_read(text: str) -> None:
    assert decode(text.encode("cp1252")) == text


def test_english_with_one_chinese_name_is_read() -> None:
    text = "The investor Kai-Fu Lee (李开复) disagreed, and said so at length."
    assert decode(text.encode("gbk")) == text


def test_broken_bytes_in_utf8_are_replaced() -> None:
    data = SIMPLIFIED.encode()
    assert decode(data[:30] + b"\xff" + data[30:]) == SIMPLIFIED[:10] + "\ufffd" + SIMPLIFIED[10:]


def test_utf8_that_is_cut_off_keeps_the_rest() -> None:
    assert decode(SIMPLIFIED.encode()[:-1])[:-1] == SIMPLIFIED[:-1]


def test_a_replacement_character_that_was_in_the_text_is_not_broken() -> None:
    assert decode("\ufffd\ufffd好".encode()) == "\ufffd\ufffd好"


def test_a_broken_byte_in_gbk_costs_little() -> None:
    data = SIMPLIFIED.encode("gbk")
    assert decode(data[:40] + b"\xff" + data[40:]).startswith(SIMPLIFIED[:20])


def test_ascii_before_the_text_does_not_hide_it() -> None:
    text = "x" * 100_000 + TRADITIONAL
    assert decode(text.encode("big5")) == text


def test_nothing_is_an_empty_text() -> None:
    assert decode(b"") == ""
    assert decode(codecs.BOM_UTF16_LE) == ""


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "a PDF"),
        (b"PK\x03\x04\x14\x00", "ZIP"),
        (b"\x89PNG\r\n\x1a\n\0", "PNG"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "JPEG"),
        (b"\x1f\x8b\x08\0", "gzip"),
        (b"text\0text", "binary"),
        (b"\x01\x02\x03\x04", "binary"),
        ("\ufeff".encode("utf-16-le") + b"a\0\0\0b\0", "binary"),
        (zlib.compress(bytes(range(256)) * 9), "binary"),
    ],
)
def test_what_is_no_text_is_refused_by_name(data: bytes, kind: str) -> None:
    with pytest.raises(InputError, match=kind):
        decode(data)


def test_bytes_of_no_encoding_are_refused() -> None:
    with pytest.raises(InputError, match="no text in any encoding"):
        decode(b"\xff\x80\xff\xfe\x81\x8d" * 30)


@given(st.binary(), st.none() | st.text(max_size=12) | st.sampled_from(["gbk", "big5", "utf-16", "punycode", "rot13"]))
@example(b"\xff\xfe\x00\xd8", None)
@example(b"\xfe\xff\xd8\x00\x00A", None)
@example(b"\xff", "gbk")
def test_any_bytes_give_text_or_a_refusal(data: bytes, declared: str | None) -> None:
    for read in (decode, decode_html):
        try:
            text = read(data, declared)
        except InputError:
            continue
        text.encode()
        assert "\0" not in text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"])))
def test_any_text_in_utf8_comes_back(text: str) -> None:
    assert decode(text.encode("utf-8-sig")) == text
    if not text.startswith("\ufeff"):
        assert decode(text.encode()) == text


@given(st.permutations(SIMPLIFIED), st.permutations(TRADITIONAL))
def test_chinese_in_any_order_is_told_apart(simplified: list[str], traditional: list[str]) -> None:
    for text, codec in ((simplified, "gb18030"), (traditional, "gb18030"), (traditional, "big5")):
        assert decode("".join(text).encode(codec)) == "".join(text)


@pytest.mark.parametrize(
    "head",
    [
        '<meta charset="euc-kr">',
        "<META CHARSET = euc-kr />",
        '<meta http-equiv="Content-Type" content="text/html; charset=euc-kr">',
        '<?xml version="1.0" encoding="euc-kr"?>',
    ],
)
def test_a_page_s_own_charset_is_a_hint(head: str) -> None:
    page = f"<html>{head}<p>인공지능 모델의 발전이 벽에 부딪혔다는 주장이 나왔다.</p>"
    assert decode_html(page.encode("euc-kr")) == page


def test_a_page_s_wrong_charset_does_no_harm() -> None:
    page = f'<html><meta charset="utf-8"><p>{SIMPLIFIED}</p>'
    assert decode_html(page.encode("gbk")) == page


def test_hostile_heads_are_read_at_once() -> None:
    assert decode_html(b"<meta " * 100_000 + b"<meta" + b" " * 100_000)
