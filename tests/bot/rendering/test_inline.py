"""Facts as results of an inline query that Telegram takes, whatever the words are."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.rendering.answers import answer_page
from bot.rendering.inline import ask_button, inline_results
from bot.rendering.page import Reader
from nowall.answers import Answer, AnswerFact, Citation, FactPage, Language, Status
from tests.bot.scripted_engine import EARLY, ORION, WALL, WALL_FACT, page, wall
from tests.telegram_server import Person, World
from tests.telegram_server.markup import parse_html, utf16_length
from tests.telegram_server.queries import answer_inline_query

HANS, HANT, EN = Language.ZH_HANS, Language.ZH_HANT, Language.EN
QUOTE = replace(WALL_FACT, quote="there is no wall", translation="没有墙", speaker="Sam Altman")

words = st.text(max_size=80) | st.sampled_from(
    ["<b>", "a&b", "</a>", '"x"', "🙂" * 30, "墙" * 90, "&lt;", "\n\n", "\x00", "\u200b", "\ud83d", "@newsbot /ask"]
)
long_words = words | st.builds(str.__mul__, words, st.integers(0, 200))
keys = st.text(alphabet="abcdefghijk0123456789", min_size=1, max_size=10)
articles = st.sampled_from(["a1", "a2", "a3"])
urls = st.none() | st.sampled_from(["https://e.org/?a=1&b=<2>", "javascript:alert(1)", "https://a b", "http://[::1"])
facts = st.builds(
    AnswerFact, keys, keys, st.sampled_from(["fact", "quote"]), long_words, articles, short=st.none() | words,
    quote=st.none() | words, translation=st.none() | words, speaker=st.none() | words, note=st.none() | long_words,
)  # fmt: skip
quoting = st.builds(lambda fact, quote: replace(fact, quote=quote, text=f"“{quote}”"), facts, long_words)
citations = st.builds(Citation, articles, keys, long_words, long_words, st.none() | st.just("2024-11-14"), urls)
pages = st.builds(
    FactPage, st.lists(facts | quoting, max_size=6).map(tuple), st.lists(citations, max_size=4).map(tuple)
)


def reader(language: Language = HANS, *, long_sources: bool = True) -> Reader:
    return Reader(language, "newsbot", long_sources)


def one(fact: AnswerFact, language: Language = HANS, citation: Citation = WALL) -> dict[str, Any]:
    """The result of a fact, as it goes to Telegram."""
    [result] = inline_results(FactPage((fact,), (replace(citation, article=fact.article),)), reader(language))
    return result.to_dict()


@given(pages, st.sampled_from(Language), st.booleans())
def test_any_facts_are_results_that_telegram_takes(shown: FactPage, language: Language, long: bool) -> None:
    world = World()
    query = world.inline(Person(1), "x")
    results = [result.to_dict() for result in inline_results(shown, reader(language, long_sources=long))]
    answer_inline_query(world, {"inline_query_id": query, "results": results})
    for result in results:
        assert 0 < utf16_length(result["title"]) < 160
        assert utf16_length(result["description"]) < 224
        assert "\n" not in result["title"] + result["description"]
        text, _ = parse_html(result["input_message_content"]["message_text"])
        assert utf16_length(text) <= 4096


def test_quote_is_listed_with_its_speaker() -> None:
    assert one(QUOTE)["title"] == "“there is no wall”——Sam Altman"
    assert one(QUOTE, HANT)["title"] == "「there is no wall」——Sam Altman"
    assert one(QUOTE, EN)["title"] == "“there is no wall” — Sam Altman"


def test_long_quote_is_clipped_before_its_speaker() -> None:
    long = replace(QUOTE, quote="墙" * 90, text="墙" * 90)
    assert one(long)["title"] == "“" + "墙" * 33 + "…”——Sam Altman"


def test_latin_letters_leave_room_for_twice_as_many() -> None:
    assert one(replace(EARLY, text="a" * 68))["title"] == "a" * 68
    assert one(replace(EARLY, text="a" * 69))["title"] == "a" * 67 + "…"


def test_quote_that_the_text_translates_is_listed_translated() -> None:
    english = replace(QUOTE, quote="没有墙", translation="there is no wall", text="Altman: “there is no wall”")
    assert one(english, EN)["title"] == "“there is no wall” — Sam Altman"


def test_quote_that_the_text_only_reports_is_listed_by_its_answering_words() -> None:
    told = replace(QUOTE, quote="没有墙", translation=None, text="Altman denied the wall", short="denied the wall")
    assert one(told, EN)["title"] == "denied the wall"


def test_fact_is_listed_by_its_answering_words_over_its_text_and_source() -> None:
    result = one(replace(EARLY, short="12 月"), citation=ORION)
    assert result["title"] == "12 月"
    assert result["description"] == "The Verge 称 12 月发布 · 智东西, 2024-11-11"


def test_fact_without_answering_words_is_its_own_title_and_not_said_twice() -> None:
    result = one(EARLY, citation=ORION)
    assert result["title"] == EARLY.text
    assert result["description"] == "智东西, 2024-11-11"


def test_long_fact_leaves_its_source_in_sight() -> None:
    assert one(replace(EARLY, text="墙 \n " * 300), citation=ORION)["description"].endswith("… · 智东西, 2024-11-11")


def test_message_looks_like_the_answer() -> None:
    result = one(WALL_FACT)["input_message_content"]
    assert result["message_text"] == answer_page(wall(), reader()).html
    assert result["parse_mode"] == "HTML"


def test_message_has_short_sources_for_who_wants_them() -> None:
    [result] = inline_results(page([WALL_FACT], 0, 1), reader(long_sources=False))
    answer = Answer(Status.ANSWERED, HANS, WALL_FACT.text, WALL_FACT.short, 1.0, (WALL_FACT,), (WALL,))
    expected = answer_page(answer, reader(long_sources=False)).html
    assert result.to_dict()["input_message_content"]["message_text"] == expected


def test_only_button_leads_to_the_fact_in_the_private_chat() -> None:
    assert one(WALL_FACT)["reply_markup"]["inline_keyboard"] == [
        [{"text": "继续追问", "url": "https://t.me/newsbot?start=f_f1wallkey0"}]
    ]


def test_id_is_the_key_of_the_fact() -> None:
    assert one(WALL_FACT)["id"] == "f:f1wallkey0"


def test_fact_that_comes_twice_is_offered_once() -> None:
    assert len(inline_results(page([EARLY, EARLY, WALL_FACT], 0, 5), reader())) == 2


@pytest.mark.parametrize("text", ["", " \n ", "\x00", "\u200b"])
def test_fact_with_nothing_to_see_is_not_offered(text: str) -> None:
    assert inline_results(FactPage((replace(EARLY, text=text),), (ORION,)), reader()) == []


@pytest.mark.parametrize("language", Language)
def test_button_into_the_private_chat_fits_a_line(language: Language) -> None:
    button = ask_button(language)
    assert button.start_parameter == "ask"
    assert len(button.text) <= 48
