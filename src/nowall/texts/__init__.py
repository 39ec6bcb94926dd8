"""Every string that a user can see, one file per language: ``zh-Hans.toml``, ``zh-Hant.toml``, ``en.toml``.

Keys are ``section.name``; placeholders are Python format fields: ``{title}``. A test holds the three files
to the same keys and placeholders.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from nowall.answers import Language


@cache
def _table(language: Language) -> Mapping[str, str]:
    source = files(__name__).joinpath(f"{language.value}.toml").read_text(encoding="utf-8")
    sections = tomllib.loads(source)
    return {f"{section}.{name}": text for section, entries in sections.items() for name, text in entries.items()}


def say(language: Language, key: str, **values: object) -> str:
    """The text ``key`` (``section.name``) in ``language``, its placeholders filled in.

    Raises KeyError for a key or a placeholder that is not there: a programming error, caught by tests.
    """
    return _table(language)[key].format(**values)


def keys(language: Language) -> frozenset[str]:
    """All keys of a language, for the test that compares the files."""
    return frozenset(_table(language))
