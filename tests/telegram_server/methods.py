"""The Bot API's methods by name, as strict as Telegram: what it refuses is refused in its words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.telegram_server import files, members, messages, photos, profile, queries, webhooks
from tests.telegram_server.chats import Json
from tests.telegram_server.errors import ApiError
from tests.telegram_server.world import World

Method = Callable[[World, Json], Any]
_set_description, _get_description = profile.profile_text("description", "description", 512)
_set_short, _get_short = profile.profile_text("short_description", "short_description", 120)
_set_name, _get_name = profile.profile_text("name", "name", 64, lambda world: str(world.bot["first_name"]))

METHODS: dict[str, Method] = {
    "getme": profile.get_me,
    "setmycommands": profile.set_my_commands,
    "getmycommands": profile.get_my_commands,
    "deletemycommands": profile.delete_my_commands,
    "setmydescription": _set_description,
    "getmydescription": _get_description,
    "setmyshortdescription": _set_short,
    "getmyshortdescription": _get_short,
    "setmyname": _set_name,
    "getmyname": _get_name,
    "setwebhook": webhooks.set_webhook,
    "deletewebhook": webhooks.delete_webhook,
    "getwebhookinfo": webhooks.get_webhook_info,
    "sendmessage": messages.send_message,
    "editmessagetext": messages.edit_message_text,
    "editmessagereplymarkup": messages.edit_message_reply_markup,
    "deletemessage": messages.delete_message,
    "sendchataction": messages.send_chat_action,
    "senddocument": files.send_document,
    "sendphoto": photos.send_photo,
    "editmessagemedia": photos.edit_message_media,
    "getfile": files.get_file,
    "answercallbackquery": queries.answer_callback_query,
    "answerinlinequery": queries.answer_inline_query,
    "getchat": members.get_chat,
    "getchatmember": members.get_chat_member,
    "getchatadministrators": members.get_chat_administrators,
    "leavechat": members.leave_chat,
}


def call(world: World, method: str, parameters: Json) -> Any:
    """Run a method by its name, in any case, as Telegram does."""
    function = METHODS.get(method.lower())
    if function is None:
        raise ApiError(404, "Not Found: method not found")
    with world.changed:
        result = function(world, parameters)
        world.changed.notify_all()
    return result
