from __future__ import annotations

import json

import pytest

from tests.terminal.conftest import Nowall
from tests.terminal.scripted_engine import ScriptedEngine


def test_answer_is_shown_with_its_source(nowall: Nowall) -> None:
    result = nowall("ask", "Altman 怎么回应撞墙?")

    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "Altman 回应：“there is no wall”。",
        "注：转载站改过引文",
        "",
        "[1] 《撞墙了吗》 36氪, 2024-11-14",
    ]


def test_conflict_shows_both_sides_each_with_its_source(nowall: Nowall) -> None:
    result = nowall("ask", "Orion 何时发布?")

    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "各方说法不一：",
        "年内：The Verge 称 12 月发布 [1]",
        "明年：The Information 称明年初发布 [2]",
        "",
        "[1] 《Orion <实测>[bold]》 智东西, https://example.org/orion",
        "[2] 《撞墙了吗》 36氪, 2024-11-14",
    ]


def test_refusal_lists_the_nearest_topics_with_status_three(nowall: Nowall) -> None:
    result = nowall("ask", "DeepMind 呢?")

    assert result.exit_code == 3
    assert result.stdout.splitlines() == [
        "资料里没有提到。",
        "",
        "相近的话题：",
        "  - Altman 怎么回应撞墙",
        "  - Orion 何时发布",
    ]


def test_greeting_counts_as_answered(nowall: Nowall) -> None:
    result = nowall("ask", "你好")

    assert (result.exit_code, result.stdout) == (0, "你好，请问。\n")


def test_json_is_one_line_with_the_answer(nowall: Nowall) -> None:
    result = nowall("ask", "--json", "撞墙?")

    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 1
    answer = json.loads(result.stdout)
    assert answer["text"] == "Altman 回应：“there is no wall”。"
    assert answer["citations"][0]["article"] == "36kr-no-wall"


def test_json_refusal_has_status_three_too(nowall: Nowall) -> None:
    result = nowall("ask", "--json", "DeepMind 呢?")

    assert result.exit_code == 3
    assert json.loads(result.stdout)["status"] == "unknown"


def test_words_without_quotes_are_one_question(nowall: Nowall, engine: ScriptedEngine) -> None:
    nowall("ask", "When", "will", "Orion", "ship?")

    assert engine.asked[0][0] == "When will Orion ship?"


def test_question_after_two_dashes_may_begin_with_one(nowall: Nowall, engine: ScriptedEngine) -> None:
    nowall("ask", "--", "-20% 是什么?")

    assert engine.asked[0][0] == "-20% 是什么?"


def test_options_reach_the_engine(nowall: Nowall, engine: ScriptedEngine) -> None:
    nowall("ask", "--context", "一", "--context", "二", "--only", "36kr-no-wall", "--always", "三")

    question, context, only, always = engine.asked[0]
    assert (question, only, always) == ("三", ("36kr-no-wall",), True)
    assert [(turn.question, turn.facts) for turn in context] == [("一", None), ("二", None)]


def test_article_key_stands_for_its_id(nowall: Nowall, engine: ScriptedEngine) -> None:
    nowall("ask", "--only", "orionkey00", "三")

    assert engine.asked[0][2] == ("zhidx-orion",)


def test_article_that_does_not_exist_is_an_error(nowall: Nowall, engine: ScriptedEngine) -> None:
    result = nowall("ask", "--only", "nowhere", "撞墙?")

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "nowall: There is no article nowhere: nowall sources lists them all.\n"
    assert not engine.asked


@pytest.mark.parametrize("question", ["", "   ", "\n", "x" * 1_000_000, "a\0b"])
def test_unusable_question_is_one_sentence_with_status_one(nowall: Nowall, question: str) -> None:
    result = nowall("ask", question)

    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == "nowall: The question cannot be read.\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask"],
        ["ask", "--stdin", "撞墙?"],
        ["ask", "--stdin", "--always"],
        ["ask", "--no-such-option", "撞墙?"],
        ["no-such-command"],
        ["--home", "", "sources"],
        ["eval"],
        ["pack", "check"],
    ],
)
def test_wrong_usage_has_status_two(nowall: Nowall, arguments: list[str]) -> None:
    result = nowall(*arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert "Usage: nowall" in result.stderr


def test_surrogates_are_printed_as_replacements(nowall: Nowall) -> None:
    result = nowall("ask", "--only", "\udce4", "撞墙?")

    assert result.exit_code == 1
    assert "There is no article \N{REPLACEMENT CHARACTER}" in result.stderr
