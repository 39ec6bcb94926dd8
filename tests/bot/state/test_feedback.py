"""Votes and the gap of the question that was answered."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from bot.state.feedback import explain, judge
from bot.state.gaps import Gap, open_gaps
from bot.state.turns import Spoken, remember_turn
from bot.state.votes import Tally
from nowall.answers import Language

CHAT, REPLY, MEI, LI = -100, 7, 1001, 1002


@pytest.fixture(autouse=True)
def _answered(connection: Connection) -> None:
    remember_turn(connection, CHAT, REPLY, Spoken("谁说的？", ("f1",)), 1.0)


def press(connection: Connection, person: int, *, up: bool, reply: int = REPLY) -> Tally:
    return judge(connection, CHAT, reply, person, up=up, language=Language.ZH_HANS, at=2.0)


def gaps(connection: Connection) -> list[Gap]:
    return open_gaps(connection, 0, 10)[0]


def test_vote_against_an_answer_makes_a_gap(connection: Connection) -> None:
    assert press(connection, MEI, up=False) == Tally(0, 1)
    assert press(connection, LI, up=False) == Tally(0, 2)
    (found,) = gaps(connection)
    assert (found.question, found.disliked, found.facts) == ("谁说的？", 2, ("f1",))


def test_vote_for_an_answer_makes_none(connection: Connection) -> None:
    assert press(connection, MEI, up=True) == Tally(1, 0)
    assert press(connection, MEI, up=True) == Tally(0, 0)
    assert gaps(connection) == []


@pytest.mark.parametrize("up", [True, False])
def test_vote_taken_back_or_changed_takes_the_gap_and_its_reason(connection: Connection, up: bool) -> None:
    for person in (MEI, LI):
        press(connection, person, up=False)
        explain(connection, CHAT, REPLY, person, "wrong")
    press(connection, MEI, up=up)
    (found,) = gaps(connection)
    assert (found.disliked, found.reasons) == (1, {"wrong": 1})
    press(connection, LI, up=up)
    assert gaps(connection) == []


def test_vote_changed_to_against_counts(connection: Connection) -> None:
    press(connection, MEI, up=True)
    press(connection, MEI, up=False)
    assert gaps(connection)[0].disliked == 1


def test_reason_counts_once_a_person(connection: Connection) -> None:
    press(connection, MEI, up=False)
    for reason in ("wrong", "wrong", "old"):
        assert explain(connection, CHAT, REPLY, MEI, reason)
    assert gaps(connection)[0].reasons == {"old": 1}


def test_reason_without_a_vote_is_refused(connection: Connection) -> None:
    press(connection, LI, up=False)
    assert not explain(connection, CHAT, REPLY, MEI, "wrong")
    assert gaps(connection)[0].reasons == {}


def test_vote_on_a_forgotten_question_counts_as_a_vote_only(connection: Connection) -> None:
    assert press(connection, MEI, up=False, reply=8) == Tally(0, 1)
    assert explain(connection, CHAT, 8, MEI, "wrong")
    assert gaps(connection) == []
