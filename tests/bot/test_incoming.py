"""From Telegram's messages to facts: UTF-16 above all."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Message, User

from bot.addressing import Addressed, Ignored, Replied
from bot.commands import Kind
from bot.incoming import addressed, incoming, language_of, topic
from nowall.answers import Language
from nowall.texts import say
from tests.telegram_server.markup import detect_entities

BOT = User(id=7, is_bot=True, first_name="News", username="newsbot")


def written(chat: str = "supergroup", **fields: Any) -> Message:
    raw = {
        "message_id": 10,
        "date": 1,
        "chat": {"id": -100, "type": chat, "title": "x"},
        "from": {"id": 1, "is_bot": False, "first_name": "Mei"},
        **fields,
    }
    return Message.de_json(raw, None)


def said(text: str, **fields: Any) -> Message:
    return written(text=text, entities=detect_entities(text), **fields)


def mine(text: str = "答") -> dict[str, Any]:
    chat = {"id": -100, "type": "supergroup"}
    return {"message_id": 5, "date": 1, "chat": chat, "from": BOT.to_dict(), "text": text}


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("🙂🙂 @newsbot 谁说的", "🙂🙂 谁说的"),
        ("𠮷野家 @newsbot 谁说的🙂", "𠮷野家 谁说的🙂"),
        ("🙂@newsbot谁说的", "🙂 谁说的"),
        ("👩‍👩‍👧 @newsbot", "👩‍👩‍👧"),
    ],
)
def test_mention_after_emoji_is_cut_out_exactly(text: str, question: str) -> None:
    decided = addressed(said(text), BOT)
    assert isinstance(decided, Addressed)
    assert decided.text == question


def test_caption_is_read_like_text() -> None:
    caption = "@newsbot 谁说的"
    photo = [{"file_id": "p", "file_unique_id": "p", "width": 1, "height": 1}]
    decided = addressed(written(photo=photo, caption=caption, caption_entities=detect_entities(caption)), BOT)
    assert decided == Addressed(Kind.ASK, "谁说的")


def test_reply_to_the_bot_and_quotes() -> None:
    assert incoming(said("原话呢", reply_to_message=mine()), 7).replied == Replied(5, "答", by_me=True)
    others = {**mine(), "from": {**BOT.to_dict(), "id": 8}}
    quoted = said("/ask@newsbot", quote={"text": "只问这句", "position": 0}, reply_to_message=others)
    assert addressed(quoted, BOT) == Addressed(Kind.ASK, "只问这句")


def test_reply_to_a_message_of_another_chat_knows_its_quote_only() -> None:
    origin = {"type": "hidden_user", "date": 1, "sender_user_name": "x"}
    fields = {"external_reply": {"origin": origin}}
    assert incoming(said("谁说的", **fields), 7).replied is None
    quoting = said("/ask@newsbot", quote={"text": "只问这句", "position": 0}, **fields)
    assert addressed(quoting, BOT) == Addressed(Kind.ASK, "只问这句")


@pytest.mark.parametrize("language", Language)
def test_reply_to_a_prompt_names_the_command_that_asked(language: Language) -> None:
    prompt = mine(say(language, "bot.prompt_who"))
    assert addressed(said("Sutskever", reply_to_message=prompt), BOT) == Addressed(Kind.WHO, "Sutskever")
    quoting = said("Sutskever", reply_to_message=prompt, quote={"text": prompt["text"][:4], "position": 0})
    assert addressed(quoting, BOT) == Addressed(Kind.WHO, "Sutskever")


def test_prompt_in_the_words_of_somebody_else_is_none() -> None:
    theirs = {**mine(say(Language.EN, "bot.prompt_who")), "from": {"id": 1, "is_bot": False, "first_name": "Mei"}}
    assert isinstance(addressed(said("Sutskever", reply_to_message=theirs), BOT), Ignored)


def test_topic_root_is_no_reply() -> None:
    root = {**mine(), "forum_topic_created": {"name": "x", "icon_color": 1}}
    message = said("随便聊", reply_to_message=root, is_topic_message=True, message_thread_id=3)
    assert incoming(message, 7).replied is None
    assert topic(message) == 3


def test_plain_thread_is_no_topic() -> None:
    assert topic(said("随便聊", message_thread_id=44)) == 0


@pytest.mark.parametrize(
    ("fields", "from_bot"),
    [
        (
            {
                "from": {"id": 1087968824, "is_bot": True, "first_name": "Group"},
                "sender_chat": {"id": -100, "type": "supergroup"},
            },
            False,
        ),
        ({"from": {"id": 9, "is_bot": True, "first_name": "Other"}}, True),
    ],
)
def test_anonymous_admins_are_people(fields: dict[str, Any], from_bot: bool) -> None:
    assert incoming(said("hi", **fields), 7).from_bot is from_bot


def test_service_message_has_no_content() -> None:
    assert not incoming(written(new_chat_title="x"), 7).content


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("zh-hans", Language.ZH_HANS), ("zh", Language.ZH_HANS), ("zh-TW", Language.ZH_HANT),
        ("zh-hant", Language.ZH_HANT), ("en", Language.EN), ("fr", Language.EN), (None, Language.ZH_HANS),
    ],
)  # fmt: skip
def test_language_of_the_client(code: str | None, language: Language) -> None:
    assert language_of(User(id=1, first_name="x", is_bot=False, language_code=code)) is language
    assert language_of(None) is Language.ZH_HANS
