"""Pictures that Telegram has."""

from __future__ import annotations

from bot.state.memory import Memory
from bot.state.pictures import PICTURE_DAYS, remember_picture
from nowall.database import Writer
from tests.bot.conftest import Clock


def remember(writer: Writer, digest: str, file_id: str, at: float) -> None:
    writer.submit(lambda connection: remember_picture(connection, digest, file_id, at)).result()


async def test_picture_is_found_by_its_digest_and_its_newest_id(writer: Writer, memory: Memory, clock: Clock) -> None:
    assert await memory.picture("a" * 64) is None
    remember(writer, "a" * 64, "one", clock.now)
    remember(writer, "a" * 64, "two", clock.now)
    assert await memory.picture("a" * 64) == "two"
    assert await memory.picture("b" * 64) is None


async def test_id_that_nobody_used_for_long_is_forgotten(writer: Writer, memory: Memory, clock: Clock) -> None:
    remember(writer, "a" * 64, "old", clock.now)
    clock.now += (PICTURE_DAYS + 1) * 86_400
    remember(writer, "b" * 64, "new", clock.now)
    await memory.prune()
    assert await memory.picture("a" * 64) is None
    assert await memory.picture("b" * 64) == "new"
