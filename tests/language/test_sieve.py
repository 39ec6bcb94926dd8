"""Patterns held back: only such as cannot match."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nowall.language.sieve import Sieve, needed
from nowall.lexicon import lexicon

PATTERNS = [
    *(p for entry in lexicon("attributes").values() for p in entry["zh"] + entry["en"]),
    *(p for kind in lexicon("questions")["kind"] for p in kind["zh"] + kind["en"]),
    *(p for patterns in lexicon("questions")["signals"].values() for p in patterns),
    *(p for group in lexicon("smalltalk").values() for p in group["zh"] + group["en"]),
]
FEW_LETTERS = st.text("abc", max_size=6)


@pytest.mark.parametrize(
    ("pattern", "letters"),
    [
        ("(什么时候|何时).{0,4}发布?", {"什么时候", "何时"}),
        (r"\bgood\b", {"good"}),
        ("哈{2,}", {"哈"}),
        ("^嗯+$", {"嗯"}),
        ("(?<!提)出(来)?$", {"出"}),
        ("[^a]b", {"b"}),
        ("[一二]月", {"月"}),
        (r"\d[年月]", {"年", "月"}),
        ("(?!abc)d", {"d"}),
        ("a|", set()),
        ("(ab)?", set()),
        (".", set()),
        ("", set()),
        ("(?i:ab)", set()),
        ("(?i)ab", set()),
    ],
)
def test_needed_letters_are_told(pattern: str, letters: set[str]) -> None:
    assert needed(pattern) == letters


@given(st.data())
def test_text_that_a_pattern_of_the_lexicon_matches_has_some_of_its_letters(data: st.DataObject) -> None:
    pattern = data.draw(st.sampled_from(PATTERNS))
    match = re.search(pattern, data.draw(st.from_regex(pattern)))
    assert match is not None
    assert any(letters in match.group() for letters in needed(pattern))


@given(st.data())
def test_what_matches_is_let_through(data: st.DataObject) -> None:
    parts = data.draw(st.lists(st.one_of(FEW_LETTERS, st.sampled_from(["a|b", "[ab]c", "(ab)+", "a?b", "."]))))
    pattern, text = "".join(parts), data.draw(FEW_LETTERS)
    found = Sieve({"own": [pattern], "other": ["xyz"]}).let_through(text)
    assert "own" in found or re.search(pattern, text) is None
    assert "other" not in found


def test_one_matching_alternative_is_enough() -> None:
    sieve = Sieve({"time": ["何时", "when"], "place": ["何处", "where"]})
    assert sieve.let_through("何时") == {"time"}
    assert sieve.let_through("where and when") == {"time", "place"}
    assert sieve.let_through("") == frozenset()


def test_pattern_without_needed_letters_is_always_let_through() -> None:
    assert Sieve({"any": [".*"], "one": ["一"]}).let_through("二") == {"any"}


def test_sieve_without_patterns_lets_nothing_through() -> None:
    assert Sieve[str]({}).let_through("何时") == frozenset()
