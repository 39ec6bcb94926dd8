"""Terms as a server's index keeps them: one word each for PostgreSQL's parser, whatever stands in a term.

A field's letter comes first, so that one index holds all fields and each keeps its own document frequencies.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b

from nowall.search.index import FIELDS

LETTERS = dict(zip(FIELDS, "taei", strict=True))
PROBE = "t中文x5fxb1"
"""A word that every parser of a database in UTF-8 keeps in one piece."""
_LONGEST = 200
_REMEMBERED = 100_000
_BREAKING = re.compile(r"[^a-wyz0-9\u4e00-\u9fff]")
"""All but Chinese, Latin letters and digits may break a word; and ``x``, which marks what is written otherwise."""


@lru_cache(_REMEMBERED)
def word(field: str, term: str) -> str:
    """A term of a field as a word; different terms give different ones."""
    written = _BREAKING.sub(_spelled, term)
    if len(written) > _LONGEST:
        written = f"xlong{blake2b(term.encode(errors='surrogatepass'), digest_size=16).hexdigest()}"
    return LETTERS[field] + written


def words(field: str, terms: Iterable[str]) -> list[str]:
    """The words of these terms."""
    return [word(field, term) for term in terms]


def _spelled(match: re.Match[str]) -> str:
    """``x`` is doubled; another character becomes its number between two of them."""
    character = match.group()
    return "xx" if character == "x" else f"x{ord(character):x}x"
