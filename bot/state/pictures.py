"""Pictures that Telegram has already: what is shown by its digest, and the id by which it is sent again."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from bot.state.schema import PICTURES
from bot.state.upserts import upsert

PICTURE_DAYS = 90
"""How long the ids are kept."""


def remember_picture(connection: Connection, digest: str, file_id: str, at: float) -> None:
    """Note by which id Telegram sends a picture again."""
    upsert(connection, PICTURES, {"digest": digest}, {"file_id": file_id, "at": at})


def find_picture(connection: Connection, digest: str) -> str | None:
    """The id of a picture, if Telegram has it."""
    return connection.scalar(select(PICTURES.c.file_id).where(PICTURES.c.digest == digest))


def forget_pictures(connection: Connection, before: float) -> None:
    """Forget the old ones."""
    connection.execute(delete(PICTURES).where(PICTURES.c.at < before))
