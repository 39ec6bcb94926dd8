"""Methods that create, change and delete messages."""

from __future__ import annotations

import time
from typing import Any

from tests.telegram_server.chats import Chat, Json
from tests.telegram_server.errors import bad_request
from tests.telegram_server.keyboards import inline_keyboard, reader_keyboard
from tests.telegram_server.people import threaded
from tests.telegram_server.text import link_preview, message_text
from tests.telegram_server.world import World

_ACTIONS = frozenset(
    {
        "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "upload_document",
        "choose_sticker", "find_location", "record_video_note", "upload_video_note",
    }
)  # fmt: skip
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)


def send_message(world: World, parameters: Json) -> Json:
    """Create a message."""
    chat = world.chat_for(parameters.get("chat_id"))
    return create(world, chat, parameters, message_text(parameters) | link_preview(parameters))


def create(world: World, chat: Chat, parameters: Json, content: Json) -> Json:
    """Put a message of the bot's into a chat: in its topic, as a reply, with its buttons."""
    topic = _topic(chat, parameters)
    replied = _replied(world, chat, parameters)
    author = {"sender_chat": chat.as_json()} if chat.type == "channel" else {"from": world.bot}
    fields = author | content | inline_keyboard(parameters)
    if replied:
        fields["reply_to_message"] = {k: v for k, v in replied.items() if k != "reply_to_message"}
        fields |= _quote(replied, parameters)
    markup = reader_keyboard(parameters)
    message = world.add_message(chat, fields | threaded(chat, topic, replied))
    world.mine.add(message["message_id"])
    if markup:
        world.markups[message["message_id"]] = markup
    if chat.type == "channel":
        world.forward_automatically(chat, message)
    return message


def edit_message_text(world: World, parameters: Json) -> Any:
    """Change the text of a message of the bot's; without buttons in the call, it has none any more."""
    message, result = edited(world, parameters)
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    fresh = message_text(parameters) | link_preview(parameters) | inline_keyboard(parameters)
    return change(message, fresh, ("text", "entities", "link_preview_options", "reply_markup"), result)


def edit_message_reply_markup(world: World, parameters: Json) -> Any:
    """Change the buttons of a message of the bot's, or take them away."""
    message, result = edited(world, parameters)
    return change(message, inline_keyboard(parameters), ("reply_markup",), result)


def delete_message(world: World, parameters: Json) -> bool:
    """Delete a message: the bot's own, those of a private chat, and where it is an admin, all others."""
    if not parameters.get("message_id"):
        raise bad_request("message identifier is not specified")
    chat = world.chat_for(parameters.get("chat_id"))
    number = int(parameters["message_id"])
    if number not in chat.messages:
        raise bad_request("message to delete not found")
    me = chat.members.get(world.bot_id, {})
    allowed = number in world.mine or chat.type == "private" or me.get("can_delete_messages")
    if not allowed:
        raise bad_request("message can't be deleted")
    if number in world.inaccessible and not me.get("can_delete_messages"):
        raise bad_request("message can't be deleted for everyone")
    del chat.messages[number]
    return True


def send_chat_action(world: World, parameters: Json) -> bool:
    """Show "typing"."""
    if parameters.get("action") not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    _topic(world.chat_for(parameters.get("chat_id")), parameters, speaks=False)
    return True


def edited(world: World, parameters: Json) -> tuple[Json, Any]:
    """The message to change, and what the method gives then: the message, or `True` for one sent through the bot."""
    if (inline := parameters.get("inline_message_id")) is not None:
        if inline not in world.inline_messages:
            raise bad_request("MESSAGE_ID_INVALID")
        return world.inline_messages[inline], True
    chat = world.chat_for(parameters.get("chat_id"), "edit")
    number = int(parameters.get("message_id") or 0)
    message = chat.messages.get(number)
    if message is None or number in world.inaccessible:
        raise bad_request("message to edit not found")
    if number not in world.mine or number in world.markups:
        raise bad_request("message can't be edited")
    return message, message


def change(message: Json, fresh: Json, names: tuple[str, ...], result: Any) -> Any:
    """Give a message these fields in the place of those it has by these names; refused where they are the same."""
    if all(message.get(name) == fresh.get(name) for name in names):
        raise bad_request(_NOT_MODIFIED)
    for name in names:
        message.pop(name, None)
    message |= fresh
    message["edit_date"] = int(time.time())
    return result


def _topic(chat: Chat, parameters: Json, *, speaks: bool = True) -> int | None:
    """The topic that a call names. General must not be named; where there are no topics, the name is not looked at."""
    named = int(parameters.get("message_thread_id") or 0)
    if not named or chat.type in {"group", "channel"} or (chat.type == "supergroup" and not chat.is_forum):
        return None
    topic = chat.topics.get(named)
    if topic is None or topic.deleted:
        raise bad_request("message thread not found")
    if topic.closed and speaks:
        raise bad_request("TOPIC_CLOSED")
    return topic.id


def _replied(world: World, chat: Chat, parameters: Json) -> Json | None:
    reply = parameters.get("reply_parameters") or {}
    target = reply.get("message_id") or parameters.get("reply_to_message_id")
    if target is None:
        return None
    number = int(target)
    message = None if number in world.inaccessible else chat.messages.get(number)
    allowed = reply.get("allow_sending_without_reply") or parameters.get("allow_sending_without_reply")
    if message is None and allowed not in {True, "true", "True"}:
        raise bad_request("message to be replied not found")
    return message


def _quote(replied: Json, parameters: Json) -> Json:
    quote = (parameters.get("reply_parameters") or {}).get("quote")
    if not quote:
        return {}
    position = (replied.get("text") or replied.get("caption") or "").find(quote)
    if position < 0:
        raise bad_request("QUOTE_TEXT_INVALID")
    return {"quote": {"text": quote, "position": position, "is_manual": True}}
