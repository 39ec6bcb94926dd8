from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nowall.learn.extract.references import Antecedent, resolve_references, speaks_of_unnamed_person
from nowall.records import EntityKind

ZHANG = Antecedent("zhang", "张三", EntityKind.PERSON, was_subject=True)
LI = Antecedent("li", "李四", EntityKind.PERSON)
MICROSOFT = Antecedent("microsoft", "微软", EntityKind.ORGANISATION, was_subject=True)
GOOGLE = Antecedent("google", "Google", EntityKind.ORGANISATION)
ORION = Antecedent("orion", "Orion", EntityKind.MODEL)
O1 = Antecedent("o1", "o1", EntityKind.MODEL)


def resolved(text: str, *antecedents: Antecedent) -> str:
    for edit in resolve_references(text, antecedents):
        text = text[: edit.start] + edit.replacement + text[edit.end :]
    return text


@pytest.mark.parametrize(
    ("text", "antecedents", "expected"),
    [
        ("他说会来。", [ZHANG], "张三说会来。"),
        ("她的公司在杭州。", [ZHANG, MICROSOFT], "张三的公司在杭州。"),
        ("不过，他没有细说。", [ZHANG], "不过，张三没有细说。"),
        ("“我们会来。”他说。", [ZHANG], "“我们会来。”张三说。"),
        ("「我們會來。」他說。", [ZHANG], "「我們會來。」张三說。"),
        ("在接受采访时，他表示会来。", [ZHANG], "在接受采访时，张三表示会来。"),
        ("2024年，他离开了。", [ZHANG], "2024年，张三离开了。"),
        ("该公司预计明年盈利。", [ZHANG, MICROSOFT], "微软预计明年盈利。"),
        ("這家公司預計明年盈利。", [MICROSOFT], "微软預計明年盈利。"),
        ("该公司AI业务增长。", [GOOGLE], "Google AI业务增长。"),
        ("该模型将于明年发布。", [MICROSOFT, ORION], "Orion将于明年发布。"),
        ("这位工程师没有回应。", [ZHANG, ORION], "张三没有回应。"),
        ("它的成本更高。", [ORION, ZHANG], "Orion的成本更高。"),
        ("其股价上涨。", [MICROSOFT], "微软股价上涨。"),
        ("他说会来。", [ZHANG, LI], "张三说会来。"),
        ("He left in May.", [ZHANG], "张三 left in May."),
        ("His team grew.", [ZHANG], "张三's team grew."),
        ("However, the company grew. ", [GOOGLE], "However, the company grew. "),
        ("The company grew.", [ZHANG, GOOGLE], "Google grew."),
        ("It grew.", [GOOGLE], "Google grew."),
    ],
)
def test_what_can_be_one_thing_alone_gets_its_name(text: str, antecedents: list[Antecedent], expected: str) -> None:
    assert resolved(text, *antecedents) == expected


@pytest.mark.parametrize(
    ("text", "antecedents"),
    [
        ("他说会来。", [LI, ZHANG]),
        ("他说会来。", [MICROSOFT]),
        ("他们说会来。", [ZHANG]),
        ("其中一人会来。", [ZHANG]),
        ("其他人会来。", [ZHANG]),
        ("其实没有人会来。", [ZHANG]),
        ("其成本更高。", [ORION, MICROSOFT]),
        ("它的成本更高。", [ORION, O1]),
        ("该模型更大。", [ORION, O1]),
        ("该公司盈利。", [GOOGLE, MICROSOFT]),
        ("李四认为他会来。", [ZHANG]),
        ("“他会来。”李四说。", [ZHANG]),
        ("他会来的。”", [ZHANG]),
        ("该国家公园开放。", [Antecedent("peru", "秘鲁", EntityKind.PLACE)]),
        ("他说张三会来。", [ZHANG]),
        ("It is clear that it grew.", [GOOGLE]),
        ("It was a good year.", [GOOGLE]),
        ("They left.", [ZHANG]),
        ("他说会来。", []),
        ("", [ZHANG]),
    ],
)
def test_what_may_be_something_else_stays(text: str, antecedents: list[Antecedent]) -> None:
    assert resolved(text, *antecedents) == text


def test_same_entity_under_two_names_is_one() -> None:
    assert resolved("他说会来。", Antecedent("zhang", "老张", EntityKind.PERSON), ZHANG) == "老张说会来。"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("后来他离开了。", True),
        ("後來一名男子離開了。", True),
        ("一位公司发言人没有回应。", True),
        ("Then he left.", True),
        ("A company spokesperson declined.", True),
        ("张三离开了其他公司。", False),
        ("他们离开了。", False),
        ("The theory holds.", False),
    ],
)
def test_sentence_may_speak_of_somebody_without_a_name(text: str, expected: bool) -> None:
    assert speaks_of_unnamed_person(text) is expected


@given(st.text("他她其它该公司模型，。“”不过He It the", max_size=40))
def test_any_text_gives_an_edit_within_it(text: str) -> None:
    for edit in resolve_references(text, [ZHANG, MICROSOFT, ORION]):
        assert 0 <= edit.start < edit.end <= len(text)
