"""Learned records that give different values for the same thing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nowall.answer.decide.confidence import words_probability
from nowall.answer.decide.decision import ChosenFact
from nowall.answer.decide.disagreement import disagreeing
from nowall.answer.match.matcher import Match
from nowall.answer.match.passage_features import PASSAGE
from nowall.answer.question import Question, QuestionKind
from nowall.answer.span.finder import FoundSpan
from nowall.answers import Language
from nowall.records import Fact, FactKind, Origin

ALIKE = (0.9,) * len(PASSAGE)
"""Features of a record that has most of the question."""
TEXT = PASSAGE.index("text")


def asked(kind: QuestionKind = QuestionKind.HOW_MANY, text: str = "灯塔融资多少？") -> Question:
    return Question(text, text, Language.ZH_HANS, kind, frozenset({kind}))


def found(text: str, words: str, article: str = "", when: str | None = None, score: float = 5.0) -> Match:
    """A record of an article of its own, with the words in it that seem to answer."""
    article = article or text
    fact = Fact(f"{article}-{text}", article, FactKind.FACT, text, when=when, origin=Origin.EXTRACTED)
    return Match(fact, score, ALIKE, span=sure(text, words))


def sure(text: str, words: str) -> FoundSpan:
    """The words as a span that leaves no doubt."""
    start = text.index(words)
    return FoundSpan(start, start + len(words), 15.0, 15.0, 1.0, 0.0)


def unsure(match: Match) -> Match:
    """The same record, where the words are one guess of many."""
    assert match.span
    return replace(match, span=replace(match.span, score=-5.0, mass=0.0, probability=0.01, entropy=6.0))


def sides(*matches: Match, kind: QuestionKind = QuestionKind.HOW_MANY) -> list[str]:
    """The words of the sides that are shown, in their order."""
    return [choice.side.zh for choice in disagreeing(asked(kind), matches) if choice.side]


FIVE, SEVEN = found("灯塔融资5亿元。", "5亿元", when="2024-11"), found("灯塔融资7亿元。", "7亿元", when="2024-12")


def test_the_words_of_the_tests_are_sure() -> None:
    assert words_probability(FIVE, 0.5) > 0.5
    assert words_probability(unsure(FIVE), 0.5) < 0.3


def test_two_figures_are_both_shown_newest_first() -> None:
    assert sides(FIVE, SEVEN) == sides(SEVEN, FIVE) == ["7亿元", "5亿元"]


def test_side_has_its_fact_and_the_claim_is_the_question() -> None:
    chosen: tuple[ChosenFact, ...] = disagreeing(asked(), [FIVE, SEVEN])
    assert [choice.fact.zh for choice in chosen] == ["灯塔融资7亿元。", "灯塔融资5亿元。"]
    [claim] = {choice.claim for choice in chosen}
    assert claim
    assert claim.zh == "灯塔融资多少？"
    assert {side.id for side in claim.sides} == {choice.side.id for choice in chosen if choice.side}
    assert all(choice.side and choice.side.facts == (choice.fact.id,) for choice in chosen)


def test_record_without_a_date_is_shown_last() -> None:
    assert sides(found("灯塔融资9亿元。", "9亿元"), FIVE) == ["5亿元", "9亿元"]


def test_three_sides_are_the_most() -> None:
    more = [found(f"灯塔融资{n}亿元。", f"{n}亿元", score=5.0 - n / 100) for n in (11, 22, 33, 44)]
    assert sides(*more) == ["11亿元", "22亿元", "33亿元"]


def test_each_value_is_shown_once() -> None:
    again = found("又一报说灯塔融资5亿元。", "5亿元")
    assert sides(FIVE, again, SEVEN) == ["7亿元", "5亿元"]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (("灯塔融资5亿元。", "5亿元"), ("灯塔融资15亿元。", "15亿元")),
        (("灯塔融资5亿元。", "5亿元"), ("燈塔融資１.5億元。", "１.5億元")),
        (("灯塔有1,200人。", "1,200人"), ("灯塔有1,500人。", "1,500人")),
        (("灯塔涨了5%。", "5%"), ("灯塔涨了7%。", "7%")),
        (("灯塔是第1,200家。", "1,200"), ("灯塔是第1,300家。", "1,300")),
        (("2024年第三季度灯塔营收5亿元。", "5亿元"), ("2024年第三季度灯塔营收7亿元。", "7亿元")),
        (("2024年灯塔营收5亿元。", "5亿元"), ("灯塔营收7亿元。", "7亿元")),
        (("It raised 5 million dollars.", "5 million dollars"), ("It raised 7 million dollars.", "7 million dollars")),
    ],
)
def test_different_figures_disagree(one: tuple[str, str], two: tuple[str, str]) -> None:
    assert set(sides(found(*one), found(*two))) == {one[1], two[1]}


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (("灯塔融资5亿元。", "5亿元"), ("灯塔融资5亿元人民币。", "5亿元人民币")),
        (("灯塔融资5亿元。", "5亿元"), ("燈塔融資５億元。", "５億元")),
        (("灯塔融资5亿元。", "5亿元"), ("灯塔融资50000万元。", "50000万元")),
        (("灯塔融资5亿元。", "5亿元"), ("灯塔融资约5.05亿元。", "5.05亿元")),
        (("灯塔融资5亿元。", "5亿元"), ("灯塔融资4至6亿元。", "4至6亿元")),
        (("灯塔融资5亿元。", "5亿元"), ("灯塔融资7亿美元。", "7亿美元")),
        (("灯塔融资5亿元。", "5亿元"), ("灯塔融资7次。", "7次")),
        (("灯塔融资5亿元。", "5亿元"), ("灯塔融资7亿元，其中5亿元是借的。", "7亿元")),
        (("2023年灯塔营收5亿元。", "5亿元"), ("2024年灯塔营收7亿元。", "7亿元")),
        (("第三季度灯塔营收5亿元。", "5亿元"), ("第四季度灯塔营收7亿元。", "7亿元")),
        (("2024年第三季度灯塔营收5亿元。", "5亿元"), ("2024年前三季度灯塔营收7亿元。", "7亿元")),
        (("2024年第三季度灯塔营收5亿元。", "5亿元"), ("2024年全年灯塔营收7亿元。", "7亿元")),
        (("第三季度灯塔营收5亿元。", "5亿元"), ("灯塔营收7亿元。", "7亿元")),
        (("灯塔Q3营收5亿元。", "5亿元"), ("灯塔Q4营收7亿元。", "7亿元")),
        (("2023财年灯塔营收5亿元。", "5亿元"), ("2024财年灯塔营收7亿元。", "7亿元")),
        (("2022/23赛季他进了20个球。", "20个"), ("2023/24赛季他进了30个球。", "30个")),
        (("灯塔每月花5亿元。", "5亿元"), ("灯塔累计花7亿元。", "7亿元")),
        (("灯塔融资五个亿。", "五个亿"), ("灯塔融资很多。", "很多")),
    ],
)
def test_what_may_both_be_right_is_no_disagreement(one: tuple[str, str], two: tuple[str, str]) -> None:
    assert sides(found(*one), found(*two)) == sides(found(*two), found(*one)) == []


@pytest.mark.parametrize(
    ("one", "two", "disagree"),
    [
        ("灯塔将于2025年1月开放。", "灯塔将于2025年6月开放。", True),
        ("灯塔将于2025年1月开放。", "灯塔将于2026年1月开放。", True),
        ("灯塔将于2025年1月5日开放。", "灯塔将于2025年1月6日开放。", True),
        ("灯塔将于2025年1月开放。", "灯塔将于2025年开放。", False),
        ("灯塔将于2025年1月开放。", "灯塔将于2025年1月6日开放。", False),
        ("灯塔将于2025年1月开放。", "灯塔將於２０２５年１月開放。", False),
    ],
)
def test_dates_disagree_as_far_as_they_are_known(one: str, two: str, disagree: bool) -> None:
    matches = [found(text, text[text.index("２" if "２" in text else "2") : -3]) for text in (one, two)]
    assert bool(sides(*matches, kind=QuestionKind.WHEN)) is disagree


def test_year_that_the_words_leave_out_is_that_of_the_record() -> None:
    one = found("灯塔于3月5日开放。", "3月5日", when="2025-03-05")
    two = found("灯塔于3月9日开放。", "3月9日", when="2025-03-09")
    assert sides(one, two, kind=QuestionKind.WHEN) == ["3月9日", "3月5日"]


def test_date_is_no_figure() -> None:
    assert sides(FIVE, found("灯塔于2025年1月融资。", "2025年1月")) == []


@pytest.mark.parametrize("kind", [QuestionKind.WHO, QuestionKind.WHY, QuestionKind.QUOTE, QuestionKind.WHERE])
def test_only_figures_and_dates_are_compared(kind: QuestionKind) -> None:
    assert sides(FIVE, SEVEN, kind=kind) == []


def test_one_article_does_not_contradict_itself() -> None:
    one = found("灯塔融资5亿元。", "5亿元", article="a")
    assert sides(one, found("灯塔融资7亿元。", "7亿元", article="a")) == []


def test_one_record_alone_does_not_disagree() -> None:
    assert sides(FIVE) == []


def test_record_that_fits_much_worse_is_no_side() -> None:
    assert sides(FIVE, replace(SEVEN, score=3.0)) == []


def test_record_with_less_of_the_question_is_no_side() -> None:
    def with_text(match: Match, share: float) -> Match:
        return replace(match, features=(*ALIKE[:TEXT], share, *ALIKE[TEXT + 1 :]))

    assert sides(FIVE, with_text(SEVEN, 0.5)) == []
    assert sides(FIVE, with_text(SEVEN, 0.8)) != []


def test_words_that_may_be_wrong_are_no_side() -> None:
    assert sides(FIVE, unsure(SEVEN)) == []


def test_best_record_without_sure_words_leaves_the_others_no_say() -> None:
    best = found("灯塔融资9亿元。", "9亿元", score=5.5)
    assert sides(unsure(best), FIVE, SEVEN) == []
    assert sides(replace(best, span=None), FIVE, SEVEN) == []


def test_editors_fact_is_never_contradicted() -> None:
    assert isinstance(FIVE.record, Fact)
    own = replace(FIVE, record=replace(FIVE.record, origin=Origin.CURATED), span=None)
    assert sides(own, SEVEN) == []
    assert sides(SEVEN, own) == []
