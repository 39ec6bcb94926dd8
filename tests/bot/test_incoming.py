"""From Telegram's messages to facts: UTF-16 above all."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Update, User

from bot.addressing import Addressed, Kind, Replied
from bot.incoming import addressed, incoming, language_of, topic
from nowall.answers import Language
from tests.telegram_server.markup import detect_entities

BOT = User(id=7, is_bot=True, first_name="News", username="newsbot")


def update(kind: str = "message", chat: str = "supergroup", **fields: Any) -> Update:
    message = {
        "message_id": 10,
        "date": 1,
        "chat": {"id": -100, "type": chat, "title": "x"},
        "from": {"id": 1, "is_bot": False, "first_name": "Mei"},
        **fields,
    }
    return Update.de_json({"update_id": 1, kind: message}, None)


def said(text: str, **fields: Any) -> Update:
    return update(text=text, entities=detect_entities(text), **fields)


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
    decided = addressed(update(photo=photo, caption=caption, caption_entities=detect_entities(caption)), BOT)
    assert decided == Addressed(Kind.ASK, "谁说的")


def test_reply_to_the_bot_and_quotes() -> None:
    mine = {"message_id": 5, "date": 1, "chat": {"id": -100, "type": "supergroup"}, "from": BOT.to_dict(), "text": "答"}
    message = said("原话呢", reply_to_message=mine).effective_message
    assert message is not None
    assert incoming(message, 7).replied == Replied(5, "答", by_me=True)
    quoted = said(
        "/ask@newsbot",
        quote={"text": "只问这句", "position": 0},
        reply_to_message={**mine, "from": {**BOT.to_dict(), "id": 8}},
    )
    assert addressed(quoted, BOT) == Addressed(Kind.ASK, "只问这句")


def test_topic_root_is_no_reply() -> None:
    root = {
        "message_id": 3, "date": 1, "chat": {"id": -100, "type": "supergroup"}, "from": BOT.to_dict(),
        "forum_topic_created": {"name": "x", "icon_color": 1},
    }  # fmt: skip
    message = said("随便聊", reply_to_message=root, is_topic_message=True, message_thread_id=3).effective_message
    assert message is not None
    assert incoming(message, 7).replied is None
    assert topic(message) == 3


def test_plain_thread_is_no_topic() -> None:
    message = said("随便聊", message_thread_id=44).effective_message
    assert message is not None
    assert topic(message) == 0


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
    message = said("hi", **fields).effective_message
    assert message is not None
    assert incoming(message, 7).from_bot is from_bot


def test_service_message_has_no_content() -> None:
    message = update(new_chat_title="x").effective_message
    assert message is not None
    assert not incoming(message, 7).content


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
