"""All that is stored about a person can be shown and erased."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import Connection, Table, select

from bot.inbox import Arrival, Inbox
from bot.state.memory import Memory
from bot.state.people import People, erase_person, export_person
from bot.state.preferences import DEFAULT, Preferences
from bot.state.schema import BUCKETS, CHATS, INBOX, METADATA, PREFERENCES, REPLIES, TURNS, VOTES
from bot.state.turns import Spoken, remember_turn
from bot.state.votes import cast_vote, tally_of
from nowall.database import Writer
from tests.bot.conftest import Clock

MEI, LI, GROUP = 1001, 1002, -100
OF_PEOPLE = {"chat", "person", "lane", "who"}
COVERED = {"chats", "preferences", "turns", "replies", "votes", "inbox", "buckets"}
NOTHING_PERSONAL = {
    "pulse",  # a time
    "lanes",  # that something waits in a chat, until it is done
    "gaps",  # questions, but not whose
    "tallies",  # numbers
    "pictures",  # of quotes, not for whom
    "versions",  # numbers
}
ROWS: dict[Table, dict[str, Any]] = {
    CHATS: {"active": True},
    PREFERENCES: {"language": "en", "listens": "mentions", "long_sources": True, "previews": False},
    TURNS: {"reply": 6, "topic": 0, "follows": 4, "question": "谁说的?", "facts": ["f1"]},
    REPLIES: {"question": 5, "reply": 6},
    VOTES: {"reply": 6, "up": False, "reason": "wrong"},
    BUCKETS: {"kind": "people", "tokens": 3.0, "pace": "ok"},
}


def fill(connection: Connection, person: int) -> None:
    """A row about a person in each table that has some."""
    for table, row in ROWS.items():
        owner = {"chat": person, "person": person, "who": person}
        whose = {name: value for name, value in owner.items() if name in table.c}
        connection.execute(table.insert().values(**whose, **row, at=1_700_000_000.0))
    cast_vote(connection, GROUP, 9, person, up=True, at=1_700_000_000.0)
    store(connection, person, person, "waiting", '{"message":"secret"}')
    store(connection, person + 10, person, "done", None)


def store(connection: Connection, number: int, lane: int, state: str, payload: str | None) -> None:
    row = INBOX.insert().values(update_id=number, lane=lane, state=state, payload=payload)
    connection.execute(row)


def test_every_table_is_covered_or_holds_nothing_personal() -> None:
    assert set(METADATA.tables) == COVERED | NOTHING_PERSONAL
    of_people = {name for name, table in METADATA.tables.items() if OF_PEOPLE & set(table.columns.keys())}
    assert of_people == COVERED | {"lanes"}


def test_covered_tables_are_all_exported_and_erased(connection: Connection) -> None:
    fill(connection, MEI)
    found = export_person(connection, MEI)
    assert {name for name, rows in found.items() if name != "person" and rows} == COVERED
    erase_person(connection, MEI, 2.0)
    assert export_person(connection, MEI) == {"person": MEI, **{name: [] for name in COVERED}}


def test_export_says_all_in_plain_words(connection: Connection) -> None:
    fill(connection, MEI)
    found = json.loads(json.dumps(export_person(connection, MEI), ensure_ascii=False))
    at = "2023-11-14T22:13:20+00:00"
    assert found["chats"] == [{"chat": MEI, "active": True, "moved_to": None, "at": at}]
    assert found["preferences"] == [{"chat": MEI, **ROWS[PREFERENCES], "at": at}]
    assert found["turns"] == [{"chat": MEI, **ROWS[TURNS], "at": at}]
    assert found["replies"] == [{"chat": MEI, **ROWS[REPLIES], "at": at}]
    assert [(vote["chat"], vote["up"], vote["reason"]) for vote in found["votes"]] == [
        (GROUP, True, None),
        (MEI, False, "wrong"),
    ]
    assert found["inbox"] == [{"update_id": MEI, "state": "waiting", "update": {"message": "secret"}}]


def test_stranger_has_nothing(connection: Connection) -> None:
    fill(connection, MEI)
    assert not any(rows for name, rows in export_person(connection, LI).items() if name != "person")
    assert erase_person(connection, LI, 2.0) == 0


def test_erasing_counts_rows_and_leaves_other_people(connection: Connection) -> None:
    for person in (MEI, LI):
        fill(connection, person)
    before = export_person(connection, LI)
    remember_turn(connection, GROUP, 9, Spoken("in a group", ()), 1.0)
    assert erase_person(connection, MEI, 2.0) == 8
    assert erase_person(connection, MEI, 3.0) == 0
    assert export_person(connection, LI) == before
    assert tally_of(connection, GROUP, 9).up == 1
    assert len(connection.execute(select(TURNS).where(TURNS.c.chat == GROUP)).all()) == 1


def test_erased_updates_keep_their_numbers_only(connection: Connection) -> None:
    fill(connection, MEI)
    erase_person(connection, MEI, 2.0)
    rows = connection.execute(select(INBOX).order_by(INBOX.c.update_id)).all()
    assert [(row.update_id, row.state, row.payload) for row in rows] == [
        (MEI, "done", None),
        (MEI + 10, "done", None),
    ]
    assert rows[0].closed_at == 2.0


@pytest.fixture
def people(writer: Writer, memory: Memory, clock: Clock) -> People:
    return People(writer, memory.preferred, clock)


async def test_update_that_asks_for_erasure_can_be_answered(people: People, inbox: Inbox) -> None:
    await inbox.store([Arrival(1, MEI, "{}"), Arrival(2, MEI, "{}")])
    claim = await inbox.claim()
    assert claim
    assert await people.erase(MEI) == 1
    await inbox.fence(claim)
    await inbox.close(claim, "answered")
    assert claim.following is None
    assert await inbox.store([Arrival(2, MEI, "{}")]) == 0


async def test_erased_settings_no_longer_hold(people: People, memory: Memory) -> None:
    await memory.preferred.set(MEI, Preferences(previews=True))
    assert len((await people.export(MEI))["preferences"]) == 1
    await people.erase(MEI)
    assert memory.preferred.of(MEI) == DEFAULT
