"""The candidate spans and their tables: one row each, never across a clause."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nowall.answer.question import QuestionKind
from nowall.answer.span.features import BEGIN, BY_KIND, END, SPAN, Spans, spans
from nowall.answer.span.texts import NamedText, Texts, together
from nowall.answer.span.wanted import Wanted
from tests.answer.span.asking import asked
from tests.answer.span.test_texts import HOSTILE

LONGEST = 40
WHO = asked("领投的是谁？", QuestionKind.WHO)
SENTENCE = "公司于2024年11月完成3.2亿元融资，由海港资本领投；员工有1,200人。"
TEXTS = st.lists(st.one_of(st.text(min_size=1, max_size=40), st.sampled_from(HOSTILE)), min_size=1, max_size=4)


def laid_out(texts: Sequence[str], want: Wanted = WHO) -> tuple[Texts, Spans]:
    laid = together([NamedText(text, (("海港资本", "organisation"),)) for text in texts])
    return laid, spans(want, laid)


def words(*texts: str) -> list[str]:
    """All candidate spans."""
    laid, found = laid_out(texts)
    pairs = zip(laid.starts[found.first].tolist(), laid.ends[found.last].tolist(), strict=True)
    return [laid.whole[a:b] for a, b in pairs]


def row(words: str, text: str, want: Wanted = WHO) -> dict[str, float]:
    """The features of one span of a text by name, both ends' among them."""
    laid, found = laid_out([text], want)
    starts, ends = laid.starts[found.first].tolist(), laid.ends[found.last].tolist()
    at = [laid.whole[a:b] for a, b in zip(starts, ends, strict=True)].index(words)
    tables = ((BEGIN, found.begin[found.first[at]]), (END, found.end[found.last[at]]), (SPAN, found.span[at]))
    return {name: float(value) for names, values in tables for name, value in zip(names, values, strict=True)}


@given(TEXTS)
def test_tables_have_a_row_for_each_and_a_column_for_each_name(texts: list[str]) -> None:
    laid = together([NamedText(text) for text in texts])
    if not laid.tokens:
        return
    found = spans(WHO, laid)
    assert found.begin.shape == (len(laid.tokens), len(BEGIN))
    assert found.end.shape == (len(laid.tokens), len(END))
    assert found.span.shape == (len(found.first), len(SPAN))
    assert len(found.last) == len(found.owner) == len(found.first)
    assert all(np.isfinite(table).all() for table in (found.begin, found.end, found.span))


@given(TEXTS)
def test_span_stays_within_its_text_and_its_clause(texts: list[str]) -> None:
    laid = together([NamedText(text) for text in texts])
    if not laid.tokens:
        return
    found = spans(WHO, laid)
    bounds = [*laid.firsts.tolist(), len(laid.whole) + 1]
    for first, last, owner in zip(found.first.tolist(), found.last.tolist(), found.owner.tolist(), strict=True):
        start, end = int(laid.starts[first]), int(laid.ends[last])
        assert bounds[owner] <= start < end < bounds[owner + 1]
        assert end - start <= LONGEST
        assert not re.search("[，。；：！？\n]", laid.whole[start:end])


def test_names_of_columns_are_told_apart() -> None:
    assert len({*BEGIN, *END, *SPAN}) == len(BEGIN) + len(END) + len(SPAN)
    assert SPAN[: len(BY_KIND)] == BY_KIND


def test_answers_are_among_the_spans() -> None:
    assert {"2024年11月", "3.2亿元", "海港资本", "1,200人"} <= set(words(SENTENCE))


@pytest.mark.parametrize("wrong", ["2亿元", "3.2", "3", "200人", "1", "亿元融资"])
def test_figure_is_never_cut(wrong: str) -> None:
    assert wrong not in words(SENTENCE)


def test_comma_in_a_figure_ends_no_clause_but_any_other_does() -> None:
    assert not [span for span in words("有5人,2船") if "," in span]
    assert "1,200" in words("有1,200人")


def test_bracket_may_begin_and_end_a_span_but_no_other_mark() -> None:
    found = words("他读《海港》（二）。")
    assert "《海港》" in found
    assert not [span for span in found if span.startswith(("》", "）", "（")) or span.endswith(("《", "（"))]


@pytest.mark.parametrize("text", ["", "。", "，，，", "\n", " "])
def test_text_without_words_has_no_span_of_its_own(text: str) -> None:
    laid, found = laid_out([text, "海港"])
    assert set(found.owner.tolist()) == {1}
    assert laid.whole.endswith("海港")


def test_type_of_a_span_is_told() -> None:
    assert row("海港资本", SENTENCE)["is_organisation"] == row("海港资本", SENTENCE)["is_name"] == 1
    assert row("2024年11月", SENTENCE)["is_date"] == 1
    assert row("资本", SENTENCE)["is_name"] == 0
    assert row("资本", SENTENCE)["cuts"] == 1
    assert row("海港资本", SENTENCE)["cuts"] == 0


def test_span_that_has_a_date_in_it_is_told() -> None:
    assert row("于2024年11月完成", "公司于2024年11月完成融资")["has_date"] == 1
    assert row("完成融资", "公司于2024年11月完成融资")["has_date"] == 0


def test_words_of_the_question_beside_a_span_are_told() -> None:
    want = asked("海港资本领投了多少？", QuestionKind.HOW_MANY)
    near, far = (
        row("5亿元", "海港资本领投了5亿元", want),
        row("5亿元", "海港资本昨天在上海和大家说起领投的事，共5亿元", want),
    )
    assert near["left_words"] > far["left_words"] > 0
    assert near["left_frame"] > far["left_frame"]


def test_words_in_another_text_are_not_beside_a_span() -> None:
    want = asked("海港资本领投了多少？", QuestionKind.HOW_MANY)
    laid, found = laid_out(["海港资本领投了", "5亿元"], want)
    place = BEGIN.index("left_words")
    assert found.begin[list(laid.tokens).index("5"), place] == 0


def test_span_of_the_question_itself_is_told() -> None:
    want = asked("海港资本领投了谁？", QuestionKind.WHO)
    assert row("海港资本", "海港资本领投了灯塔", want)["asked"] > 0
    assert row("灯塔", "海港资本领投了灯塔", want)["asked"] == 0


def test_head_of_the_question_word_is_looked_for() -> None:
    want = asked("它获得了什么奖？")
    assert want.head == "奖"
    assert row("金锚奖", "它获得了金锚奖", want)["has_head"] == 1
    assert row("金锚奖", "它获得了金锚奖", want)["is_head"] == 1


def test_unit_that_is_asked_for_is_told() -> None:
    want = asked("融资多少元？", QuestionKind.HOW_MANY, units=(re.compile("元"),))
    assert row("5亿元", "融资5亿元", want)["has_unit"] == 1
    assert row("融资", "融资5亿元", want)["has_unit"] == 0
