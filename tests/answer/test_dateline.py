"""A record's date before its text."""

from __future__ import annotations

import pytest

from nowall.answer.dateline import dateline
from nowall.answers import Language

HANS, EN = Language.ZH_HANS, Language.EN


@pytest.mark.parametrize(
    ("when", "language", "told"),
    [
        ("2024", HANS, "2024 年：风停了。"),
        ("2024-09", HANS, "2024 年 9 月：风停了。"),
        ("2024-09-03", Language.ZH_HANT, "2024 年 9 月 3 日：风停了。"),
        ("2024", EN, "2024: 风停了。"),
        ("2024-09", EN, "September 2024: 风停了。"),
        ("2024-09-03", EN, "3 September 2024: 风停了。"),
    ],
)
def test_date_stands_before_the_text(when: str, language: Language, told: str) -> None:
    assert dateline(when, "风停了。", language) == told


@pytest.mark.parametrize("text", ["2024 年 9 月 3 日风停了。", "The wind fell on 3 September 2024."])
def test_text_with_a_date_stays_as_it_is(text: str) -> None:
    assert dateline("2024-09-03", text, EN) == text
