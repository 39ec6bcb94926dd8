"""The Bot API's ChatMember in each of its six kinds, with every field that a kind always has."""

from __future__ import annotations

from typing import Any

from tests.telegram_server.chats import Json

IN_CHAT = frozenset({"creator", "administrator", "member"})
_ADMIN = (
    "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members", "can_promote_members",
    "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
)  # fmt: skip
_RESTRICTED = (
    "can_change_info", "can_invite_users", "can_pin_messages", "can_send_messages", "can_send_polls",
    "can_send_other_messages", "can_add_web_page_previews", "can_manage_topics", "can_send_audios",
    "can_send_documents", "can_send_photos", "can_send_videos", "can_send_video_notes", "can_send_voice_notes",
    "can_edit_tag", "can_react_to_messages",
)  # fmt: skip


def chat_member(user: Json, status: str, **fields: Any) -> Json:
    """Somebody's place in a chat. An admin may do everything, somebody restricted nothing, unless `fields` say so."""
    rights: dict[str, Json] = {
        "creator": {"is_anonymous": False},
        "administrator": {"can_be_edited": False, "is_anonymous": False} | dict.fromkeys(_ADMIN, True),
        "member": {},
        "restricted": {"is_member": True, "until_date": 0} | dict.fromkeys(_RESTRICTED, False),
        "left": {},
        "kicked": {"until_date": 0},
    }
    return {"user": user, "status": status} | rights[status] | fields


def is_in(member: Json) -> bool:
    """Whether somebody with this place hears what is said."""
    return member["status"] in IN_CHAT or bool(member.get("is_member"))
