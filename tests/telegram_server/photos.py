"""Methods that send photos, and put them in the place of others."""

from __future__ import annotations

import io

from PIL import Image, UnidentifiedImageError

from tests.telegram_server.chats import Json
from tests.telegram_server.errors import bad_request
from tests.telegram_server.files import given_file
from tests.telegram_server.keyboards import inline_keyboard
from tests.telegram_server.messages import change, create, edited
from tests.telegram_server.text import message_caption
from tests.telegram_server.world import World

LARGEST_PHOTO = 10 << 20
_MOST_SIDES, _MOST_RATIO = 10_000, 20
_SIDES = (320, 1280)
"""The longer sides of the sizes that are kept."""
_FIELDS = ("photo", "caption", "caption_entities", "text", "entities", "link_preview_options", "reply_markup")


def send_photo(world: World, parameters: Json) -> Json:
    """Send a photo: one that comes with the call, or one that Telegram has already."""
    chat = world.chat_for(parameters.get("chat_id"))
    photo = _photo(world, parameters, parameters.get("photo"))
    return create(world, chat, parameters, photo | message_caption(parameters))


def edit_message_media(world: World, parameters: Json) -> Json | bool:
    """Put a photo in the place of what a message of the bot's shows; without buttons in the call, it has none."""
    message, result = edited(world, parameters)
    media = parameters.get("media")
    if not isinstance(media, dict):
        raise bad_request("object expected as InputMedia")
    if media.get("type") != "photo":
        raise bad_request("can't parse InputMedia: unsupported media type")
    fresh = _photo(world, parameters, media.get("media")) | message_caption(media) | inline_keyboard(parameters)
    changed: Json | bool = change(message, fresh, _FIELDS, result)
    return changed


def _photo(world: World, parameters: Json, given: object) -> Json:
    if isinstance(given, str) and given in world.files and given not in world.photos:
        raise bad_request("can't use file of type Document as Photo")
    upload = given_file(world, parameters, given, "photo", LARGEST_PHOTO)
    width, height = _measured(upload.data)
    stem = upload.name.rpartition("-")[0] if upload.name in world.photos else world.add_file(upload.data)
    sizes = []
    for side in _SIDES:
        name, scale = f"{stem}-{side}", min(1.0, side / max(width, height))
        world.files[name] = upload.data
        world.photos.add(name)
        sizes.append(
            {
                "file_id": name, "file_unique_id": name, "width": round(width * scale), "height": round(height * scale),
                "file_size": len(upload.data),
            }
        )  # fmt: skip
    return {"photo": sizes}


def _measured(data: bytes) -> tuple[int, int]:
    try:
        with Image.open(io.BytesIO(data)) as image:
            image.load()
            width, height = image.size
    except (UnidentifiedImageError, OSError, SyntaxError):
        raise bad_request("IMAGE_PROCESS_FAILED") from None
    if width + height > _MOST_SIDES or max(width, height) > _MOST_RATIO * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return width, height
