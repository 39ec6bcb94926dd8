"""One vote a person and answer."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection

from bot.state.votes import Tally, Vote, cast_vote, forget_votes, give_reason, tally_of, vote_of

CHAT, REPLY, MEI, LI = -100, 7, 1001, 1002


def vote(connection: Connection, person: int, *, up: bool, chat: int = CHAT, reply: int = REPLY) -> Tally:
    return cast_vote(connection, chat, reply, person, up=up, at=1.0)


def test_answer_without_votes_has_an_empty_tally(connection: Connection) -> None:
    assert tally_of(connection, CHAT, REPLY) == Tally(0, 0)
    assert vote_of(connection, CHAT, REPLY, MEI) is None


def test_votes_of_several_people_add_up(connection: Connection) -> None:
    assert vote(connection, MEI, up=True) == Tally(1, 0)
    assert vote(connection, LI, up=False) == Tally(1, 1)
    assert vote(connection, 1003, up=True) == Tally(2, 1)


@pytest.mark.parametrize("up", [True, False])
def test_same_vote_again_takes_it_back(connection: Connection, up: bool) -> None:
    vote(connection, MEI, up=up)
    assert vote(connection, MEI, up=up) == Tally(0, 0)
    assert vote_of(connection, CHAT, REPLY, MEI) is None


def test_other_vote_changes_it(connection: Connection) -> None:
    vote(connection, MEI, up=True)
    assert vote(connection, MEI, up=False) == Tally(0, 1)
    assert vote(connection, MEI, up=True) == Tally(1, 0)


def test_votes_belong_to_their_chat_and_answer(connection: Connection) -> None:
    vote(connection, MEI, up=True)
    assert vote(connection, MEI, up=False, reply=8) == Tally(0, 1)
    assert vote(connection, MEI, up=False, chat=MEI) == Tally(0, 1)
    assert tally_of(connection, CHAT, REPLY) == Tally(1, 0)


def test_reason_belongs_to_a_vote_against(connection: Connection) -> None:
    assert not give_reason(connection, CHAT, REPLY, MEI, "wrong")
    vote(connection, MEI, up=True)
    assert not give_reason(connection, CHAT, REPLY, MEI, "wrong")
    vote(connection, MEI, up=False)
    assert give_reason(connection, CHAT, REPLY, MEI, "wrong")
    assert vote_of(connection, CHAT, REPLY, MEI) == Vote(up=False, reason="wrong")


def test_changed_vote_loses_its_reason(connection: Connection) -> None:
    vote(connection, MEI, up=False)
    give_reason(connection, CHAT, REPLY, MEI, "wrong")
    vote(connection, MEI, up=True)
    assert vote_of(connection, CHAT, REPLY, MEI) == Vote(up=True)


def test_old_votes_are_forgotten(connection: Connection) -> None:
    cast_vote(connection, CHAT, REPLY, MEI, up=True, at=10.0)
    cast_vote(connection, CHAT, REPLY, LI, up=True, at=20.0)
    forget_votes(connection, 20.0)
    assert tally_of(connection, CHAT, REPLY) == Tally(1, 0)
