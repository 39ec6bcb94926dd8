"""Reads the roles (lexicon/roles.toml) in the few words between two names."""

from __future__ import annotations

import re
from functools import cache

from nowall.learn.extract.names_text import word_set, words
from nowall.lexicon import lexicon

_AND = re.compile(r"兼|、|和|及|暨|与|,| and ")
_QUALIFIER = re.compile(r"^(?:的|'s|方面的|公司|集团)? ?[^，。,；:：\"!?()（）\n]{0,14}$")
_END = re.compile(r"[，。,；;)）\n]")
_LONGEST = 28
"""Characters of the longest form of a role."""


@cache
def _forms() -> dict[str, str]:
    """The personal roles by their forms; a form of several roles is that of the first."""
    forms: dict[str, str] = {}
    for role in lexicon("roles")["role"]:
        if role["id"] not in word_set("roles_of_things"):
            for form in (*role["zh"], *role["en"]):
                if form not in word_set("vague_roles"):
                    forms.setdefault(form.lower(), role["id"])
    return forms


@cache
def _clause() -> re.Pattern[str]:
    """What a qualifier never holds, because it makes a clause of it."""
    return re.compile("|".join(map(re.escape, words("speech", "speech_en", "clause_words"))))


def roles_in(text: str) -> list[str]:
    """The roles of a text in lower case that consists of them and of words that qualify them; else none."""
    pieces = [piece.strip() for piece in _AND.split(text.strip(" ,，").removesuffix("的"))]
    roles = [role_at_end(piece) for piece in pieces]
    return [role for role in roles if role] if all(roles) else []


def roles_at_start(text: str) -> list[str]:
    """The roles after an owner's name: 的联合创始人."""
    return roles_in(_END.split(text, maxsplit=1)[0].strip().removeprefix("'s").strip().removesuffix("之一"))


def role_at_end(text: str) -> str | None:
    """The longest role that a text ends with, where the rest only qualifies it; 副 makes another office of it."""
    for length in range(min(len(text), _LONGEST), 1, -1):
        form, rest = text[-length:], text[:-length]
        if form in _forms() and not (form[0].isascii() and rest[-1:].isascii() and rest[-1:].isalpha()):
            plain = _QUALIFIER.match(rest) and not _clause().search(rest) and not rest.endswith("副")
            return _forms()[form] if plain else None
    return None
