"""Where the bot is, and where groups go."""

from __future__ import annotations

import pytest
from sqlalchemy import Connection, func, select

from bot.state.chats import active_chats, forget_chat, move_chat, note_chat
from bot.state.preferences import DEFAULT, Listens, Preferences, preferences_of, set_preferences
from bot.state.replies import remember_reply
from bot.state.schema import CHATS, REPLIES, TURNS, VOTES
from bot.state.turns import Spoken, remember_turn
from bot.state.votes import cast_vote

OLD, NEW = -1, -100
QUIET, LOUD = Preferences(listens=Listens.COMMANDS), Preferences(listens=Listens.EVERYTHING)


def talk(connection: Connection, chat: int) -> None:
    remember_reply(connection, chat, 5, 6, 1.0)
    remember_turn(connection, chat, 6, Spoken("谁", ("f1",)), 1.0)
    cast_vote(connection, chat, 6, 1001, up=True, at=1.0)


def messages(connection: Connection, chat: int) -> list[int | None]:
    counts = (select(func.count()).select_from(table).where(table.c.chat == chat) for table in (REPLIES, TURNS, VOTES))
    return [connection.scalar(count) for count in counts]


def chats(connection: Connection) -> dict[int, tuple[bool, int | None]]:
    return {row.chat: (row.active, row.moved_to) for row in connection.execute(select(CHATS))}


def test_chat_is_new_until_it_is_noted(connection: Connection) -> None:
    assert note_chat(connection, OLD, 1.0, active=True)
    assert not note_chat(connection, OLD, 2.0, active=True)


def test_chat_that_was_left_is_new_again(connection: Connection) -> None:
    note_chat(connection, OLD, 1.0, active=True)
    assert not note_chat(connection, OLD, 2.0, active=False)
    assert note_chat(connection, OLD, 3.0, active=True)


def test_supergroup_is_not_new(connection: Connection) -> None:
    note_chat(connection, OLD, 1.0, active=True)
    move_chat(connection, OLD, NEW, 2.0)
    assert not note_chat(connection, NEW, 3.0, active=True)


@pytest.mark.parametrize("times", [1, 2])
def test_settings_move_and_messages_do_not(connection: Connection, times: int) -> None:
    set_preferences(connection, OLD, QUIET, 1.0)
    talk(connection, OLD)
    for _ in range(times):
        move_chat(connection, OLD, NEW, 2.0)
    assert preferences_of(connection, NEW) == QUIET
    assert preferences_of(connection, OLD) == DEFAULT
    assert messages(connection, OLD) == messages(connection, NEW) == [0, 0, 0]
    assert chats(connection) == {OLD: (False, NEW), NEW: (True, None)}


def test_what_the_new_chat_has_stays(connection: Connection) -> None:
    set_preferences(connection, OLD, QUIET, 1.0)
    set_preferences(connection, NEW, LOUD, 2.0)
    talk(connection, NEW)
    for _ in range(2):
        move_chat(connection, OLD, NEW, 3.0)
    assert preferences_of(connection, NEW) == LOUD
    assert messages(connection, NEW) == [1, 1, 1]


def test_settings_reset_between_the_two_messages_stay_reset(connection: Connection) -> None:
    set_preferences(connection, OLD, QUIET, 1.0)
    move_chat(connection, OLD, NEW, 2.0)
    set_preferences(connection, NEW, DEFAULT, 3.0)
    move_chat(connection, OLD, NEW, 4.0)
    assert preferences_of(connection, NEW) == DEFAULT


def test_bot_removed_between_the_two_messages_stays_removed(connection: Connection) -> None:
    move_chat(connection, OLD, NEW, 1.0)
    forget_chat(connection, NEW, 2.0)
    move_chat(connection, OLD, NEW, 3.0)
    assert chats(connection)[NEW] == (False, None)


def test_removed_bot_remembers_only_that_it_was_there(connection: Connection) -> None:
    note_chat(connection, NEW, 1.0, active=True)
    set_preferences(connection, NEW, QUIET, 1.0)
    for chat in (NEW, OLD):
        talk(connection, chat)
    for _ in range(2):
        forget_chat(connection, NEW, 2.0)
    assert preferences_of(connection, NEW) == DEFAULT
    assert (messages(connection, NEW), messages(connection, OLD)) == ([0, 0, 0], [1, 1, 1])
    assert chats(connection) == {NEW: (False, None)}


def test_old_group_that_is_left_has_still_moved(connection: Connection) -> None:
    move_chat(connection, OLD, NEW, 1.0)
    forget_chat(connection, OLD, 2.0)
    assert chats(connection)[OLD] == (False, NEW)


def test_chats_that_were_answered_lately_are_counted_by_kind(connection: Connection) -> None:
    assert active_chats(connection) == (0, 0)
    for chat in (1, 2, 2, -1, -100, -100, -7):
        remember_reply(connection, chat, 5 + abs(chat), 6, 1.0)
    remember_reply(connection, 2, 9, 10, 1.0)
    assert active_chats(connection) == (2, 3)
