"""Things that a question names side by side."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nowall.answer.understand.side_by_side import asked_of_each
from nowall.language.mentions import EntityMatcher
from nowall.language.normalise import normalise
from nowall.records import Entity, EntityKind

NAMES = EntityMatcher(Entity(n.lower(), EntityKind.MODEL, n, n) for n in ("Zephyr", "Breeze", "Gale", "Acme", "Bolt"))


def each(question: str) -> list[str]:
    text = normalise(question)
    return [" ".join(part.split()) for part in asked_of_each(text, NAMES.find(text, question))]


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("Zephyr 和 Breeze 谁更便宜", ["zephyr 谁更便宜", "breeze 谁更便宜"]),
        ("Acme 的 Zephyr 跟 Breeze 各要多少钱", ["acme 的 zephyr 各要多少钱", "acme 的 breeze 各要多少钱"]),
        ("Zephyr vs. Breeze: price", ["zephyr : price", "breeze : price"]),
        ("Zephyr、Breeze、Gale 的先后", ["zephyr 的先后", "breeze 的先后", "gale 的先后"]),
        (
            "Zephyr 的发布会、Breeze 的测试、Gale 停产,都是哪天",
            ["zephyr 的发布会 ,都是哪天", "breeze 的测试 ,都是哪天", "gale 停产 ,都是哪天"],
        ),
    ],
)
def test_question_is_asked_of_each(question: str, parts: list[str]) -> None:
    assert each(question) == parts


@pytest.mark.parametrize(
    "question",
    [
        "Zephyr 多少钱",
        "Zephyr 是 Acme 做的吗",
        "Zephyr 和 Zephyr 有什么不同",
        "Zephyr 出来以后,Breeze 降价了吗",
        "Zephyr、Breeze、Gale、Acme、Bolt 谁快",
        "",
    ],
)
def test_question_about_one_thing_is_not_taken_apart(question: str) -> None:
    assert each(question) == []


@given(st.text(alphabet="和跟、,;?! zephyrbga发布", max_size=60))
def test_any_text_is_read_without_error(question: str) -> None:
    assert len(each(question)) <= 4
