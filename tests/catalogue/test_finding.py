"""Facts that fit words."""

from __future__ import annotations

import time
from statistics import median

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nowall.answers import FactPage, Language
from nowall.catalogue import Catalogue
from nowall.engine import Engine

HANS, HANT, EN = Language.ZH_HANS, Language.ZH_HANT, Language.EN


def ids(page: FactPage) -> list[str]:
    return [fact.id for fact in page.facts]


@pytest.mark.parametrize("words", ["Alt", "Altman", "奥特", "奥特曼", "奧特曼", "山姆·奥"])
def test_name_also_half_typed_finds_facts_about_it(shipped: Catalogue, words: str) -> None:
    page = shipped.find(words, HANS, 0, 20)
    assert page.total >= 20
    assert all("Altman" in fact.text for fact in page.facts)


@pytest.mark.parametrize("words", ["撞墙", "撞牆", "hitting a wall"])
def test_single_word_finds_what_says_it(shipped: Catalogue, words: str) -> None:
    assert shipped.find(words, HANS, 0, 5).total >= 5


def test_name_and_word_find_what_has_both_first(shipped: Catalogue) -> None:
    assert "there is no wall" in shipped.find("奥特曼 撞墙", HANS, 0, 1).facts[0].text
    assert "there is no wall" in shipped.find("Altman wall", EN, 0, 1).facts[0].text
    assert "there is no wall" in shipped.find("撞墙 Alt", HANS, 0, 1).facts[0].text


@pytest.mark.parametrize(
    "words",
    [
        "",
        " ",
        "asdfgh",
        "红烧肉怎么做",
        "今天天气怎么样",
        "best pizza recipe",
        "谢谢",
        "🙂",
        "?",
        "#",
        "#nothing",
        "量子纠缠",
    ],
)
def test_nothing_is_found_where_nothing_comes_near(shipped: Catalogue, words: str) -> None:
    assert shipped.find(words, HANS, 0, 5).total == 0


def test_what_answers_is_found_first(engine: Engine, shipped: Catalogue) -> None:
    asked = [fact.asks[0] for fact in list(engine.facts())[::20]]
    answers = {ask: engine.ask(ask) for ask in asked}
    first = {ask: shipped.find(ask, HANS, 0, 1).facts[0].id for ask, answer in answers.items() if answer.facts}
    agree = [first[ask] == answers[ask].facts[0].id for ask in first]
    assert sum(agree) >= 0.9 * len(agree)


def test_key_finds_its_fact(engine: Engine, shipped: Catalogue) -> None:
    for fact in list(engine.facts())[::50]:
        assert (
            ids(shipped.find(f"#{fact.key}", EN, 0, 5)) == ids(shipped.find(f" #{fact.key} ", HANS, 0, 5)) == [fact.id]
        )


def test_pages_go_on_where_the_last_one_ended(shipped: Catalogue) -> None:
    every = ids(shipped.find("OpenAI", HANS, 0, 60))
    assert [i for start in range(0, 60, 20) for i in ids(shipped.find("OpenAI", HANS, start, 20))] == every
    assert len(set(every)) == 60


def test_found_facts_are_told_in_the_readers_language(shipped: Catalogue) -> None:
    assert "沒有牆" in shipped.find("奥特曼 撞墙", HANT, 0, 1).facts[0].text
    assert shipped.find("奥特曼 撞墙", EN, 0, 1).facts[0].text.isascii() is False
    assert "responded" in shipped.find("奥特曼 撞墙", EN, 0, 1).facts[0].text


def test_learned_facts_are_found(learned: Catalogue, both: Catalogue) -> None:
    for catalogue in (learned, both):
        assert "通车仪式" in catalogue.find("河口大桥 通车", HANS, 0, 5).facts[0].text
        assert {fact.speaker for fact in catalogue.find("方岚", HANS, 0, 5).facts} == {"方岚"}
        assert {fact.speaker for fact in catalogue.find("方", HANS, 0, 5).facts} == {"方岚"}
        assert catalogue.find("红烧肉怎么做", HANS, 0, 5).total == 0


def test_finding_takes_milliseconds(shipped: Catalogue) -> None:
    def seconds(words: str) -> float:
        begin = time.perf_counter()
        shipped.find(words, HANS, 0, 50)
        return time.perf_counter() - begin

    words = ("Alt", "奥特曼", "撞墙", "Orion 发布", "scaling law", "asdfgh")
    assert median(min(seconds(one) for _ in range(3)) for one in words) < 0.015


@settings(max_examples=60, deadline=None)
@given(words=st.text(max_size=60))
def test_any_words_are_taken(tiny_catalogue: Catalogue, words: str) -> None:
    for list_ in (tiny_catalogue.find, tiny_catalogue.quotes, tiny_catalogue.timeline):
        page = list_(words, HANS, 0, 3)
        assert len(page.facts) == min(3, page.total)
    assert len(tiny_catalogue.named(words, EN)) <= 5


@pytest.mark.parametrize("words", ["\ud800", "a\0b", "墙" * 5000, "x " * 5000])
def test_words_that_are_no_text_are_taken(shipped: Catalogue, words: str) -> None:
    assert shipped.find(words, HANS, 0, 3).total >= 0
    assert shipped.nearest(words, HANS, 2) is not None
