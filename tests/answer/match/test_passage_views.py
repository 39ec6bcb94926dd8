"""Learned records as the matcher sees them."""

from __future__ import annotations

import pytest

from nowall.answer.match.passage_views import PassageView, PassageViews
from nowall.snapshot import Snapshot
from tests.answer.match.conftest import FACTS, IDS


@pytest.fixture
def views(harbour: Snapshot) -> PassageViews:
    return PassageViews(harbour)


def view(views: PassageViews, identifier: str) -> PassageView:
    [found] = views.many([identifier])
    return found


def test_records_come_in_the_order_that_is_asked_for(views: PassageViews) -> None:
    assert [one.passage.id for one in views.many(["b1", "nothing", "a0"])] == ["b1", "a0"]
    assert views.many([]) == []


def test_record_has_the_title_of_its_article(views: PassageViews) -> None:
    assert view(views, "b1").title.plain == "港口新闻"
    assert view(views, "a1").passage.title == "三号码头扩建开工"


def test_text_is_levelled_and_as_long_as_it_was(views: PassageViews) -> None:
    assert view(views, "b0").text.plain == "据报导，海港集团将投资 5亿元 扩建码头。"
    for fact in FACTS:
        assert len(view(views, fact.id).text.plain) == len(fact.zh)


def test_words_that_are_not_chinese_are_terms(views: PassageViews) -> None:
    assert {"12%", "4.5", "gpt"} <= view(views, "b1").text.latin
    assert view(views, "a0").text.latin == frozenset()


def test_numbers_are_told(views: PassageViews) -> None:
    assert view(views, "b0").numbers == {"5"}
    assert view(views, "a0").numbers == frozenset()


def test_person_brings_the_company_along(views: PassageViews) -> None:
    assert view(views, "a2").around == {"linmei", "haigang"}
    assert view(views, "a2").passage.voices == ("linmei",)


def test_names_of_a_record_are_given_with_their_kinds(views: PassageViews) -> None:
    [named, other] = views.named_texts(views.many(["a1", "b1"]))
    assert ("海港集团", "organisation") in named.names
    assert ("三号码头", "place") in named.names
    assert (other.text, other.names) == (FACTS[5].zh, ())


def test_snapshot_without_learned_records_has_none(tiny: Snapshot) -> None:
    assert PassageViews(tiny).many(IDS) == []
