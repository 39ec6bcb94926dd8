"""Question sets as the comparison asks them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.quality.comparison.sets import Unit, editors_unit, read_pack_set, read_public_set
from nowall.records import Fact, FactKind
from nowall.terminal.referee import read_item


def _set(folder: Path, questions: list[dict[str, object]], unanswerable: list[dict[str, object]] | None = None) -> Path:
    folder.mkdir()
    for name, lines in (("questions", questions), ("unanswerable", unanswerable)):
        if lines is not None:
            (folder / f"{name}.jsonl").write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    return folder


def _question(number: int, **more: object) -> dict[str, object]:
    return {"id": f"q{number}", "question": "谁?", "answers": [["谢琰"]], **more}


@pytest.mark.parametrize(
    ("name", "seen"), [("drcd", [True, False, True]), ("crud", [True, False, True]), ("rgb", [False, False, False])]
)
def test_every_other_question_was_seen_where_training_uses_the_set(tmp_path: Path, name: str, seen: list[bool]) -> None:
    asked = read_public_set(_set(tmp_path / name, [_question(n) for n in range(3)]))
    assert [question.seen for question in asked.answerable] == seen


def test_only_so_many_questions_of_each_kind_are_read(tmp_path: Path) -> None:
    folder = _set(tmp_path / "crud", [_question(n) for n in range(3)], [{"id": "u1", "question": "?"}] * 3)
    asked = read_public_set(folder, 2)
    assert (len(asked.answerable), len(asked.unanswerable)) == (2, 2)


def test_questions_with_negative_articles_are_asked_of_these_alone(tmp_path: Path) -> None:
    asked = read_public_set(_set(tmp_path / "rgb", [_question(1, negative=["a", "b", "a"]), _question(2)]))
    assert [question.only for question in asked.answerable] == [None, None]
    assert [(question.id, question.only) for question in asked.unanswerable] == [("q1", {"a", "b"})]


def test_a_record_is_right_by_what_it_shows(tmp_path: Path) -> None:
    question = read_public_set(_set(tmp_path / "drcd", [_question(1)])).answerable[0]
    assert question.is_right(Unit("", "a", "他是謝琰。"))
    assert not question.is_right(Unit("谢琰", "a", "他是别人。"))
    assert question.is_exact("谢琰")


def test_an_unanswerable_question_has_no_right_record(tmp_path: Path) -> None:
    folder = _set(tmp_path / "crud", [_question(1)], [{"id": "u1", "question": "?"}])
    assert not read_public_set(folder).unanswerable[0].is_right(Unit("", "a", "谢琰"))


def test_questions_over_the_pack_want_a_key_and_the_article() -> None:
    fields = {
        "id": "d1",
        "question": "谁?",
        "lang": "zh-Hans",
        "kind": "who",
        "answer_any": ["Ryder"],
        "articles": ["a"],
    }
    talk = {"id": "d2", "question": "你好", "lang": "zh-Hans", "kind": "smalltalk"}
    refuse = {"id": "d3", "question": "谁?", "lang": "zh-Hans", "kind": "who", "refuse": True}
    asked = read_pack_set("dev", [read_item(each) for each in (fields, talk, refuse)])
    assert [question.id for question in asked.answerable] == ["d1"]
    assert [question.id for question in asked.unanswerable] == ["d3"]
    assert len(asked.items) == 3
    assert asked.answerable[0].is_right(Unit("", "a", "Nick RYDER"))
    assert not asked.answerable[0].is_right(Unit("", "b", "Nick Ryder"))


def test_sample_questions_of_an_editor_are_searched_and_not_judged() -> None:
    unit = editors_unit(Fact("f1", "a", FactKind.FACT, "他来了。", "He came.", asks=("谁来了?",)))
    assert unit == Unit("他来了。\nHe came.\n谁来了?", "a", "他来了。\nHe came.")
