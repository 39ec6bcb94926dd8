"""Methods about chats and who is in them."""

from __future__ import annotations

from typing import Any

from tests.telegram_server.chats import Chat, Json
from tests.telegram_server.errors import bad_request
from tests.telegram_server.statuses import chat_member
from tests.telegram_server.world import World

_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


def get_chat(world: World, parameters: Json) -> Json:
    """Everything about a chat that the bot may read."""
    chat = world.chat_for(parameters.get("chat_id"), "read")
    info = chat.as_json() | {"accent_color_id": 0, "max_reaction_count": 11}
    info["accepted_gift_types"] = dict.fromkeys(_GIFTS, True)
    return info | ({"linked_chat_id": chat.linked.id} if chat.linked else {})


def get_chat_member(world: World, parameters: Json) -> Json:
    """What somebody is in a chat. Of those who never were in it, only whom Telegram knows is told to have left."""
    user_id = _integer(parameters.get("user_id"))
    if user_id <= 0:
        raise bad_request("invalid user_id specified")
    own = user_id == world.bot_id
    chat = world.chat_for(parameters.get("chat_id"), "read" if own else "members")
    if chat.hidden_members and not own and not chat.is_admin(world.bot_id):
        raise bad_request("member list is inaccessible")
    if user_id in chat.members:
        return chat.members[user_id]
    user = _known(world, user_id)
    if user is None or chat.type == "private":
        raise bad_request("PARTICIPANT_ID_INVALID")
    return chat_member(user, "left")


def get_chat_administrators(world: World, parameters: Json) -> list[Json]:
    """Who has a say in a chat; other bots are left out."""
    chat = world.chat_for(parameters.get("chat_id"), "members")
    if chat.type == "private":
        raise bad_request("there are no administrators in the private chat")
    return [m for id_, m in chat.members.items() if chat.is_admin(id_) and _counts(world, m)]


def leave_chat(world: World, parameters: Json) -> bool:
    """Leave a group or a channel; the bot is told of it like of any change of its place."""
    chat = world.chat_for(parameters.get("chat_id"), "read")
    if chat.type == "private":
        raise bad_request("chat member status can't be changed in private chats")
    old = chat.members[world.bot_id]
    chat.members[world.bot_id] = chat_member(world.bot, "left")
    world.tell_membership(chat, world.bot, old, chat.members[world.bot_id])
    return True


def _counts(world: World, member: Json) -> bool:
    return not member["user"]["is_bot"] or member["user"]["id"] == world.bot_id


def _known(world: World, user_id: int) -> Json | None:
    chats: list[Chat] = list(world.chats.values())
    return next((chat.members[user_id]["user"] for chat in chats if user_id in chat.members), None)


def _integer(value: Any) -> int:
    try:
        return int(value)
    except (TypeError, ValueError):
        return 0
