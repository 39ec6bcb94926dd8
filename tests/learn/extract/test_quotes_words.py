"""Words of speech as patterns."""

from __future__ import annotations

import re

import pytest

from nowall.learn.extract.quotes_words import one_of, verb, words

PATTERN = re.compile(one_of(["表", "表示", "表示过", "said", "said so", "（注"]))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("他表示过同意", ["表示过"]),
        ("他表示同意", ["表示"]),
        ("一张表", ["表"]),
        ("She Said so", ["Said so"]),
        ("she said something", ["said"]),
        ("unsaid, saids, 他said", ["said"]),
        ("（注意）", ["（注"]),
        ("谁也没有", []),
    ],
)
def test_longest_word_is_found_and_english_ones_whole(text: str, found: list[str]) -> None:
    assert PATTERN.findall(text) == found


def test_every_verb_of_speech_is_found_alone() -> None:
    assert [word for word in words("verbs_zh") | words("verbs_en") if not verb().fullmatch(word)] == []
