"""Characters that sound alike."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nowall.language.pinyin import sound, syllable


@pytest.mark.parametrize(
    ("one", "other"),
    [("座", "坐"), ("墙", "强"), ("奥", "傲"), ("赠", "增"), ("张", "脏"), ("初", "粗"), ("是", "四"), ("户", "护")],
)
def test_homophones_sound_the_same(one: str, other: str) -> None:
    assert syllable(one) == syllable(other)


@pytest.mark.parametrize(("one", "other"), [("墙", "长"), ("猎", "车"), ("山", "上"), ("林", "灵")])
def test_other_characters_sound_different(one: str, other: str) -> None:
    assert syllable(one) != syllable(other)


def test_text_has_a_syllable_for_each_character() -> None:
    assert sound("猎户座") == ("lie", "hu", "zuo")


def test_character_without_a_sound_stands_for_itself() -> None:
    assert syllable("a") == "a"


@given(st.text())
def test_any_text_has_as_many_syllables_as_characters(text: str) -> None:
    assert len(sound(text)) == len(text)
