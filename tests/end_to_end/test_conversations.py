"""People talk to the real bot."""

from __future__ import annotations

import pytest

from tests.end_to_end.conftest import Launcher
from tests.telegram_server import Chat, Person, TelegramServer, World

WALL_QUESTION = "Altman 怎么回应撞墙？"
NO_WALL = "there is no wall"
UNKNOWN_QUESTION = "Altman 的生日是哪天？"


@pytest.fixture(scope="module")
def telegram(one_telegram: TelegramServer) -> TelegramServer:
    one_telegram.world.reads_all = True  # mentions reach a bot only without privacy mode
    return one_telegram


@pytest.fixture(scope="module", autouse=True)
def bot(one_launcher: Launcher) -> None:
    one_launcher.start_polling()


def test_private_question_is_answered_with_its_source(world: World, chat: Chat, mei: Person) -> None:
    world.say(chat, WALL_QUESTION, mei)
    [answer] = world.wait_said(chat)
    assert NO_WALL in answer["text"]
    links = [e["url"] for e in answer["entities"] if e["type"] == "text_link"]
    assert links
    assert "[1] 《" in answer["text"]
    bold = [e for e in answer["entities"] if e["type"] == "bold"]
    assert bold


def test_group_command_mention_and_reply_are_answered_and_chatter_is_not(
    world: World, group: Chat, mei: Person
) -> None:
    world.say(group, "今天天气不错", mei)
    world.say(group, f"/ask@otherbot {WALL_QUESTION}", mei)
    world.say(group, f"/ask@newsbot {WALL_QUESTION}", mei)
    [first] = world.wait_said(group)
    assert NO_WALL in first["text"]
    assert first["reply_to_message"]["text"].startswith("/ask@newsbot")
    world.say(group, "请问@newsbot对于撞墙，Altman 怎么回应？", mei)
    assert NO_WALL in world.wait_said(group, 2)[1]["text"]
    world.say(group, WALL_QUESTION, mei, reply_to_message=first)
    assert NO_WALL in world.wait_said(group, 3)[2]["text"]
    world.wait_taken()
    assert len(world.said(group)) == 3


def test_ask_as_a_reply_asks_that_message(world: World, group: Chat, mei: Person) -> None:
    question = world.say(group, WALL_QUESTION, mei)
    world.say(group, "/ask@newsbot", mei, reply_to_message=question)
    assert NO_WALL in world.wait_said(group)[0]["text"]


def test_edited_question_edits_its_answer(world: World, chat: Chat, mei: Person) -> None:
    question = world.say(chat, UNKNOWN_QUESTION, mei)
    world.wait_said(chat)
    world.edit(question, WALL_QUESTION)
    world.wait(lambda: NO_WALL in world.said(chat)[0]["text"])
    assert len(world.said(chat)) == 1


def test_deep_link_of_a_source_shows_the_article_and_its_topics_show_facts(
    world: World, chat: Chat, mei: Person
) -> None:
    world.say(chat, WALL_QUESTION, mei)
    [answer] = world.wait_said(chat)
    link = next(e["url"] for e in answer["entities"] if e["type"] == "text_link")
    prefix = "https://t.me/newsbot?start="
    assert link.startswith(prefix)
    world.say(chat, f"/start {link.removeprefix(prefix)}", mei)
    card = world.wait_said(chat, 2)[1]
    assert "36氪" in card["text"]
    button = card["reply_markup"]["inline_keyboard"][0][0]
    world.press(card, button["callback_data"], mei)
    world.wait(lambda: world.said(chat)[1]["text"] != card["text"])
    assert "[1] 《" in world.said(chat)[1]["text"]
    key = button["callback_data"].removeprefix("v1:f:")
    world.say(chat, f"/start f_{key}", mei)
    assert world.wait_said(chat, 3)[2]["text"] == world.said(chat)[1]["text"]


def test_refusal_offers_topics_and_old_buttons_are_answered_politely(world: World, chat: Chat, mei: Person) -> None:
    world.say(chat, UNKNOWN_QUESTION, mei)
    [refusal] = world.wait_said(chat)
    assert not [e for e in refusal.get("entities", []) if e["type"] == "text_link"]
    rows = refusal["reply_markup"]["inline_keyboard"]
    assert 1 <= len(rows) <= 4
    pressed = len(world.made("answerCallbackQuery"))
    world.press(refusal, "old:thing", mei)
    world.wait(lambda: len(world.made("answerCallbackQuery")) > pressed)
    assert world.made("answerCallbackQuery")[pressed].parameters["text"]
    world.press(refusal, rows[0][0]["callback_data"], mei)
    world.wait(lambda: "[1] 《" in world.said(chat)[0]["text"])
    assert len(world.said(chat)) == 1


def test_stickers_get_one_sentence_and_captions_are_questions(world: World, chat: Chat, mei: Person) -> None:
    sticker = {
        "file_id": "s", "file_unique_id": "s", "type": "regular", "width": 1, "height": 1, "is_animated": False,
        "is_video": False,
    }  # fmt: skip
    world.post(chat, mei, sticker=sticker)
    assert "文字" in world.wait_said(chat)[0]["text"]
    photo = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]
    world.post(chat, mei, photo=photo, caption=WALL_QUESTION)
    assert NO_WALL in world.wait_said(chat, 2)[1]["text"]


def test_commands_answer_in_the_language_of_the_client(world: World, chat: Chat, mei: Person) -> None:
    john = Person(900, "John", "en")
    english = world.private(john)
    for text in ("/start", "/help", "/sources"):
        world.say(chat, text, mei)
        world.say(english, text, john)
    chinese_texts = [m["text"] for m in world.wait_said(chat, 3)]
    english_texts = [m["text"] for m in world.wait_said(english, 3)]
    assert "你好" in chinese_texts[0]
    assert "Hello" in english_texts[0]
    assert "/ask" in chinese_texts[1]
    assert "《" in chinese_texts[2]
    assert len(english_texts) == 3


def test_follow_up_in_private_knows_what_was_asked(world: World, chat: Chat, mei: Person) -> None:
    world.say(chat, WALL_QUESTION, mei)
    world.wait_said(chat)
    world.say(chat, "他还说了什么？", mei)
    assert "[1] 《" in world.wait_said(chat, 2)[1]["text"]
