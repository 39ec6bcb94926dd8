"""Which script a text is in, and Chinese in the other script."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nowall.answers import Language
from nowall.language.script import detect, in_script, spoken_in

HANS, HANT, EN = Language.ZH_HANS, Language.ZH_HANT, Language.EN


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Orion 什么时候发布？", HANS),
        ("Orion 什麼時候發佈？", HANT),
        ("獵戶座", HANT),
        ("猎户座", HANS),
        ("三人在 X 上", HANS),
        ("When does Orion ship?", EN),
        ("", EN),
        ("123 ?!", EN),
        ("😀", EN),
        ("What does 撞墙 mean?", HANS),
        ("奧特曼怎麼看 scaling law", HANT),
        ("這個问题怎么回答才好呢", HANS),
        ("這個問題怎麼回答才好么", HANT),
    ],
)
def test_script_is_recognised(text: str, language: Language) -> None:
    assert detect(text) is language


@pytest.mark.parametrize("language", [HANS, EN])
def test_text_for_another_than_traditional_readers_stays(language: Language) -> None:
    assert in_script("“没有墙”和猎户座", language) == "“没有墙”和猎户座"


def test_text_for_traditional_readers_is_converted() -> None:
    assert in_script("猎户座什么时候发布，在里面", HANT) == "獵戶座什麼時候發佈，在裡面"


def test_words_of_the_mainland_stay_in_traditional_characters() -> None:
    assert in_script("软件和视频", HANT) == "軟件和視頻"


@pytest.mark.parametrize(
    ("text", "unnamed", "client", "language"),
    [
        ("三人在 X 上", "三人在 x 上", HANT, HANT),
        ("三人在 X 上", "三人在 x 上", HANS, HANS),
        ("三人在 X 上", "三人在 x 上", EN, HANS),
        ("猎户座", "", HANT, HANS),
        ("獵戶座", "", HANS, HANT),
        ("獵戶座", "", EN, HANT),
        ("OpenAI", "      ", HANT, HANT),
        ("altman?", "      ?", HANS, HANS),
        ("altman's wall", "      's wall", HANS, EN),
        ("GPT-4o 2024 NASA", "gpt-4o 2024 nasa", HANS, HANS),
        ("When does Orion ship?", "when does       ship?", HANT, EN),
        ("Hello", "hello", HANS, EN),
        ("20% ?!", "20% ?!", HANT, HANT),
        ("😀", "😀", HANS, HANS),
        ("", "", HANT, HANT),
        ("Привет", "привет", HANS, EN),
    ],
)
def test_client_is_followed_where_the_text_shows_no_language(
    text: str, unnamed: str, client: Language, language: Language
) -> None:
    assert spoken_in(text, client, unnamed) is language


def test_quoted_words_keep_their_script() -> None:
    assert in_script("他说：“没有墙”，没有墙。“发现”", HANT) == "他說：“没有墙”，沒有牆。“发现”"


def test_quotation_mark_without_its_pair_quotes_nothing() -> None:
    assert in_script("“没有墙", HANT) == "“沒有牆"


@given(st.text())
def test_any_text_has_a_language_and_can_be_shown_in_each(text: str) -> None:
    assert isinstance(in_script(text, detect(text)), str)
