"""Words made ready: nothing unseen, nothing that there is no letter for."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nowall.cards.wording import clipped, clusters, one_line


def everything(_: str) -> bool:
    return True


def no_emoji(character: str) -> bool:
    return character <= "\uffff" and character not in "☃ש"


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("没有\n墙", "没有墙"),
        ("没有 墙 。", "没有墙。"),
        ("there\r\n\tis  no wall", "there is no wall"),
        ("a\u202egnihton\u202c b", "agnihton b"),
        ("\u2066没\u2069\u200b有\ufeff墙\u00ad", "没有墙"),
        ("撞墙👍🏽了", "撞墙了"),
        ("好 👨‍👩‍👧 的", "好的"),
        ("墙\U0002a6a5", "墙〓"),
        ("\ud800x\x00y\x1bz", "xyz"),
        ("e\u0301", "é"),
        ("〇☃", "〇"),
        ("שלום", "〓לום"),
        ("   ", ""),
        ("OpenAI 的 o1", "OpenAI 的 o1"),
        ("❤\ufe0f", "❤"),
    ],
)
def test_what_cannot_be_seen_or_drawn_goes(given: str, shown: str) -> None:
    assert one_line(given, no_emoji) == shown


def test_accents_on_one_letter_are_few() -> None:
    assert len(one_line("a" + "\u0302\u0323\u0330\u0331" * 50, everything)) <= 4


@given(st.text())
def test_any_words_become_one_line_that_stays_the_same(words: str) -> None:
    line = one_line(words, no_emoji)
    assert not any(unicodedata.category(character) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for character in line)
    assert line == line.strip()
    assert one_line(line, no_emoji) == line


def test_what_is_long_is_not_looked_at() -> None:
    assert len(one_line("墙" * 100_000, everything)) <= 4_000


def test_accents_stay_with_their_letter() -> None:
    assert clusters("xe\u0301y") == ["x", "e\u0301", "y"]


@pytest.mark.parametrize(
    ("room", "shown"),
    [
        (99, "第一句。第二句！第三句很长很长。"),
        (10, "第一句。第二句！［……］"),
        (7, "第一句。［……］"),
    ],
)
def test_too_many_words_are_cut_at_a_sentence(room: float, shown: str) -> None:
    assert clipped("第一句。第二句！第三句很长很长。", room, lambda _: 1.0) == shown


def test_sentence_ends_behind_its_closing_marks() -> None:
    assert clipped("他说：“没有墙。”然后就走了，走了。", 10, lambda _: 1.0) == "他说：“没有墙。”［……］"


def test_point_within_a_number_ends_no_sentence() -> None:
    words = "It grew by 3.5 percent. And then it grew by 4.75 percent again."
    assert clipped(words, 50, lambda _: 1.0) == "It grew by 3.5 percent. […]"


def test_without_sentences_clauses_are_kept_whole_else_what_fits() -> None:
    assert clipped("一二三四，五六七八九十", 8, lambda _: 1.0) == "一二三四，［……］"
    assert clipped("one two three four five six", 20, lambda _: 1.0) == "one two three four […]"
    assert clipped("字" * 20, 5, lambda _: 1.0) == "字字字字字［……］"
