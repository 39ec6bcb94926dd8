"""Quotes as pictures: drawn once, sent again by their id, exchanged for the other colours."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from bot.presses import Action, Press
from bot.studio import Studio
from nowall.answers import Language
from nowall.cards import CardFont
from nowall.database import Writer
from nowall.texts import say
from tests.bot.conftest import Serve
from tests.bot.scripted_engine import EARLY, WALL, WALL_FACT
from tests.bot.waiting import answered, outcomes, pressed, quiet, said, shown, words
from tests.cards.letters import any_font
from tests.telegram_server import Chat, Person, World
from tests.telegram_server.errors import flood
from tests.telegram_server.faults import Fault

pytestmark = pytest.mark.filterwarnings("ignore:Please use 'Bot.getUpdates'")
BUTTON, DARK, LIGHT = (say(Language.ZH_HANS, f"picture.{name}") for name in ("button", "dark", "light"))
Message = dict[str, Any]


@pytest.fixture
def drawing(serving: Serve) -> Serve:
    serving.studio = Studio(any_font())
    return serving


async def picture(world: World, chat: Chat, person: Person, message: Message) -> Message:
    """Press the button; the picture that comes."""
    before = len(world.said(chat))
    assert await pressed(world, message, BUTTON, person) == ""
    return (await said(world, chat, before + 1))[before]


def looked_at(world: World, message: Message) -> Image.Image:
    return Image.open(io.BytesIO(world.files[message["photo"][-1]["file_id"]])).convert("RGB")


def brightness(world: World, message: Message) -> int:
    """Of the paper, from 0 to 255."""
    return int(looked_at(world, message).convert("L").tobytes()[0])


def uploads(world: World) -> int:
    return sum(not isinstance(c.parameters.get("photo"), str) for c in world.calls if c.method.lower() == "sendphoto")


async def test_picture_comes_as_a_reply_with_the_source_as_a_link(
    world: World, mei: Person, chat: Chat, drawing: Serve
) -> None:
    await drawing()
    answer = await answered(world, chat, "撞墙了吗", mei)
    sent = await picture(world, chat, mei, answer)
    assert sent["reply_to_message"]["message_id"] == answer["message_id"]
    assert looked_at(world, sent).width == 1200
    assert f"《{WALL.title}》 {WALL.publisher}, {WALL.published}" in sent["caption"]
    assert [e["url"] for e in sent["caption_entities"] if e["type"] == "text_link"] == [
        f"https://t.me/newsbot?start=a_{WALL.key}"
    ]
    assert str(WALL_FACT.note) in sent["caption"]
    assert words(sent) == [DARK]


async def test_second_picture_uploads_nothing_also_after_a_restart(
    world: World, mei: Person, chat: Chat, drawing: Serve
) -> None:
    await drawing()
    answer = await answered(world, chat, "撞墙了吗", mei)
    first = await picture(world, chat, mei, answer)
    await quiet(world)
    await drawing.stop()
    await drawing()
    again = await picture(world, chat, mei, answer)
    assert again["photo"] == first["photo"]
    assert uploads(world) == 1


async def test_other_colours_take_the_place_of_the_picture_and_go_back(
    world: World, mei: Person, chat: Chat, drawing: Serve
) -> None:
    await drawing()
    light = await picture(world, chat, mei, await answered(world, chat, "撞墙了吗", mei))
    assert await pressed(world, light, DARK, mei) == ""
    dark = await shown(world, light, lambda message: words(message) == [LIGHT])
    assert dark["caption"] == light["caption"]
    assert brightness(world, dark) < 64
    assert brightness(world, light) > 192
    assert await pressed(world, dark, LIGHT, mei) == ""
    back = await shown(world, dark, lambda message: words(message) == [DARK])
    assert back["photo"] == light["photo"]
    assert len(world.said(chat)) == 2


async def test_reply_to_a_picture_asks_on(world: World, mei: Person, chat: Chat, drawing: Serve) -> None:
    engine = await drawing()
    sent = await picture(world, chat, mei, await answered(world, chat, "撞墙了吗", mei))
    await answered(world, chat, "他呢", mei, reply_to_message=sent)
    assert engine.asked[-1][1][-1].facts == (WALL_FACT.id,)


async def test_picture_of_another_language_has_its_labels(world: World, drawing: Serve) -> None:
    await drawing()
    john = Person(5, "John", "en")
    chat = world.private(john)
    answer = await answered(world, chat, "撞墙了吗", john)
    await pressed(world, answer, Press(Action.PICTURE, WALL_FACT.key).data, john)
    sent = (await said(world, chat, 2))[1]
    assert words(sent) == [say(Language.EN, "picture.dark")]


async def test_id_that_telegram_does_not_know_any_more_is_uploaded_again(
    world: World, mei: Person, chat: Chat, drawing: Serve
) -> None:
    await drawing()
    answer = await answered(world, chat, "撞墙了吗", mei)
    await picture(world, chat, mei, answer)
    await quiet(world)
    world.files.clear()
    sent = await picture(world, chat, mei, answer)
    assert looked_at(world, sent).width == 1200
    assert uploads(world) == 2


async def test_press_that_has_to_wait_brings_one_picture(
    world: World, mei: Person, chat: Chat, drawing: Serve, writer: Writer
) -> None:
    await drawing()
    answer = await answered(world, chat, "撞墙了吗", mei)
    world.faults.order("sendPhoto", [Fault(flood(1))])
    await picture(world, chat, mei, answer)
    await quiet(world)
    assert len(world.said(chat)) == 2
    assert outcomes(writer) == ["answered", "answered"]


async def test_without_a_font_there_is_no_button_and_an_old_one_is_answered(
    world: World, mei: Person, chat: Chat, serving: Serve
) -> None:
    await serving()
    answer = await answered(world, chat, "撞墙了吗", mei)
    assert BUTTON not in words(answer)
    told = await pressed(world, answer, Press(Action.PICTURE, WALL_FACT.key).data, mei)
    assert told == say(Language.ZH_HANS, "picture.cannot")


async def test_font_that_is_gone_is_told_and_nothing_else_breaks(
    world: World, mei: Person, chat: Chat, serving: Serve, tmp_path: Path
) -> None:
    serving.studio = Studio(CardFont(tmp_path / "gone.otf"))
    await serving()
    answer = await answered(world, chat, "撞墙了吗", mei)
    assert await pressed(world, answer, BUTTON, mei) == say(Language.ZH_HANS, "picture.cannot")
    assert len(world.said(chat)) == 1


@pytest.mark.parametrize("key", [EARLY.key, "gone"])
async def test_what_is_no_quote_is_answered(
    world: World, mei: Person, chat: Chat, drawing: Serve, writer: Writer, *, key: str
) -> None:
    await drawing()
    answer = await answered(world, chat, "Orion 呢", mei)
    assert BUTTON not in words(answer)
    told = await pressed(world, answer, Press(Action.PICTURE, key).data, mei)
    assert told == say(Language.ZH_HANS, "bot.gone")
    await quiet(world)
    assert set(outcomes(writer)) <= {"answered", "done"}


async def test_picture_in_a_topic_of_a_forum_stays_there(world: World, mei: Person, drawing: Serve) -> None:
    await drawing()
    forum = world.forum()
    topic = world.topic(forum, "墙", mei)
    answer = await answered(world, forum, "/ask@newsbot 撞墙了吗", mei, topic=topic)
    sent = await picture(world, forum, mei, answer)
    assert sent["message_thread_id"] == answer["message_thread_id"] == topic.id
