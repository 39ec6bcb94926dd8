"""A quote as a picture, from the running bot."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from nowall.answers import Language
from nowall.texts import say
from tests.cards.letters import any_font
from tests.end_to_end.conftest import Launcher, StartBot
from tests.end_to_end.talking import answer, buttons, pressed
from tests.end_to_end.test_conversations import WALL_QUESTION
from tests.telegram_server import Chat, Person, World

BUTTON, DARK, LIGHT = (say(Language.ZH_HANS, f"picture.{name}") for name in ("button", "dark", "light"))


def test_quote_becomes_a_picture_and_a_dark_one_and_after_a_restart_the_same_again(
    world: World, chat: Chat, mei: Person, launcher: Launcher
) -> None:
    any_font()
    launcher.start_polling(NOWALL_SEMANTIC="false")
    asked = answer(world, chat, WALL_QUESTION, mei)
    world.press(asked, BUTTON, mei)
    picture = world.wait_said(chat, 2)[1]
    assert picture["reply_to_message"]["message_id"] == asked["message_id"]
    assert any(entity["type"] == "text_link" for entity in picture["caption_entities"])
    with Image.open(io.BytesIO(world.files[picture["photo"][-1]["file_id"]])) as drawn:
        assert drawn.width == 1200
    dark = pressed(world, picture, DARK, mei, LIGHT)
    assert dark["photo"] != picture["photo"]
    launcher.wait_settled()
    launcher.close()
    launcher.start_polling(NOWALL_SEMANTIC="false")
    world.press(asked, BUTTON, mei)
    again = world.wait_said(chat, 3)[2]
    assert again["photo"] == picture["photo"]
    assert world.counts["sendphoto"] == 2


@pytest.mark.parametrize("font", ["/nowhere.otf", __file__])
def test_without_a_font_there_is_no_button(world: World, chat: Chat, mei: Person, start: StartBot, font: str) -> None:
    start(NOWALL_SEMANTIC="false", NOWALL_FONT=font)
    assert BUTTON not in buttons(answer(world, chat, WALL_QUESTION, mei))
