"""Questions that go on from earlier ones."""

from __future__ import annotations

import pytest

from nowall.answer.question import Question
from nowall.answer.understand.follow_up import EarlierTurn, FollowUps
from nowall.answers import Language
from nowall.snapshot import Snapshot


def turn(tiny: Snapshot, text: str, *facts: str) -> EarlierTurn:
    return EarlierTurn(tiny.understander.understand(text), tuple(tiny.facts[fact] for fact in facts))


def resolved(tiny: Snapshot, text: str, *turns: EarlierTurn) -> Question:
    return FollowUps(tiny).resolve(tiny.understander.understand(text), turns)


def test_first_question_is_left_as_it_is(tiny: Snapshot) -> None:
    assert resolved(tiny, "它什么时候发布？") == tiny.understander.understand("它什么时候发布？")


def test_question_that_names_its_own_matter_is_left_as_it_is(tiny: Snapshot) -> None:
    text = "训练 Zephyr 一共花了多少美元的成本？"
    assert resolved(tiny, text, turn(tiny, "艾克米哪年成立？", "t-founding")) == tiny.understander.understand(text)


@pytest.mark.parametrize("text", ["他还说了什么？", "她怎么看？", "What else did she say?", "这位是谁？"])
def test_personal_pronoun_stands_for_the_person(tiny: Snapshot, text: str) -> None:
    question = resolved(tiny, text, turn(tiny, "谁说天空不是极限？", "d-sky"))
    assert question.entities == ("ada-lin",)
    assert question.places == ("d-sky",)


@pytest.mark.parametrize("text", ["他们公司值多少钱？", "他的公司值多少钱？", "What is her company worth?"])
def test_pronoun_describes_with_what_it_owns(tiny: Snapshot, text: str) -> None:
    assert resolved(tiny, text, turn(tiny, "林爱达怎么看？", "d-sky")).entities == ("acme",)


@pytest.mark.parametrize("text", ["他什么时候说的这话？", "这话是在哪儿讲的？", "When did she say that?"])
def test_circumstance_of_what_was_told_may_stand_in_the_same_record(tiny: Snapshot, text: str) -> None:
    assert resolved(tiny, text, turn(tiny, "林爱达怎么看？", "d-sky")).places == ()


def test_question_for_a_name_makes_its_answer_the_topic(tiny: Snapshot) -> None:
    assert resolved(tiny, "什么时候能用？", turn(tiny, "艾克米的模型叫什么？", "d-release")).entities == ("zephyr",)


@pytest.mark.parametrize("text", ["它花了多少钱？", "How much did it cost?", "多少钱？"])
def test_other_pronoun_stands_for_the_thing(tiny: Snapshot, text: str) -> None:
    earlier = turn(tiny, "Zephyr 什么时候发布？", "d-release")
    assert resolved(tiny, text, earlier).entities == ("zephyr",)


def test_pronoun_refers_to_the_latest_fitting_turn(tiny: Snapshot) -> None:
    turns = [turn(tiny, "林爱达怎么看？", "d-sky"), turn(tiny, "Bo Chen 怎么看？", "t-limit")]
    assert resolved(tiny, "他是谁？", *turns).entities == ("bo-chen",)


def test_pronoun_reaches_over_a_turn_without_a_person(tiny: Snapshot) -> None:
    turns = [turn(tiny, "林爱达怎么看？", "d-sky"), turn(tiny, "无风级会什么？", "d-calm")]
    assert "ada-lin" in resolved(tiny, "她是谁？", *turns).entities


def test_named_thing_and_pronoun_are_both_kept(tiny: Snapshot) -> None:
    question = resolved(tiny, "他怎么看 Breeze？", turn(tiny, "Bo Chen 怎么看极限？", "t-limit"))
    assert set(question.entities) == {"bo-chen", "breeze"}


@pytest.mark.parametrize("text", ["那 Breeze 呢？", "What about Breeze?"])
def test_other_name_takes_the_place_of_the_first(tiny: Snapshot, text: str) -> None:
    question = resolved(tiny, text, turn(tiny, "Zephyr 多快？", "t-compare"))
    assert question.entities == ("breeze",)
    assert question.original == text


def test_follow_up_keeps_its_own_language(tiny: Snapshot) -> None:
    assert resolved(tiny, "What about Breeze?", turn(tiny, "Zephyr 多快？", "t-compare")).language is Language.EN


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("再上一级呢？", "storm"),
        ("下一级呢？", "storm"),
        ("What is the next level?", "storm"),
        ("往下一级呢？", "calm"),
        ("And the previous one?", "calm"),
    ],
)
def test_next_and_previous_move_along_the_list(tiny: Snapshot, text: str, subject: str) -> None:
    assert resolved(tiny, text, turn(tiny, "阵风级是什么水平？", "d-gust")).entities == (subject,)


def test_next_after_the_last_stays(tiny: Snapshot) -> None:
    assert resolved(tiny, "下一级呢？", turn(tiny, "风暴级是什么？", "d-storm")).entities in {("storm",), ()}


def test_turn_that_was_refused_still_tells_what_was_asked(tiny: Snapshot) -> None:
    assert resolved(tiny, "它多少钱？", turn(tiny, "Zephyr 有多少参数？")).entities == ("zephyr",)
