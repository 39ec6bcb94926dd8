"""Who may change a group's settings, asked of Telegram and remembered for a minute."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from telegram import Bot
from telegram.error import NetworkError

from bot.admins import Admins
from tests.bot.conftest import Clock
from tests.telegram_server import Chat, Fault, Person, TelegramServer, World
from tests.telegram_server.errors import ApiError

BOSS = Person(1003, "Boss")


@pytest.fixture
async def bot(telegram: TelegramServer) -> AsyncIterator[Bot]:
    async with Bot(telegram.token, base_url=telegram.base_url) as bot:
        yield bot


@pytest.fixture
def group(world: World) -> Chat:
    return world.group()


@pytest.mark.parametrize(
    ("status", "may"),
    [("creator", True), ("administrator", True), ("member", False), ("restricted", False), ("left", False),
     ("kicked", False)],
)  # fmt: skip
async def test_creators_and_administrators_may(world: World, bot: Bot, group: Chat, *, status: str, may: bool) -> None:
    world.set_member(group, BOSS, status)
    assert await Admins().knows(bot, group.id, BOSS.id) is may


async def test_answer_holds_for_a_minute_in_its_group_only(world: World, bot: Bot, group: Chat, clock: Clock) -> None:
    admins, other = Admins(clock), world.group(-1_001_000_000_009)
    world.set_member(group, BOSS, "administrator")
    world.set_member(other, BOSS, "member")
    assert await admins.knows(bot, group.id, BOSS.id)
    assert not await admins.knows(bot, other.id, BOSS.id)
    world.set_member(group, BOSS, "member")
    clock.now += 59
    assert await admins.knows(bot, group.id, BOSS.id)
    clock.now += 2
    assert not await admins.knows(bot, group.id, BOSS.id)
    assert len(world.made("getChatMember")) == 3


async def test_person_of_a_private_chat_may_there_without_being_looked_up(world: World, bot: Bot) -> None:
    assert await Admins().knows(bot, BOSS.id, BOSS.id)
    assert not world.made("getChatMember")


async def test_whom_telegram_does_not_tell_is_nobody_special(world: World, bot: Bot, group: Chat) -> None:
    world.set_member(group, BOSS, "creator")
    group.hidden_members = True
    assert not await Admins().knows(bot, group.id, BOSS.id)
    assert not await Admins().knows(bot, group.id, 999)


async def test_trouble_on_the_way_is_not_taken_for_an_answer(world: World, bot: Bot, group: Chat) -> None:
    world.set_member(group, BOSS, "creator")
    admins = Admins()
    world.break_next("getChatMember", Fault(error=ApiError(504, "Gateway Timeout")))
    with pytest.raises(NetworkError, match="Gateway"):
        await admins.knows(bot, group.id, BOSS.id)
    assert await admins.knows(bot, group.id, BOSS.id)
