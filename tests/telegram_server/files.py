"""Methods that send files and hand them out."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass, field
from typing import Any

from tests.telegram_server.chats import Json
from tests.telegram_server.errors import ApiError, bad_request
from tests.telegram_server.messages import create
from tests.telegram_server.text import message_caption
from tests.telegram_server.world import World

LARGEST_DOWNLOAD = 20_000_000
LARGEST_UPLOAD = 50_000_000


@dataclass(frozen=True, slots=True)
class Upload:
    """A file in a call."""

    name: str
    mime: str
    data: bytes = field(repr=False)


def get_file(world: World, parameters: Json) -> Json:
    """Prepare a file for its download."""
    identifier = parameters.get("file_id") or ""
    if not identifier:
        raise bad_request("file_id not specified")
    data = world.files.get(identifier)
    if data is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(data) > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    path = f"documents/{identifier}"
    return {"file_id": identifier, "file_unique_id": identifier, "file_size": len(data), "file_path": path}


def send_document(world: World, parameters: Json) -> Json:
    """Send a file: one that comes with the call, or one that Telegram has already."""
    chat = world.chat_for(parameters.get("chat_id"))
    upload = given_file(world, parameters, parameters.get("document"), "document", LARGEST_UPLOAD)
    caption = message_caption(parameters)
    identifier = parameters["document"] if parameters["document"] in world.files else world.add_file(upload.data)
    document = {
        "file_id": identifier, "file_unique_id": identifier, "file_name": upload.name, "mime_type": upload.mime,
        "file_size": len(upload.data),
    }  # fmt: skip
    return create(world, chat, parameters, {"document": document} | caption)


def given_file(world: World, parameters: Json, given: Any, kind: str, largest: int) -> Upload:
    """The file that a parameter names: one in the call, or one that Telegram has."""
    if not given:
        raise bad_request(f"there is no {kind} in the request")
    if isinstance(given, str) and given.startswith("attach://"):
        given = parameters.get(given.removeprefix("attach://"))
        if not isinstance(given, Upload):
            raise bad_request(f"there is no {kind} in the request")
    if isinstance(given, str):
        if given not in world.files:
            raise bad_request("wrong remote file identifier specified: Wrong string length")
        return Upload(given, mimetypes.guess_type(given)[0] or "application/octet-stream", world.files[given])
    upload: Upload = given
    if not upload.data:
        raise bad_request("file must be non-empty")
    if len(upload.data) > LARGEST_UPLOAD:
        raise ApiError(413, "Request Entity Too Large")
    if len(upload.data) > largest:
        size = f"file of size {len(upload.data)} bytes is too big for a {kind}"
        raise bad_request(f"{size}; the maximum size is {largest} bytes")
    return upload
