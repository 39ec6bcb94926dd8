"""Privacy mode: which messages of a group Telegram hands to a bot that does not read everything."""

from __future__ import annotations

from tests.telegram_server.chats import ANONYMOUS_ADMIN, CHANNEL_WRITER, Chat, Json
from tests.telegram_server.markup import utf16_slice
from tests.telegram_server.statuses import is_in

_STAND_INS = frozenset({ANONYMOUS_ADMIN["id"], CHANNEL_WRITER["id"]})
_SERVICE = frozenset(
    {
        "new_chat_members", "left_chat_member", "new_chat_title", "group_chat_created", "supergroup_chat_created",
        "migrate_to_chat_id", "migrate_from_chat_id", "pinned_message", "forum_topic_created", "forum_topic_edited",
        "forum_topic_closed", "forum_topic_reopened", "general_forum_topic_hidden",
    }
)  # fmt: skip


def reaches(bot: Json, chat: Chat, message: Json, *, reads_all: bool) -> bool:
    """Whether Telegram tells the bot of this message."""
    mine = chat.members.get(bot["id"])
    if mine is None or not is_in(mine):
        return False
    sender = message.get("from", {})
    if sender.get("is_bot") and sender["id"] not in _STAND_INS:
        return False  # bots do not hear bots
    if not chat.is_group or reads_all or chat.is_admin(bot["id"]):
        return True
    return (
        not _SERVICE.isdisjoint(message)
        or message.get("via_bot", {}).get("id") == bot["id"]
        or message.get("reply_to_message", {}).get("from", {}).get("id") == bot["id"]
        or _commands(bot["username"], message)
    )


def _commands(username: str, message: Json) -> bool:
    """Whether it begins with a command that is not another bot's; a mention alone does not reach the bot."""
    text = message.get("text") or message.get("caption") or ""
    for entity in message.get("entities") or message.get("caption_entities") or []:
        if entity["type"] == "bot_command" and entity["offset"] == 0:
            _, _, owner = utf16_slice(text, 0, entity["length"]).partition("@")
            return owner.lower() in {"", username.lower()}
    return False
