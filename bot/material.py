"""What a message brings to learn from: web addresses or a document, its own or those of the message it replies to."""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterator
from dataclasses import dataclass

from telegram import Document, Message, MessageEntity

_LINKS: list[str | None] = [MessageEntity.URL, MessageEntity.TEXT_LINK]
_ADDRESS = re.compile(r"(?i)https?://[^\s，。；、！？“”‘’《》「」（）<>\"]+")


@dataclass(frozen=True, slots=True)
class Material:
    """A document, or addresses, or nothing."""

    addresses: tuple[str, ...] = ()
    document: Document | None = None


def material(message: Message) -> Material:
    """Take the message's own material; where it has none, that of the message it replies to."""
    for source in (message, message.reply_to_message):
        if isinstance(source, Message):
            if source.document:
                return Material(document=source.document)
            if addresses := tuple(dict.fromkeys(_addresses(source))):
                return Material(addresses)
    return Material()


def file_name(document: Document) -> str:
    """The document's name; where it has none, one that its type gives."""
    ending = mimetypes.guess_extension(document.mime_type or "text/plain") or ""
    return document.file_name or f"{document.file_unique_id}{ending}"


def _addresses(message: Message) -> Iterator[str]:
    """What Telegram marks as a link, also without a scheme; it sees none where a host has no dot."""
    entities = message.parse_entities(_LINKS) if message.text else message.parse_caption_entities(_LINKS)
    for entity, words in entities.items():
        yield entity.url or (words if "://" in words else f"https://{words}")
    if not entities:
        yield from _ADDRESS.findall(message.text or message.caption or "")
