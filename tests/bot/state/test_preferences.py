"""What is set in a chat, in the table and in this process."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select

from bot.state.memory import Memory
from bot.state.preferences import (
    DEFAULT,
    Listens,
    Preferences,
    all_preferences,
    forget_preferences,
    move_preferences,
    preferences_of,
    set_preferences,
)
from bot.state.preferred import Preferred
from bot.state.schema import PREFERENCES
from nowall.answers import Language
from nowall.database import Writer
from tests.bot.conftest import Clock

QUIET = Preferences(listens=Listens.COMMANDS)
ENGLISH = Preferences(language=Language.EN, previews=True)
LARGEST = 2**63 - 1
one_file = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
any_chat = st.integers(-LARGEST, LARGEST)
any_preferences = st.builds(
    Preferences, st.none() | st.sampled_from(Language), st.sampled_from(Listens), st.booleans(), st.booleans()
)


def rows(connection: Connection) -> int | None:
    return connection.scalar(select(func.count()).select_from(PREFERENCES))


def test_nothing_set_is_the_defaults(connection: Connection) -> None:
    assert preferences_of(connection, 1) == DEFAULT == Preferences()
    assert all_preferences(connection) == {}


@one_file
@given(chat=any_chat, preferences=any_preferences)
def test_what_is_set_is_read_again(connection: Connection, chat: int, preferences: Preferences) -> None:
    set_preferences(connection, chat, preferences, 1.0)
    assert preferences_of(connection, chat) == preferences
    assert all_preferences(connection).get(chat, DEFAULT) == preferences


@one_file
@given(language=st.none() | st.text(max_size=16), listens=st.text(max_size=16), flag=st.booleans())
def test_values_of_a_later_version_are_the_defaults(
    connection: Connection, language: str | None, listens: str, flag: bool
) -> None:
    row = {"language": language, "listens": listens, "long_sources": flag, "previews": flag, "at": 1.0}
    connection.execute(PREFERENCES.delete())
    connection.execute(PREFERENCES.insert().values(chat=1, **row))
    found = preferences_of(connection, 1)
    assert found.language == (Language(language) if language in set(Language) else None)
    assert found.listens == (Listens(listens) if listens in set(Listens) else Listens.MENTIONS)
    assert (found.long_sources, found.previews) == (flag, flag)


def test_defaults_take_no_row(connection: Connection) -> None:
    set_preferences(connection, 1, QUIET, 1.0)
    set_preferences(connection, 1, ENGLISH, 2.0)
    assert rows(connection) == 1
    set_preferences(connection, 1, DEFAULT, 3.0)
    set_preferences(connection, 2, DEFAULT, 3.0)
    assert rows(connection) == 0


def test_settings_move_to_a_chat_without_any(connection: Connection) -> None:
    set_preferences(connection, -1, QUIET, 1.0)
    for _ in range(2):
        move_preferences(connection, -1, -100)
    assert all_preferences(connection) == {-100: QUIET}


def test_settings_that_the_new_chat_has_stay(connection: Connection) -> None:
    set_preferences(connection, -1, QUIET, 1.0)
    set_preferences(connection, -100, ENGLISH, 2.0)
    move_preferences(connection, -1, -100)
    assert all_preferences(connection) == {-100: ENGLISH}


def test_forgotten_settings_are_the_defaults(connection: Connection) -> None:
    set_preferences(connection, 1, QUIET, 1.0)
    assert forget_preferences(connection, 1) == 1
    assert forget_preferences(connection, 1) == 0
    assert preferences_of(connection, 1) == DEFAULT


@pytest.fixture
def preferred(memory: Memory) -> Preferred:
    return memory.preferred


async def stored(writer: Writer, clock: Clock) -> dict[int, Preferences]:
    """What another process would load."""
    return writer.submit(all_preferences).result()


async def test_settings_survive_a_restart(preferred: Preferred, writer: Writer, clock: Clock) -> None:
    assert preferred.of(1) == DEFAULT
    await preferred.set(1, ENGLISH)
    assert preferred.of(1) == ENGLISH
    restarted = Preferred(writer, clock)
    await restarted.load()
    assert restarted.of(1) == ENGLISH
    assert restarted.of(2) == DEFAULT


async def test_settings_follow_a_group_and_go_with_the_bot(memory: Memory, writer: Writer, clock: Clock) -> None:
    preferred = memory.preferred
    await preferred.set(-1, QUIET)
    await memory.move(-1, -100)
    await memory.move(-1, -100)
    assert (preferred.of(-1), preferred.of(-100)) == (DEFAULT, QUIET)
    assert await stored(writer, clock) == {-100: QUIET}
    await memory.forget(-100)
    assert preferred.of(-100) == DEFAULT
    assert await stored(writer, clock) == {}


STEPS = st.tuples(st.sampled_from(["set", "move", "forget"]), st.integers(1, 3), st.integers(1, 3), any_preferences)


@one_file
@given(steps=st.lists(STEPS, max_size=8))
async def test_copy_is_always_what_is_stored(
    writer: Writer, clock: Clock, steps: list[tuple[str, int, int, Preferences]]
) -> None:
    memory = Memory(writer, clock)
    await memory.preferred.load()
    for what, chat, other, preferences in steps:
        if what == "set":
            await memory.preferred.set(-chat, preferences)
        elif what == "move" and chat != other:
            await memory.move(-chat, -other)
        elif what == "forget":
            await memory.forget(-chat)
    rows = await stored(writer, clock)
    assert [memory.preferred.of(-chat) for chat in range(1, 4)] == [rows.get(-chat, DEFAULT) for chat in range(1, 4)]
