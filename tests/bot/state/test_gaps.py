"""Questions that owners should write facts for."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, update

from bot.state.gaps import (
    Gap,
    close_gap,
    gap,
    gap_key,
    note_disliked,
    note_gap_reason,
    note_unknown,
    open_gaps,
    prune_gaps,
)
from bot.state.schema import GAPS
from nowall.answers import Language

ZH, EN = Language.ZH_HANS, Language.EN
one_file = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def unknown(connection: Connection, question: str, at: float = 1.0, language: Language = ZH) -> None:
    note_unknown(connection, question, language, at)


def disliked(connection: Connection, question: str, change: int = 1, at: float = 1.0, *facts: str) -> None:
    note_disliked(connection, question, ZH, facts, change=change, at=at)


def only(connection: Connection) -> Gap:
    (found,), total = open_gaps(connection, 0, 10)
    assert total == 1
    return found


def questions(connection: Connection, start: int = 0, count: int = 10) -> list[str]:
    return [found.question for found in open_gaps(connection, start, count)[0]]


@pytest.mark.parametrize("question", ["AGI 五级？", "ａｇｉ 五級?!", "  agi  五级。。。", "AGI\n五級～", "AGI 五级"])
def test_spellings_of_a_question_are_one_gap(question: str) -> None:
    assert gap_key(question) == "agi 五级"


@one_file
@given(question=st.text(max_size=400))
@example("？！。…")
@example("\ufdfa" * 100)  # one sign that normalises to eighteen
@example("字" * 299 + "？！")
def test_any_question_has_a_key_that_fits(connection: Connection, question: str) -> None:
    key = gap_key(question)
    assert len(key) <= 300
    assert not key.endswith(tuple("?!.,;:~ "))
    assert gap_key(f" {question}?!") == key or len(question) >= 290
    before = open_gaps(connection, 0, 0)[1]
    note_unknown(connection, question, ZH, 1.0)
    note_unknown(connection, question, ZH, 2.0)
    assert open_gaps(connection, 0, 0)[1] - before in {0, 1}
    assert key or open_gaps(connection, 0, 0)[1] == before


def test_unknown_question_is_counted_under_its_first_spelling(connection: Connection) -> None:
    unknown(connection, " 謝謝誰？", 1.0, Language.ZH_HANT)
    unknown(connection, "谢谢谁", 2.0)
    found = only(connection)
    assert (found.question, found.language) == ("謝謝誰？", Language.ZH_HANT)
    assert (found.unknown, found.disliked, found.first_at, found.last_at) == (2, 0, 1.0, 2.0)
    assert gap(connection, found.id) == found


def test_question_without_words_is_no_gap(connection: Connection) -> None:
    unknown(connection, "？？")
    disliked(connection, "...")
    assert open_gaps(connection, 0, 10) == ([], 0)


def test_disliked_answer_is_kept_with_its_question(connection: Connection) -> None:
    disliked(connection, "谁说的", 1, 1.0, "f1")
    disliked(connection, "谁说的？", 1, 2.0, "f2", "f3")
    found = only(connection)
    assert (found.disliked, found.facts, found.last_at) == (2, ("f2", "f3"), 2.0)


def test_dislike_taken_back_leaves_no_trace(connection: Connection) -> None:
    disliked(connection, "谁说的")
    disliked(connection, "谁说的", -1)
    assert open_gaps(connection, 0, 10) == ([], 0)
    disliked(connection, "谁说的", -1)
    assert open_gaps(connection, 0, 10) == ([], 0)


def test_dislike_taken_back_leaves_what_others_asked(connection: Connection) -> None:
    unknown(connection, "谁说的")
    disliked(connection, "谁说的")
    disliked(connection, "谁说的", -1)
    disliked(connection, "谁说的", -1)
    assert (only(connection).unknown, only(connection).disliked) == (1, 0)


def test_reasons_are_counted(connection: Connection) -> None:
    disliked(connection, "谁说的")
    for reason in ("wrong", "old", "wrong"):
        note_gap_reason(connection, "谁说的？", reason)
    assert only(connection).reasons == {"wrong": 2, "old": 1}
    note_gap_reason(connection, "谁说的", "old", -1)
    note_gap_reason(connection, "谁说的", "never given", -1)
    assert only(connection).reasons == {"wrong": 2}


def test_reason_for_a_question_that_is_no_gap_is_nothing(connection: Connection) -> None:
    note_gap_reason(connection, "谁说的", "wrong")
    assert open_gaps(connection, 0, 10) == ([], 0)


def test_most_frequent_gaps_come_first_then_the_newest(connection: Connection) -> None:
    for question, at in [("rare old", 1.0), ("often", 2.0), ("often", 3.0), ("rare new", 4.0), ("both", 5.0)]:
        unknown(connection, question, at)
    disliked(connection, "both", 1, 1.5)
    disliked(connection, "both", 1, 1.5)
    assert questions(connection) == ["both", "often", "rare new", "rare old"]
    assert questions(connection, 1, 2) == ["often", "rare new"]
    assert open_gaps(connection, 9, 2) == ([], 4)


def test_closed_gap_is_not_listed_but_can_be_read(connection: Connection) -> None:
    unknown(connection, "谁说的")
    number = only(connection).id
    assert close_gap(connection, number, 5.0)
    assert not close_gap(connection, number, 6.0)
    assert open_gaps(connection, 0, 10) == ([], 0)
    found = gap(connection, number)
    assert found
    assert found.closed_at == 5.0


def test_closed_gap_asked_again_opens_with_fresh_counts(connection: Connection) -> None:
    unknown(connection, "谁说的")
    disliked(connection, "谁说的", 1, 1.0, "f1")
    note_gap_reason(connection, "谁说的", "wrong")
    number = only(connection).id
    close_gap(connection, number, 5.0)
    disliked(connection, "谁说的", -1)  # of an answer from before
    note_gap_reason(connection, "谁说的", "old")
    assert open_gaps(connection, 0, 10) == ([], 0)
    unknown(connection, "谁说的?", 9.0)
    assert only(connection) == Gap(number, "谁说的", ZH, 1, 0, {}, (), 9.0, 9.0)


def test_ids_are_never_used_again(connection: Connection) -> None:
    unknown(connection, "first")
    number = only(connection).id
    prune_gaps(connection, 0)
    unknown(connection, "second")
    assert only(connection).id > number
    assert gap(connection, number) is None


def test_rarest_and_oldest_gaps_go_first_and_closed_ones_before(connection: Connection) -> None:
    for question, at in [("old", 1.0), ("new", 2.0), ("often", 0.5), ("often", 0.6), ("done", 9.0), ("done", 9.0)]:
        unknown(connection, question, at)
    done = next(found for found in open_gaps(connection, 0, 10)[0] if found.question == "done")
    close_gap(connection, done.id, 9.0)
    prune_gaps(connection, 3)
    assert gap(connection, done.id) is None
    assert questions(connection) == ["often", "new", "old"]
    prune_gaps(connection, 2)
    assert questions(connection) == ["often", "new"]
    prune_gaps(connection)
    assert questions(connection) == ["often", "new"]


def test_language_of_a_later_version_is_no_error(connection: Connection) -> None:
    unknown(connection, "who", 1.0, EN)
    assert only(connection).language is EN
    connection.execute(update(GAPS).values(language="tlh"))
    assert only(connection).language is ZH


def test_gaps_know_neither_people_nor_chats() -> None:
    columns: Any = GAPS.columns.keys()
    assert set(columns) == {
        "id", "question", "shown", "language", "unknown", "disliked", "reasons", "facts", "first_at", "last_at",
        "closed_at",
    }  # fmt: skip
