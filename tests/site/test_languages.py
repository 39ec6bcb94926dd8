"""Which language a browser gets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nowall.answers import Language
from nowall.site.languages import accepted, chosen


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", Language.ZH_HANS),
        ("zh", Language.ZH_HANS),
        ("zh-SG", Language.ZH_HANS),
        ("zh-TW,zh;q=0.9", Language.ZH_HANT),
        ("zh-Hant-HK", Language.ZH_HANT),
        ("zh-HK", Language.ZH_HANT),
        ("zh-Hans-TW", Language.ZH_HANS),
        ("en-GB,en;q=0.5", Language.EN),
        ("en;q=0.3, zh-TW;q=0.7", Language.ZH_HANT),
        ("zh;q=0, en;q=0.1", Language.EN),
        ("fr-FR,fr;q=0.9", Language.EN),
        ("fr,zh;q=0.2", Language.ZH_HANS),
        ("*", Language.ZH_HANS),
        ("", Language.ZH_HANS),
        (None, Language.ZH_HANS),
        (";;q=,,zh-TW;q=banana,en", Language.EN),
    ],
)
def test_header_is_read(header: str | None, language: Language) -> None:
    assert accepted(header) is language


@given(st.text())
def test_any_header_gives_a_language(header: str) -> None:
    assert accepted(header) in Language


@pytest.mark.parametrize("language", Language)
def test_language_is_chosen_by_its_name(language: Language) -> None:
    assert chosen(language.value) is language
    assert chosen(language.value.upper()) is language


@pytest.mark.parametrize("tag", [None, "", "fr", "zh", "../en"])
def test_other_names_choose_nothing(tag: str | None) -> None:
    assert chosen(tag) is None
