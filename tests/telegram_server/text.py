"""A message's text or caption, as Telegram takes it from a call: parsed, measured, with the entities it adds."""

from __future__ import annotations

from typing import Any

from tests.telegram_server.chats import Json
from tests.telegram_server.errors import bad_request
from tests.telegram_server.markup import detect_entities, parse_html, utf16_length

_SOURCE_BYTES = 1 << 15
_TEXT_UNITS, _CAPTION_UNITS = 4096, 1024
_MOST_ENTITIES = 100


def message_text(fields: Any, name: str = "text") -> Json:
    """The ``text`` and ``entities`` of a message with these parameters."""
    text, entities = _formatted(fields, name)
    if not text:
        raise bad_request("message text is empty")
    if utf16_length(text) > _TEXT_UNITS:
        raise bad_request("message is too long")
    return {"text": text, "entities": entities} if entities else {"text": text}


def message_caption(fields: Any) -> Json:
    """The ``caption`` and ``caption_entities`` of a message with these parameters; none, where none is given."""
    text, entities = _formatted(fields, "caption")
    if utf16_length(text) > _CAPTION_UNITS:
        raise bad_request("message caption is too long")
    if not text:
        return {}
    return {"caption": text, "caption_entities": entities} if entities else {"caption": text}


def link_preview(fields: Any) -> Json:
    """The ``link_preview_options`` of a message, where a call has some."""
    options = fields.get("link_preview_options")
    if options is None:
        return {}
    if not isinstance(options, dict):
        raise bad_request("object expected as link preview options")
    return {"link_preview_options": options} if options else {}


def _formatted(fields: Any, name: str) -> tuple[str, list[Json]]:
    source = fields.get(name) or ""
    if not isinstance(source, str):
        raise bad_request(f'field "{name}" must be of type String')
    if len(source.encode()) > _SOURCE_BYTES:
        raise bad_request("text is too long")
    mode = (fields.get("parse_mode") or "").lower()
    if mode not in {"", "html"}:
        raise bad_request("unsupported parse_mode")
    text, entities = parse_html(source) if mode else (source, [])
    marked = {entity["offset"] for entity in entities}
    entities += [entity for entity in detect_entities(text) if entity["offset"] not in marked]
    return _trimmed(text, entities)


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """The text without white space at its ends, its entities moved along, outer ones before inner ones."""
    kept = text.strip()
    begun = utf16_length(text[: len(text) - len(text.lstrip())])
    end = utf16_length(kept)
    moved = []
    for entity in entities:
        start = max(entity["offset"] - begun, 0)
        stop = min(entity["offset"] - begun + entity["length"], end)
        if start < stop:
            moved.append({**entity, "offset": start, "length": stop - start})
    return kept, sorted(moved, key=lambda e: (e["offset"], -e["length"]))[:_MOST_ENTITIES]
