"""Two questions in one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nowall.answer.understand.parts import parts_of
from nowall.language.normalise import normalise


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("这轮融了多少？估值多少？", ("这轮融了多少", "估值多少")),
        ("Orion 什么时候发布，谁先拿到？", ("orion 什么时候发布", "谁先拿到")),
        ("When does Orion ship and who gets it first?", ("when does orion ship", "who gets it first")),
        ("谁创办了 Anthropic，为什么离开 OpenAI？", ("谁创办了 anthropic", "为什么离开 openai")),
    ],
)
def test_two_questions_are_taken_apart(text: str, parts: tuple[str, ...]) -> None:
    assert parts_of(normalise(text)) == parts


@pytest.mark.parametrize(
    "text",
    [
        "Orion 什么时候发布？",
        "Orion 很强，它什么时候发布？",
        "LeCun, Ilya and Dario: who is right?",
        "什么时候？谁？哪里？多少？",
        "各家怎么说？什么时候发布？",
        "撞墙",
    ],
)
def test_one_question_stays_whole(text: str) -> None:
    assert parts_of(normalise(text)) == (normalise(text),)


@given(st.text(max_size=200))
def test_parts_are_few_and_of_the_text(text: str) -> None:
    normal = normalise(text)
    parts = parts_of(normal)
    assert 1 <= len(parts) <= 3
    if len(parts) > 1:
        assert all(parts)
