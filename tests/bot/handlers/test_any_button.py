"""Whatever is pressed, wherever: it is answered, and nothing breaks."""

from __future__ import annotations

import asyncio

import pytest

from bot.presses import Action
from nowall.answers import Language
from nowall.database import Writer
from nowall.texts import say
from tests.bot.conftest import Serve
from tests.bot.scripted_engine import ALTMAN, WALL, WALL_FACT
from tests.bot.waiting import answered, buttons, outcomes, pressed, quiet
from tests.telegram_server import Chat, Person, World

pytestmark = pytest.mark.filterwarnings("ignore:Please use 'Bot.getUpdates'")
KEYS = ("", WALL_FACT.key, WALL.key, ALTMAN.key, "person", "quote", "wrong", "gone", "-")
ASKED = ("撞墙了吗", "天气如何", "/who 奥特曼", "/topics", "/random", "/settings", "/timeline 公司")


async def done(writer: Writer) -> None:
    """Wait until nothing is left in the inbox."""
    left = "SELECT count(*) FROM inbox WHERE state <> 'done'"
    while writer.submit(lambda c: int(c.exec_driver_sql(left).scalar_one())).result():  # noqa: ASYNC110 - no event tells
        await asyncio.sleep(0.005)


def data(action: Action) -> list[str]:
    return [f"v1:{action}:{key}:{number}" for key in KEYS for number in (0, 999_999)]


@pytest.mark.parametrize("owner", [False, True])
async def test_any_button_under_any_message_is_answered(
    world: World, mei: Person, serving: Serve, writer: Writer, monkeypatch: pytest.MonkeyPatch, *, owner: bool
) -> None:
    monkeypatch.setattr("bot.handlers.gate.PRESSES_PER_MINUTE", 0)
    await serving(owners=[mei.id] if owner else [], questions_per_minute=0, group_questions_per_minute=0)
    private, group = world.private(mei), world.group()
    world.set_member(group, mei, "administrator")
    places: list[tuple[Chat, str]] = [(private, "{}"), (group, "/ask@newsbot {}")]
    messages = [await answered(world, chat, how.format(text), mei) for chat, how in places for text in ASKED[:2]]
    messages += [await answered(world, private, text, mei) for text in ASKED[2:]]
    presses = [one for action in Action for one in data(action)]
    for number, one in enumerate(presses):
        await pressed(world, messages[number % len(messages)], one, mei)
    await quiet(world)
    assert set(outcomes(writer)) <= {"answered", "edited", "done", "voted", "explained"}
    errors = {call.error for call in world.calls if call.error}
    assert {error for error in errors if "not modified" not in error} == set()


@pytest.mark.parametrize("start", [*ASKED, "Orion 呢", "/quote 天气", "/privacy", f"/start a_{WALL.key}", "/sources"])
async def test_every_button_that_is_offered_leads_somewhere(
    world: World, mei: Person, chat: Chat, serving: Serve, writer: Writer, *, start: str
) -> None:
    await serving()
    message = await answered(world, chat, start, mei)
    dead_ends = {say(Language.ZH_HANS, f"bot.{key}") for key in ("outdated", "gone", "no_more")}
    seen: set[str] = set()
    waiting = buttons(message)
    while waiting:
        offered = waiting.pop(0).get("callback_data", "")
        if not offered or offered in seen or offered.startswith("v1:x"):  # one random thing leads to the next for ever
            continue
        seen.add(offered)
        told = await pressed(world, message, offered, mei)
        assert told not in dead_ends, offered
        await done(writer)
        waiting += buttons(chat.messages[message["message_id"]])
    assert not [call for call in world.calls if call.error and "not modified" not in call.error]
