"""Nodes of a message: escaped at the leaf, measured as Telegram measures (UTF-16, after parsing)."""

from __future__ import annotations

import html
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Markup:
    """A piece of a message: as HTML, and as the plain text that is left when the markup is parsed away."""

    html: str = ""
    plain: str = ""

    @property
    def length(self) -> int:
        """What Telegram counts."""
        return utf16_length(self.plain)

    def __add__(self, other: Markup) -> Markup:
        return Markup(self.html + other.html, self.plain + other.plain)


def text(words: str) -> Markup:
    """Words as they are."""
    clean = words.encode("utf-8", "replace").decode()  # half a surrogate pair cannot be sent
    return Markup(html.escape(clean, quote=False), clean)


def bold(inner: Markup) -> Markup:
    """Set in bold."""
    return _wrapped("b", inner)


def italic(inner: Markup) -> Markup:
    """Set in italics."""
    return _wrapped("i", inner)


def code(inner: Markup) -> Markup:
    """Set as code, which a touch copies."""
    return _wrapped("code", inner)


def pre(inner: Markup) -> Markup:
    """Lines set as they are, in letters of one width; a touch copies all of them."""
    return _wrapped("pre", inner)


def link(address: str, inner: Markup) -> Markup:
    """A link; the address is escaped as an attribute."""
    return Markup(f'<a href="{html.escape(address)}">{inner.html}</a>', inner.plain)


def join(separator: str, parts: Iterable[Markup]) -> Markup:
    """The parts that are not empty, with a separator between them."""
    joined = Markup()
    for part in parts:
        if part.plain:
            joined = joined + text(separator) + part if joined.plain else part
    return joined


def clip(words: str, units: int) -> str:
    """At most this many UTF-16 units, with an ellipsis where something is cut off."""
    if utf16_length(words) <= units:
        return words
    raw = words.encode("utf-16-le", "replace")[: 2 * max(0, units - 1)]
    return raw.decode("utf-16-le", "ignore").rstrip() + "…"


def utf16_length(words: str) -> int:
    """Length in UTF-16 code units."""
    return len(words.encode("utf-16-le", "replace")) // 2


def _wrapped(tag: str, inner: Markup) -> Markup:
    return Markup(f"<{tag}>{inner.html}</{tag}>", inner.plain) if inner.plain else inner
