"""What else belongs to messages: previews, quotes, deletion, actions."""

from __future__ import annotations

from typing import Any

import pytest
from telegram import Bot, LinkPreviewOptions, ReplyParameters

from tests.telegram_server import Chat, Person, TelegramServer, World
from tests.telegram_server.conftest import Refuses
from tests.telegram_server.errors import bad_request
from tests.telegram_server.methods import call


async def test_library_sends_and_edits(server: TelegramServer, bot: Bot, mei: Person) -> None:
    world = server.world
    chat = world.private(mei)
    asked = world.say(chat, "没有墙是谁说的", mei)
    sent = await bot.send_message(
        chat.id,
        "<b>墙</b> https://e.org",
        parse_mode="HTML",
        link_preview_options=LinkPreviewOptions(is_disabled=True),
        reply_parameters=ReplyParameters(asked["message_id"], quote="没有墙"),
    )
    assert sent.link_preview_options
    assert sent.quote
    assert sent.quote.text == "没有墙"
    await sent.edit_text("x")
    [kept] = world.said(chat)
    assert kept["text"] == "x"
    assert "link_preview_options" not in kept


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"text": "x" * 32_769}, "text is too long"),
        ({"text": 5}, 'field "text" must be of type String'),
        ({"text": "x", "parse_mode": "BBCode"}, "unsupported parse_mode"),
        ({"text": "x", "link_preview_options": "none"}, "object expected as link preview options"),
        ({"text": "x", "reply_parameters": {"message_id": 1, "quote": "wall"}}, "QUOTE_TEXT_INVALID"),
        ({"text": "x", "chat_id": "here"}, "chat not found"),
        ({"text": "x", "chat_id": ""}, "chat_id is empty"),
    ],
)
def test_message_is_refused(world: World, chat: Chat, refuses: Refuses, parameters: Any, words: str) -> None:
    world.say(chat, "墙", Person(1))
    refuses(words, "sendMessage", **{"chat_id": chat.id, **parameters})


def test_own_messages_and_those_of_a_private_chat_are_deleted(world: World, chat: Chat, mei: Person) -> None:
    theirs = world.say(chat, "x", mei)
    mine = call(world, "sendMessage", {"chat_id": chat.id, "text": "x"})
    for message in (theirs, mine):
        assert call(world, "deleteMessage", {"chat_id": chat.id, "message_id": message["message_id"]})
    assert not chat.messages


def test_others_messages_in_a_group_are_an_admins(world: World, group: Chat, mei: Person, refuses: Refuses) -> None:
    theirs = {"chat_id": group.id, "message_id": world.say(group, "x", mei)["message_id"]}
    refuses("message can't be deleted", "deleteMessage", **theirs)
    refuses("message to delete not found", "deleteMessage", **theirs | {"message_id": 999})
    refuses("message identifier is not specified", "deleteMessage", chat_id=group.id)
    world.place(group, "administrator", mei, can_delete_messages=False)
    refuses("message can't be deleted", "deleteMessage", **theirs)
    world.place(group, "administrator", mei)
    assert call(world, "deleteMessage", theirs)


def test_deleted_messages_are_answered_and_edited_no_more(world: World, chat: Chat, refuses: Refuses) -> None:
    mine = call(world, "sendMessage", {"chat_id": chat.id, "text": "x"})
    world.delete(mine)
    number = mine["message_id"]
    refuses("message to edit not found", "editMessageText", chat_id=chat.id, message_id=number, text="y")
    reply = {"message_id": number}
    refuses("message to be replied not found", "sendMessage", chat_id=chat.id, text="y", reply_parameters=reply)


def test_actions_are_telegrams(world: World, chat: Chat, refuses: Refuses) -> None:
    assert call(world, "sendChatAction", {"chat_id": chat.id, "action": "typing"})
    refuses("wrong parameter action in request", "sendChatAction", chat_id=chat.id, action="thinking")


def test_refusal_of_a_chat_stands_above_all(world: World, chat: Chat, refuses: Refuses) -> None:
    chat.refusal = bad_request("CHAT_RESTRICTED")
    refuses("CHAT_RESTRICTED", "sendMessage", chat_id=chat.id, text="x")


def test_oldest_messages_are_forgotten_where_a_test_says_so(world: World, chat: Chat) -> None:
    world.keep_messages = 2
    for text in "abc":
        call(world, "sendMessage", {"chat_id": chat.id, "text": text})
    assert [message["text"] for message in world.said(chat)] == ["b", "c"]
    assert len(world.mine) == 2


def test_white_space_at_the_ends_goes_and_entities_move_along(world: World, chat: Chat) -> None:
    text = "\n <b> 墙 <i>没有</i></b>  "
    sent = call(world, "sendMessage", {"chat_id": chat.id, "text": text, "parse_mode": "HTML"})
    assert sent["text"] == "墙 没有"
    assert [(e["type"], e["offset"], e["length"]) for e in sent["entities"]] == [("bold", 0, 4), ("italic", 2, 2)]
