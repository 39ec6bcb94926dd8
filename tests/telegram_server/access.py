"""Whether the bot may do something in a chat, and what Telegram says where it may not."""

from __future__ import annotations

from tests.telegram_server.chats import Chat
from tests.telegram_server.errors import ApiError, bad_request
from tests.telegram_server.statuses import is_in

_NAMES = {"group": "group chat", "supergroup": "supergroup chat", "channel": "channel chat"}


def check_access(chat: Chat, bot_id: int, access: str) -> None:
    """Refuse what the bot may not: ``access`` is read, members (read who is there), edit, or write."""
    if chat.refusal:
        raise chat.refusal
    if chat.migrated_to and access in {"write", "members"}:
        reason = "Bad Request: group chat was upgraded to a supergroup chat"
        raise ApiError(400, reason, migrate_to_chat_id=chat.migrated_to)
    if chat.type == "private":
        if chat.status(bot_id) == "kicked" and access in {"edit", "write"}:
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        return
    _check_membership(chat, bot_id, access)


def _check_membership(chat: Chat, bot_id: int, access: str) -> None:
    # A basic group's past stays readable to those who have left it.
    if chat.type == "group" and access == "read":
        return
    mine = chat.members.get(bot_id, {"status": "left"})
    if mine["status"] == "kicked":
        raise ApiError(403, f"Forbidden: bot was kicked from the {_NAMES[chat.type]}")
    if not is_in(mine):
        raise ApiError(403, f"Forbidden: bot is not a member of the {_NAMES[chat.type]}")
    if access == "write" and mine.get("can_send_messages") is False:
        raise bad_request("not enough rights to send text messages to the chat")
    if access == "write" and chat.type == "channel" and not chat.is_admin(bot_id):
        raise bad_request("need administrator rights in the channel chat")
