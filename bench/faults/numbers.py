"""Questions that carry a number which their answers repeat: so each answer can be told to its question."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"\s*#(\d+)\b")


def numbered(text: str, number: int) -> str:
    """The text with its number."""
    return f"{text} #{number}"


def number_of(text: str) -> int | None:
    """The number that a text has, if it has one."""
    found = _NUMBER.search(text)
    return int(found[1]) if found else None


def without_number(text: str) -> str:
    """The text alone."""
    return _NUMBER.sub("", text)
