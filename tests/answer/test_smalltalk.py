"""Smalltalk, and questions that only look like it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nowall.answer.understand.smalltalk import smalltalk
from nowall.language.normalise import normalise
from nowall.lexicon import lexicon


@pytest.mark.parametrize(
    ("text", "group"),
    [
        ("你好", "greeting"),
        ("您好！", "greeting"),
        ("早上好", "greeting"),
        ("hello", "greeting"),
        ("Good morning!", "greeting"),
        ("再见", "farewell"),
        ("Bye!", "farewell"),
        ("谢谢，讲得挺清楚的", "thanks"),
        ("謝謝你", "thanks"),
        ("thx", "thanks"),
        ("Thank you very much", "thanks"),
        ("ok", "thanks"),
        ("6666", "thanks"),
        ("哈哈哈", "laughter"),
        ("😂😂", "laughter"),
        ("LOL", "laughter"),
        ("你真笨", "insult"),
        ("stupid bot", "insult"),
        ("你是谁", "about_bot"),
        ("你能做什么？", "about_bot"),
        ("what can you do?", "about_bot"),
        ("Who made you?", "about_bot"),
    ],
)
def test_smalltalk_is_recognised(text: str, group: str) -> None:
    assert smalltalk(normalise(text)) == group


@pytest.mark.parametrize(
    "text",
    [
        "你好，Orion 什么时候发布",
        "hi, who is Sam Altman?",
        "谢谢，那 Orion 呢",
        "thanks! and what about o1?",
        "哈哈 LeCun 说了什么",
        "你好 撞墙",
        "Orion 厉害吗",
        "good morning, when does Orion ship?",
        "你是 GPT-4o 吗",
        "???",
        "",
        "Sam Altman",
    ],
)
def test_question_is_no_smalltalk_even_with_a_greeting(text: str) -> None:
    assert smalltalk(normalise(text)) is None


def test_long_text_is_no_smalltalk() -> None:
    assert smalltalk("哈" * 60) == "laughter"
    assert smalltalk("哈" * 61) is None


@given(st.text(max_size=80))
def test_any_text_is_of_a_known_group_or_of_none(text: str) -> None:
    assert smalltalk(normalise(text)) in {None, *lexicon("smalltalk")} - {"filler"}
