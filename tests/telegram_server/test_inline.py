"""Inline mode: what answerInlineQuery refuses, and what becomes of what somebody chooses."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from telegram import (
    Bot,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InlineQueryResultsButton,
    InputTextMessageContent,
)  # fmt: skip

from tests.telegram_server import Chat, Person, TelegramServer, World
from tests.telegram_server.conftest import Refuses, news, parsed
from tests.telegram_server.methods import call

KEYBOARD = {"inline_keyboard": [[{"text": "更多", "callback_data": "more"}]]}


def article(**changes: Any) -> dict[str, Any]:
    content = {"message_text": "<b>没有墙</b>", "parse_mode": "HTML"}
    fields = {"type": "article", "id": "f:1", "title": "墙", "input_message_content": content, **changes}
    return {name: value for name, value in fields.items() if value is not None}


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (article(type=None), 'result: Can\'t find field "type"'),
        (article(type="hologram"), 'type "hologram" is unsupported'),
        (article(id=None), 'Can\'t find field "id"'),
        (article(id=7), 'Field "id" must be of type String'),
        (article(id=""), "RESULT_ID_INVALID"),
        (article(id="墙" * 22), "RESULT_ID_INVALID"),
        (article(title=None), 'Can\'t find field "title"'),
        (article(title=" "), "ARTICLE_TITLE_EMPTY"),
        (article(input_message_content=None), 'Can\'t find field "message_text"'),
        (article(input_message_content={"message_text": ""}), "message text is empty"),
        (article(input_message_content={"message_text": "墙" * 4097}), "message is too long"),
        (article(input_message_content={"message_text": "<b>", "parse_mode": "HTML"}), "can't parse entities"),
        (article(reply_markup={"force_reply": True}), "Inline keyboard expected"),
        (article(reply_markup={"inline_keyboard": [[{"text": "b"}]]}), "Text buttons are unallowed"),
        ("article", "Inline query result must be an object"),
    ],
)
def test_result_is_refused(world: World, mei: Person, refuses: Refuses, result: Any, words: str) -> None:
    query = world.inline(mei, "墙")
    refuses(words, "answerInlineQuery", inline_query_id=query, results=[result])
    assert not world.inline_answers
    assert call(world, "answerInlineQuery", {"inline_query_id": query, "results": [article()]})


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"results": [article(id=str(n)) for n in range(51)]}, "too many inline query results specified"),
        ({"results": [article(), article()]}, "RESULT_ID_DUPLICATE"),
        ({"results": {}, "next_offset": "墙" * 22}, "NEXT_OFFSET_INVALID"),
        ({"results": "none"}, "expected an Array of inline query results"),
        ({"button": {"text": "", "start_parameter": "x"}}, "SWITCH_PM_TEXT_EMPTY"),
        ({"button": {"text": "x", "start_parameter": ""}}, "START_PARAM_EMPTY"),
        ({"button": {"text": "x", "start_parameter": "墙"}}, "START_PARAM_INVALID"),
        ({"button": {"text": "x", "start_parameter": "x" * 65}}, "START_PARAM_INVALID"),
        ({"button": {"text": "x"}}, "must have exactly one optional field"),
        ({"button": {"start_parameter": "x"}}, 'Can\'t find field "text"'),
        ({"button": "x"}, "InlineQueryResultsButton must be an Object"),
    ],
)
def test_answer_is_refused(world: World, mei: Person, refuses: Refuses, parameters: dict[str, Any], words: str) -> None:
    refuses(words, "answerInlineQuery", inline_query_id=world.inline(mei, "墙"), **parameters)


def test_query_is_answered_once_and_in_time(world: World, mei: Person, refuses: Refuses) -> None:
    query = world.inline(mei, "墙")
    assert call(world, "answerInlineQuery", {"inline_query_id": query})
    late = world.inline(mei, "墙")
    world.inline_seconds = 0
    for identifier in (query, late, "1"):
        refuses("query is too old", "answerInlineQuery", inline_query_id=identifier)


def test_answer_is_kept_as_telegram_reads_it(world: World, mei: Person) -> None:
    query = world.inline(mei, "墙", offset="50")
    options = {"cache_time": 10**9, "is_personal": "true", "next_offset": "100"}
    call(world, "answerInlineQuery", {"inline_query_id": query, "results": [article()], **options})
    answer = world.wait_inline(query)
    assert (answer["query"], answer["offset"], answer["next_offset"]) == ("墙", "50", "100")
    assert answer["cache_time"] == 86400
    assert answer["is_personal"]
    message = answer["results"][0]["message"]
    assert message == {"text": "没有墙", "entities": [{"type": "bold", "offset": 0, "length": 3}]}


def answered(world: World, person: Person, **changes: Any) -> dict[str, Any]:
    query = world.inline(person, "墙")
    call(world, "answerInlineQuery", {"inline_query_id": query, "results": [article(**changes)]})
    return world.wait_inline(query)


def test_chosen_result_is_posted_through_the_bot(world: World, group: Chat, mei: Person) -> None:
    answer = answered(world, mei)
    world.updates.clear()
    message = world.choose(answer, 0, group, mei)
    assert message["via_bot"]["id"] == world.bot_id
    assert message["from"]["id"] == mei.id
    assert [kind for kind, _ in news(world)] == ["message"]
    assert world.inline_id(message) is None
    assert not world.said(group)


def test_feedback_comes_where_it_was_asked_for(world: World, mei: Person) -> None:
    elsewhere = Chat(-5, "group", "Elsewhere")
    world.choose(answered(world, mei), 0, elsewhere, mei)
    world.inline_feedback = True
    message = world.choose(answered(world, mei, reply_markup=KEYBOARD), 0, elsewhere, mei)
    [chosen] = [update for update in parsed(world) if update.chosen_inline_result]
    assert chosen.chosen_inline_result
    assert chosen.chosen_inline_result.result_id == "f:1"
    assert chosen.chosen_inline_result.inline_message_id == world.inline_id(message)


def test_message_sent_through_the_bot_is_edited_by_its_id(world: World, mei: Person, refuses: Refuses) -> None:
    message = world.choose(answered(world, mei, reply_markup=KEYBOARD), 0, Chat(-5, "group", "Elsewhere"), mei)
    world.updates.clear()
    world.press(message, "更多", mei)
    [(_, query)] = news(world)
    assert query["data"] == "more"
    assert "message" not in query
    edit = {"inline_message_id": query["inline_message_id"], "text": "墙", "reply_markup": KEYBOARD}
    assert call(world, "editMessageText", edit) is True
    assert message["text"] == "墙"
    refuses("message is not modified", "editMessageText", **edit)
    refuses("MESSAGE_ID_INVALID", "editMessageText", **edit | {"inline_message_id": "AAQ"})


def test_inline_mode_may_be_off(world: World, mei: Person) -> None:
    world.supports_inline = False
    assert not call(world, "getMe", {})["supports_inline_queries"]
    with pytest.raises(ValueError, match="inline mode is off"):
        world.inline(mei, "墙")


async def test_library_answers_and_edits(server: TelegramServer, bot: Bot, mei: Person) -> None:
    world = server.world
    query = world.inline(mei, "墙")
    result = InlineQueryResultArticle(
        id="f:1",
        title="墙",
        input_message_content=InputTextMessageContent("<b>墙</b>", parse_mode="HTML"),
        reply_markup=InlineKeyboardMarkup.from_button(InlineKeyboardButton("更多", callback_data="more")),
    )
    button = InlineQueryResultsButton("私聊", start_parameter="ask")
    await bot.answer_inline_query(query, [result], cache_time=60, button=button)
    answer = await asyncio.to_thread(world.wait_inline, query)
    assert answer["button"]["start_parameter"] == "ask"
    message = world.choose(answer, 0, world.private(mei), mei)
    assert await bot.edit_message_text("x", inline_message_id=world.inline_id(message))
    assert message["text"] == "x"
