"""Settings that another bot of the same server changes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from bot.state.memory import Memory
from bot.state.people import People
from bot.state.preferences import DEFAULT, Preferences
from bot.state.preferred import Preferred
from nowall.answers import Language
from nowall.database import Writer

pytestmark = pytest.mark.parametrize("database", ["postgres"], indirect=True)
CHOSEN = Preferences(language=Language.EN)


@pytest.fixture
async def here(writer: Writer) -> Preferred:
    preferred = Preferred(writer)
    await preferred.load()
    return preferred


@pytest.fixture
def other(database: Engine) -> Iterator[Writer]:
    writer = Writer(database)
    yield writer
    writer.close()


async def test_change_elsewhere_is_seen_with_the_next_look(here: Preferred, other: Writer) -> None:
    there = Preferred(other)
    await there.set(5, CHOSEN)
    assert here.of(5) == DEFAULT
    await here.load()
    assert here.of(5) == CHOSEN
    await there.set(5, DEFAULT)
    await here.load()
    assert here.of(5) == DEFAULT


async def test_group_that_moved_or_is_left_elsewhere_is_followed(here: Preferred, other: Writer) -> None:
    there = Preferred(other)
    memory = Memory(other, preferred=there)
    await there.set(-5, CHOSEN)
    await memory.move(-5, -100)
    await here.load()
    assert (here.of(-5), here.of(-100)) == (DEFAULT, CHOSEN)
    await memory.forget(-100)
    await here.load()
    assert here.of(-100) == DEFAULT


async def test_person_that_is_erased_elsewhere_is_forgotten(here: Preferred, other: Writer) -> None:
    there = Preferred(other)
    await there.set(5, CHOSEN)
    await here.load()
    await People(other, there).erase(5)
    await here.load()
    assert here.of(5) == DEFAULT


async def test_who_changes_something_sees_what_is_stored(here: Preferred, other: Writer) -> None:
    await Preferred(other).set(5, CHOSEN)
    assert await here.now(5) == CHOSEN
    assert here.of(5) == CHOSEN


async def test_look_without_a_change_reads_no_table(here: Preferred, other: Writer) -> None:
    await here.set(5, CHOSEN)
    await here.load()
    other.submit(lambda connection: connection.exec_driver_sql("DELETE FROM preferences")).result()
    await here.load()
    assert here.of(5) == CHOSEN
