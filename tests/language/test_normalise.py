"""The one normaliser: what looks alike becomes the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nowall.language.normalise import is_cjk, normalise, squash


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("ＡＧＩ 五級？", "agi 五级?"),
        ("ＧＰＴ－４ｏ", "gpt-4o"),
        ("１００％", "100%"),
        ("獵戶座什麼時候發佈", "猎户座什么时候发布"),
        ("“there is no wall”", '"there is no wall"'),
        ("「沒有牆」", '"没有墙"'),
        ("《纽约时报》", '"纽约时报"'),
        ("‘o1’ isn’t", "'o1' isn't"),
        ("山姆・奥特曼", "山姆·奥特曼"),
        ("山姆•奥特曼", "山姆·奥特曼"),
        ("GPT–4 — Orion−2", "gpt-4 - orion-2"),
        ("Ori\u200bon\ufeff", "orion"),
        ("\u202eOrion\u202c", "orion"),
        ("\u2066GPT\u2069\u00ad-4", "gpt-4"),
        ("好\ufe0f", "好"),
        ("  a\t\n b\u3000c ", "a b c"),
        ("Straße", "strasse"),
        ("。，；：？！、", ".,;:?!,"),
        ("（什么…）", "(什么...)"),
        ("好\uff61\uff0c\u0338", "好.,\u0338"),
        ("", ""),
        ("   ", ""),
    ],
)
def test_look_alikes_become_the_same(text: str, normal: str) -> None:
    assert normalise(text) == normal


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(st.characters(min_codepoint=0x3400, max_codepoint=0x9FFF), max_size=20))
def test_normalising_chinese_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text())
def test_normalised_text_has_single_spaces_and_none_at_an_end(text: str) -> None:
    normal = normalise(text)
    assert normal == " ".join(normal.split())


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("GPT-4o mini", "gpt4omini"),
        ("山姆·奥特曼", "山姆奥特曼"),
        ("Le Cun", "LeCun"),
        ("A.I.", "AI"),
        ("Let's Verify", "lets_verify"),
        ("ＯｐｅｎＡＩ", "open ai"),
    ],
)
def test_names_that_differ_in_joints_squash_to_the_same(one: str, other: str) -> None:
    assert squash(one) == squash(other)


def test_names_that_differ_in_a_letter_squash_differently() -> None:
    assert len({squash(name) for name in ("GPT-4", "GPT-4o", "GPT-5")}) == 3


@pytest.mark.parametrize(
    ("character", "expected"), [("墙", True), ("㐀", True), ("a", False), ("あ", False), ("，", False)]
)
def test_character_is_told_from_others(character: str, expected: bool) -> None:
    assert is_cjk(character) is expected
