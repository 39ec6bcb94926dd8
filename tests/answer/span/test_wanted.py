"""What a question says of the span that answers it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nowall.answer.question import NameOf, QuestionKind
from nowall.answer.span.wanted import KINDS, bare
from tests.answer.span.asking import asked


@pytest.mark.parametrize(
    ("text", "left", "right"),
    [
        ("灯塔公司什么时候成立？", "灯塔公司", "成立"),
        ("谁领投了灯塔公司？", "", "领投了灯塔公司"),
        ("灯塔公司的总部在哪里？", "灯塔公司的总部在", ""),
        ("Who founded Acme?", "", "foundedacme"),
        ("灯塔公司融资", "灯塔公司融资", ""),
        ("灯塔公司（上海）有多少人", "灯塔公司上海有", "人"),
    ],
)
def test_question_word_is_the_gap_between_its_letters(text: str, left: str, right: str) -> None:
    found = asked(text)
    assert (found.left, found.right) == (left, right)


def test_traditional_question_has_the_same_frame() -> None:
    assert asked("燈塔公司什麼時候成立？") == asked("灯塔公司什么时候成立？")


@pytest.mark.parametrize(
    ("text", "starts"), [("谁领投？", True), ("“谁领投？", True), ("领投的是谁？", False), ("领投", False)]
)
def test_gap_at_the_beginning_is_told(text: str, starts: bool) -> None:
    assert asked(text).starts_with_gap is starts


@pytest.mark.parametrize(
    ("text", "head"),
    [
        ("灯塔公司在哪个国家？", "国家"),
        ("它有什么作用？", "作用"),
        ("领投的是谁？", ""),
        ("为什么？", ""),
        ("灯塔", ""),
    ],
)
def test_head_is_the_noun_of_the_question_word(text: str, head: str) -> None:
    assert asked(text).head == head


def test_function_words_beside_the_gap_may_be_left_out() -> None:
    assert asked("灯塔公司的总部位于哪里？").left_bare == "灯塔公司的总部"
    assert (bare("总部在"), bare("总部"), bare("在"), bare("")) == ("总部", "总部", "", "")


def test_words_nearer_to_the_gap_count_more() -> None:
    words = asked("灯塔机器人公司的创始人是谁？").words
    assert [word.text for word in words][-1] == "创始人"
    assert all(0 < word.nearness <= 1 for word in words)
    assert words[-1].nearness > words[0].nearness


def test_question_word_and_stop_words_are_no_words() -> None:
    assert "什么时候" not in [word.text for word in asked("灯塔公司的船什么时候到？").words]


@pytest.mark.parametrize(
    ("kinds", "name_of", "names"),
    [
        ((QuestionKind.WHEN,), None, {"when"}),
        ((QuestionKind.HOW_MANY, QuestionKind.YES_NO), None, {"how_many", "yes_no"}),
        ((QuestionKind.WHY,), None, {"why", "other"}),
        ((), NameOf.ORGANISATION, {"organisation", "other"}),
        ((), NameOf.ANYTHING, {"name", "other"}),
        ((QuestionKind.WHO,), NameOf.SOMEBODY, {"who"}),
        ((), None, {"other"}),
    ],
)
def test_kinds_are_told(kinds: tuple[QuestionKind, ...], name_of: NameOf | None, names: set[str]) -> None:
    found = asked("灯塔", *kinds, name_of=name_of)
    assert {name for name, applies in zip(KINDS, found.kinds, strict=True) if applies} == names


def test_units_are_those_of_the_question() -> None:
    units = (re.compile("元"),)
    assert asked("多少元", units=units).units == units


@given(st.text(max_size=80))
def test_any_text_is_read(text: str) -> None:
    found = asked(text)
    assert len(found.kinds) == len(KINDS)
    assert all(0 < word.nearness <= 1 for word in found.words)
