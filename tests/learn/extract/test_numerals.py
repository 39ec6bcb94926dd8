from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nowall.learn.extract.levelled import level
from nowall.learn.extract.numerals import number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3", 3),
        ("1,287", 1287),
        ("3.5", 3.5),
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零五", 105),
        ("三千五百", 3500),
        ("一千二百万", 12_000_000),
        ("1.2亿", 120_000_000),
        ("3万亿", 3e12),
        ("一亿两千万", 120_000_000),
        ("二〇二四", 2024),
        ("零", 0),
    ],
)
def test_numeral_has_its_value(text: str, value: float) -> None:
    assert number(text) == value


@pytest.mark.parametrize("text", ["", "几", "万", "三五百", "1a", "12三", "\ud800"])
def test_what_is_no_numeral_has_none(text: str) -> None:
    assert number(text) is None


@pytest.mark.parametrize(
    ("text", "levelled"),
    [
        ("２０２４年發佈", "2024年发布"),
        ("上週，據他說", "上周，据他说"),
        ("公司,明年:好", "公司，明年：好"),
        ("GPT-4, o1: 1,000", "GPT-4, o1: 1,000"),
    ],
)
def test_text_is_levelled_to_one_script_and_width(text: str, levelled: str) -> None:
    assert level(text) == levelled


@given(st.text(st.characters(), max_size=100))
def test_levelled_text_is_as_long_as_it_was(text: str) -> None:
    assert len(level(text)) == len(text)
