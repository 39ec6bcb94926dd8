"""Which language a reader gets: the one that was chosen, else the one that the browser asks for."""

from __future__ import annotations

import re

from nowall.answers import Language

UNKNOWN = Language.ZH_HANS
"""For who asks for none, as link previews do."""
_MOST_READ = 500
_TRADITIONAL = frozenset({"hant", "tw", "hk", "mo"})
_WANTED = re.compile(r"^\s*([a-zA-Z]{1,8}(?:-[a-zA-Z0-9]{1,8})*|\*)\s*(?:;\s*q\s*=\s*([01](?:\.[0-9]{0,3})?)\s*)?$")


def chosen(tag: str | None) -> Language | None:
    """The language that an address names, if it names one of ours."""
    return next((language for language in Language if tag and tag.lower() == language.lower()), None)


def accepted(header: str | None) -> Language:
    """The best of what an Accept-Language names; where it names none of ours, English for a foreign reader."""
    wanted = [_WANTED.match(part) for part in (header or "")[:_MOST_READ].split(",")]
    ranked = sorted((m for m in wanted if m), key=lambda m: -float(m[2] or 1))
    tags = [m[1].lower() for m in ranked if float(m[2] or 1) > 0]
    found = (language for tag in tags if (language := _language(tag)))
    return next(found, Language.EN if any(tag != "*" for tag in tags) else UNKNOWN)


def _language(tag: str) -> Language | None:
    first, *rest = tag.split("-")
    if first == "en":
        return Language.EN
    if first != "zh":
        return None
    return Language.ZH_HANT if not _TRADITIONAL.isdisjoint(rest) and "hans" not in rest else Language.ZH_HANS
