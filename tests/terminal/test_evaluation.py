from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nowall.answers import Answer
from nowall.terminal.referee import fault, read_item
from tests.terminal.conftest import Nowall
from tests.terminal.scripted_engine import DISPUTED, GREETED, QUOTED, REFUSED

WALL = {
    "id": "q1",
    "question": "撞墙?",
    "lang": "zh-Hans",
    "kind": "quote",
    "answer_any": ["There is NO wall!"],
    "articles": ["36kr-no-wall"],
}
LONG = replace(QUOTED, text=QUOTED.text + "字" * 200)


def judge(answer: Answer, **fields: Any) -> str:
    return fault(read_item(WALL | fields), answer)


@pytest.mark.parametrize(
    ("fields", "answer", "wrong"),
    [
        ({}, QUOTED, ""),
        ({"answer_any": ["THERE IS NO WALL", "別的"]}, QUOTED, ""),
        ({"answer_any": ["回應"]}, QUOTED, ""),
        ({"answer_any": ["别的"]}, QUOTED, "none of ['别的']"),
        ({"answer_all": [["别的", "回应"], "altman"]}, QUOTED, ""),
        ({"answer_all": ["别的"]}, QUOTED, "lacks ['别的']"),
        ({"not_in_answer": ["altman"]}, QUOTED, "says ['altman']"),
        ({"articles": ["other"]}, QUOTED, "cites ['36kr-no-wall']"),
        ({}, REFUSED, "status unknown"),
        ({}, replace(QUOTED, facts=()), "0 facts"),
        ({}, replace(QUOTED, facts=QUOTED.facts * 2), "2 facts, at least 1 and at most 1"),
        ({"kind": "why"}, replace(QUOTED, facts=QUOTED.facts * 2), ""),
        ({"kind": "list"}, replace(QUOTED, facts=QUOTED.facts * 9), ""),
        ({}, replace(QUOTED, citations=()), "facts from ['36kr-no-wall'] without a citation"),
        ({}, LONG, "characters, at most 200"),
        ({"kind": "who"}, LONG, "characters, at most 120"),
        ({"kind": "who", "lang": "en"}, LONG, ""),
        ({"kind": "timeline"}, LONG, ""),
        ({"refuse": True}, REFUSED, ""),
        ({"refuse": True}, QUOTED, "status answered, expected unknown"),
        ({"refuse": True}, replace(REFUSED, citations=QUOTED.citations), "cites a source"),
        ({"kind": "smalltalk"}, GREETED, ""),
        ({"kind": "smalltalk"}, REFUSED, "status unknown, expected smalltalk"),
    ],
)
def test_referee_knows_what_is_wrong(fields: dict[str, Any], answer: Answer, wrong: str) -> None:
    verdict = judge(answer, **fields)

    assert verdict == wrong or (wrong and wrong in verdict)


def test_conflict_may_cite_several_articles() -> None:
    assert judge(DISPUTED, kind="conflict", answer_any=["The Verge"], articles=["zhidx-orion"]) == ""


@pytest.fixture
def question_set(tmp_path: Path) -> Path:
    file = tmp_path / "questions.yaml"
    file.write_text(
        """
- {id: q1, question: "撞墙?", lang: zh-Hans, kind: quote, answer_any: [no wall], articles: [36kr-no-wall]}
- {id: q2, question: "Orion?", lang: en, kind: conflict, answer_any: [nothing], articles: [x], context: ["撞墙?"]}
- {id: q3, question: "DeepMind?", lang: en, kind: unanswerable, refuse: true}
- {id: q4, question: "你好", lang: zh-Hans, kind: smalltalk}
""",
        encoding="utf-8",
    )
    return file


def test_shares_are_told_by_kind_and_language(nowall: Nowall, question_set: Path) -> None:
    result = nowall("eval", str(question_set))
    lines = [line.split() for line in result.stdout.splitlines()]

    assert result.exit_code == 0
    assert ["right", "1/2", "0.500"] in lines
    assert ["refused", "1/1", "1.000"] in lines
    assert ["smalltalk", "1/1", "1.000"] in lines
    assert ["kind", "conflict", "0/1", "0.000"] in lines
    assert ["language", "en", "1/2", "0.500"] in lines
    assert ["conflict", "shown", "as", "one", "1/1", "1.000"] in lines
    assert result.stdout.splitlines()[-1].startswith("Time per question: median ")


def test_verbose_names_what_went_wrong(nowall: Nowall, question_set: Path) -> None:
    result = nowall("eval", "--verbose", str(question_set))

    assert "q2 [conflict] Orion?\n    none of ['nothing']" in result.stdout
    assert "q1" not in result.stdout


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"a: b: c", "cannot be read"),
        (b"\xff\xfe\xff", "cannot be read"),
        (b"a\x00b", "cannot be read"),
        (b"", "is no question set"),
        (b"[]", "is no question set"),
        (b"a: 1", "is no question set"),
        (b"- 1", "Question 1 of the set is not in the expected form"),
        (b"- {id: 1}", "Question 1 of the set has no kind"),
        (b"- {id: 1, kind: who, lang: en, question: x}", "Question 1 of the set has no answer_any"),
        (b"- {id: 1, kind: who, lang: en, question: x, answer_any: 3, articles: []}", "not in the expected form"),
    ],
)
def test_malformed_question_set_is_one_sentence(nowall: Nowall, tmp_path: Path, content: bytes, sentence: str) -> None:
    file = tmp_path / "bad.yaml"
    file.write_bytes(content)
    result = nowall("eval", str(file))

    assert result.exit_code == 1
    assert sentence in result.stderr
    assert result.stderr.count("\n") == 1


def test_missing_question_set_is_one_sentence(nowall: Nowall) -> None:
    result = nowall("eval", "/nowhere.yaml")

    assert result.exit_code == 1
    assert result.stderr == "nowall: /nowhere.yaml cannot be read: No such file or directory\n"


def test_eval_without_pyyaml_says_how_to_get_it(
    nowall: Nowall, question_set: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "yaml", None)
    result = nowall("eval", str(question_set))

    assert (result.exit_code, result.stderr) == (1, "nowall: nowall eval needs pyyaml: pip install pyyaml\n")
