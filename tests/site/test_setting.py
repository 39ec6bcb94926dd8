"""How words are set: quotes, marks within a text, headlines, dates."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from nowall.answers import AnswerFact, Language
from nowall.engine import Engine
from nowall.site.dates import date_in_words, is_date
from nowall.site.marking import SHORT, VOICE, marks
from nowall.site.phrases import phrased, solid
from nowall.site.quotation import Quotation, quotation

QUOTE = AnswerFact(
    "wall", "f1wallkey0", "quote", "Altman 回应：“there is no wall”（没有墙）。", "a", quote="there is no wall",
    translation="没有墙",
)  # fmt: skip


def test_quote_stands_apart_from_what_leads_up_to_it() -> None:
    assert quotation(QUOTE) == Quotation("there is no wall", "没有墙", "Altman 回应：")


def test_quote_in_the_middle_of_a_sentence_keeps_the_sentence() -> None:
    fact = replace(QUOTE, text="Altman 说“there is no wall”，没有解释。", translation=None)
    assert quotation(fact) == Quotation("there is no wall", context=fact.text)


def test_translated_text_leads_up_to_the_quote_too() -> None:
    fact = replace(QUOTE, text="Altman said: “No wall.”", quote="没有墙", translation="No wall.")
    assert quotation(fact) == Quotation("没有墙", "No wall.", "Altman said:")


def test_quote_that_the_text_lacks_keeps_the_text() -> None:
    fact = replace(QUOTE, text="Altman denied it.", translation=None)
    assert quotation(fact) == Quotation("there is no wall", context="Altman denied it.")


def test_fact_without_a_quote_is_none() -> None:
    assert quotation(replace(QUOTE, quote=None)) is None


def test_quotes_that_ship_lose_nothing(engine: Engine) -> None:
    for language in Language:
        for fact in engine.catalogue.quotes("", language, 0, 500).facts:
            shown = quotation(fact)
            assert shown is not None
            assert shown.words == fact.quote
            said = shown.before + shown.words + shown.translation + shown.context
            assert {c for c in fact.text if c.isalnum()} <= {c for c in said if c.isalnum()}


def test_voice_and_answer_are_marked_once() -> None:
    pieces = list(marks("据彭博社，彭博社 2025 年报道", "彭博社", "2025 年"))
    assert [piece for piece in pieces if piece[0]] == [(VOICE, "彭博社"), (SHORT, "2025 年")]
    assert "".join(words for _, words in pieces) == "据彭博社，彭博社 2025 年报道"


def test_answer_takes_the_voice_within_it() -> None:
    assert [mark for mark, _ in marks("OpenAI 员工：明年", "OpenAI", "OpenAI 员工") if mark] == [SHORT]


@given(st.text(), st.text(), st.text() | st.none())
def test_marks_keep_every_character(text: str, name: str, short: str | None) -> None:
    assert "".join(words for _, words in marks(text, name, short)) == text


def test_headline_breaks_between_words_alone() -> None:
    assert phrased("下一步该怎么走") == Markup("下一步<wbr>该怎么<wbr>走")
    assert phrased("田渊栋等三人") == Markup("田渊栋等<wbr>三人")
    assert phrased("草莓和獵戶座") == Markup("草莓<wbr>和<wbr>獵戶座")
    assert phrased("There is no wall") == "There is no wall"


@given(st.text(alphabet="墙<b>&的AI。 ") | st.text())
def test_headline_stays_the_same_text(words: str) -> None:
    assert Markup(re.sub("<wbr>|</?span[^>]*>", "", phrased(words))) == Markup.escape(words)


def test_name_of_two_words_stays_on_one_line() -> None:
    assert phrased("Sam Altman：时刻") == Markup('<span class="unbroken">Sam Altman</span>：时刻')


@pytest.mark.parametrize(
    ("when", "chinese", "english"),
    [
        ("2024", "2024 年", "2024"),
        ("2024-11", "2024 年 11 月", "November 2024"),
        ("2024-11-04", "2024 年 11 月 4 日", "4 November 2024"),
        ("last week", "last week", "last week"),
        ("2024-13", "2024-13", "2024-13"),
    ],
)
def test_date_is_written_as_the_language_does(when: str, chinese: str, english: str) -> None:
    assert date_in_words(when, Language.ZH_HANS) == chinese
    assert date_in_words(when, Language.EN) == english


def test_what_is_no_date_is_told() -> None:
    assert not any(map(is_date, (None, "", "2024-00", "2024-11-40", "２０２４", "2024-11-14T00:00")))


@pytest.mark.parametrize("name", ["GPT-5", "o1-preview", "GPT-4o", "2024-11-14"])
def test_name_with_a_hyphen_and_a_digit_stays_on_one_line(name: str) -> None:
    assert solid(f"会叫 {name} 吗？") == Markup(f'会叫 <span class="unbroken">{name}</span> 吗？')
    assert f'<span class="unbroken">{name}</span>' in phrased(f"下一代叫{name}吗")


@pytest.mark.parametrize("words", ["next-generation model", "a-" * 5_000 + "1", "x" * 20_000, "<b>-1"])
def test_other_hyphens_may_break(words: str) -> None:
    assert solid(words) == Markup.escape(words)
