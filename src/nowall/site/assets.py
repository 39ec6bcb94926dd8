"""The files that pages use: all of them are ours, and none is fetched from elsewhere."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

NAMES = ("site.css", "icon.svg")
_TYPES = {"css": "text/css; charset=utf-8", "svg": "image/svg+xml"}
_PRINT_LENGTH = 10


@dataclass(frozen=True, slots=True)
class Asset:
    """A file."""

    name: str
    """With a print of its contents: another version has another name."""
    media_type: str
    data: bytes


@cache
def asset(name: str) -> Asset:
    """The file with this plain name."""
    data = files("nowall.site").joinpath("assets", name).read_bytes()
    stem, _, kind = name.rpartition(".")
    return Asset(f"{stem}-{hashlib.sha256(data).hexdigest()[:_PRINT_LENGTH]}.{kind}", _TYPES[kind], data)
