"""One line of a JSON Lines file as a document."""

from __future__ import annotations

import json
import re
from typing import Any

from nowall.errors import InputError
from nowall.learn.documents import Document
from nowall.learn.sources.dates import iso_date
from nowall.learn.sources.decoding import decode
from nowall.learn.sources.naming import safe_id

_NO_CHARACTERS = re.compile("[\0\ud800-\udfff]")
"""What ``\\u`` can write in JSON, and neither a database nor a terminal takes."""


def read_line(line: bytes, default_id: str, origin: str) -> Document:
    """Read an article: ``{"id", "title", "text", "published", "publisher", "author", "url"}``, only ``text`` needed.

    Raises `InputError` where there is no text in it; fields that make no sense are left out.
    """
    record = _parse(line)
    text = record.get("text")
    if not isinstance(text, str) or not text.strip():
        raise InputError('This line has no "text".')
    published = _field(record, "published")
    return Document(
        id=safe_id(_field(record, "id") or default_id),
        text=_clean(text),
        origin=origin,
        title=_field(record, "title"),
        author=_field(record, "author"),
        publisher=_field(record, "publisher"),
        published=iso_date(published) if published else None,
        url=_field(record, "url"),
    )


def _parse(line: bytes) -> dict[str, Any]:
    text = decode(line)
    try:
        record = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError("This line is not valid JSON.") from error
    if not isinstance(record, dict):
        raise InputError("This line is no JSON object.")
    return record


def _field(record: dict[str, Any], name: str) -> str | None:
    value = record.get(name)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value) if abs(value) < 10**20 else None
    return _clean(value).strip() or None if isinstance(value, str) else None


def _clean(text: str) -> str:
    return _NO_CHARACTERS.sub("\ufffd", text)
