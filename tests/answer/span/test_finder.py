"""The words that answer: within their own text, with a probability, whatever the text."""

from __future__ import annotations

import math
import time
import tomllib
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nowall.answer.question import QuestionKind
from nowall.answer.span.features import BEGIN, BY_KIND, END, SPAN, spans
from nowall.answer.span.finder import NOTHING, FoundSpan, SpanModel, find_spans, span_model
from nowall.answer.span.texts import NamedText, together
from nowall.answer.span.wanted import KINDS
from tests.answer.span.asking import asked
from tests.answer.span.test_texts import HOSTILE

EMPTY: dict[str, dict[str, float]] = {"begin": {}, "end": {}, "span": {}}
WHO = asked("领投的是谁？", QuestionKind.WHO)
NAMES = (("海港资本", "organisation"), ("林爱达", "person"))


def found(*texts: str, weights: dict[str, dict[str, float]] | None = None) -> list[FoundSpan]:
    model = SpanModel(EMPTY | weights) if weights is not None else span_model()
    return find_spans(WHO, [NamedText(text, NAMES) for text in texts], model)


def words(text: str, weights: dict[str, dict[str, float]]) -> str:
    [span] = found(text, weights=weights)
    return text[span.start : span.end]


@settings(deadline=None)
@given(
    st.text(max_size=40),
    st.lists(st.one_of(st.text(max_size=60), st.sampled_from(HOSTILE)), max_size=6),
    st.sampled_from(list(QuestionKind)),
)
def test_any_question_and_any_text_give_a_span_inside_the_text(
    question: str, texts: list[str], kind: QuestionKind
) -> None:
    named = [NamedText(text, ((text[:4], "person"), (question, "place"))) for text in texts]
    spans_found = find_spans(asked(question, kind), named, span_model())
    assert len(spans_found) == len(texts)
    for span, text in zip(spans_found, texts, strict=True):
        assert 0 <= span.start <= span.end <= len(text)
        assert span == NOTHING or (span.start < span.end and 0 < span.probability <= 1)
        assert span.mass >= span.score
        assert 0 <= span.entropy < 20
        assert all(map(math.isfinite, (span.score, span.mass)))


def test_no_texts_have_no_spans() -> None:
    assert found() == []


@pytest.mark.parametrize("text", ["", " ", "\n", "。！？", "\0", "…………", "\u3000"])
def test_text_without_words_has_nothing(text: str) -> None:
    assert found(text) == [NOTHING]
    assert found(text, "海港资本领投。", text)[::2] == [NOTHING, NOTHING]


def test_texts_without_words_only_have_nothing() -> None:
    assert found("", "") == [NOTHING, NOTHING]


def test_span_of_each_text_is_that_which_it_has_alone() -> None:
    texts = ["海港资本领投。", "", "林爱达说：“没有极限。”", "公司于2024年成立。"]
    alone = [found(text)[0] for text in texts]
    for one, other in zip(found(*texts), alone, strict=True):
        assert (one.start, one.end) == (other.start, other.end)
        assert one.score == pytest.approx(other.score, abs=1e-4)


def test_weights_choose_the_span() -> None:
    text = "海港资本和林爱达领投。"
    assert words(text, {"span": {"is_organisation": 5.0}}) == "海港资本"
    assert words(text, {"span": {"is_person": 5.0}}) == "林爱达"


def test_weights_of_a_kind_count_for_its_questions_alone() -> None:
    text = "海港资本和林爱达领投。"
    weights = {"span": {"is_organisation": 5.0}, "who": {"is_person": 9.0}, "when": {"is_organisation": 99.0}}
    assert words(text, weights) == "林爱达"


def test_only_span_is_certain() -> None:
    [span] = found("海", weights={})
    assert (span.start, span.end, span.probability) == (0, 1, 1.0)
    assert (span.entropy, span.mass) == (0, span.score)


def test_spans_alike_share_the_probability() -> None:
    laid = together([NamedText("海港资本领投。", NAMES)])
    count = len(spans(WHO, laid).first)
    [span] = found("海港资本领投。", weights={})
    assert span.probability == pytest.approx(1 / count)
    assert span.entropy == pytest.approx(math.log(count))


def test_offsets_are_those_of_the_text_as_it_was_written() -> None:
    text = "İİ 燈塔公司由林愛達創立。"
    [span] = find_spans(
        WHO, [NamedText(text, (("林愛達", "person"),))], SpanModel(EMPTY | {"span": {"is_person": 9.0}})
    )
    assert text[span.start : span.end] == "林愛達"


def test_weights_that_are_shipped_are_those_of_features() -> None:
    named = {"begin": BEGIN, "end": END, "span": SPAN, **dict.fromkeys(KINDS, BY_KIND)}
    weights = tomllib.loads(files("nowall.answer.span").joinpath("weights.toml").read_text(encoding="utf-8"))
    assert {"begin", "end", "span"} <= weights.keys() <= named.keys()
    assert [(part, name) for part, table in weights.items() for name in table if name not in named[part]] == []
    assert all(math.isfinite(weight) for table in weights.values() for weight in table.values())


@pytest.mark.parametrize("text", ["汉" * 4096, "9" * 4096, "3月" * 2048, "1," * 2048, "“a”" * 1365, "x" * 4096])
def test_endless_text_takes_no_more_than_moments(text: str) -> None:
    started = time.process_time()
    [span] = found(text)
    assert span.end <= len(text)
    assert time.process_time() - started < 5
