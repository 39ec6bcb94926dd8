"""The language in which the terminal itself speaks; an answer is always in its question's language."""

from __future__ import annotations

import os
from collections.abc import Mapping

from nowall.answers import Language

_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
_TRADITIONAL = ("tw", "hk", "mo", "hant")


def language_of(environment: Mapping[str, str] = os.environ) -> Language:
    """Read the user's language from the variables of the locale, the first that is set: English if not Chinese."""
    value = next((environment[name] for name in _VARIABLES if environment.get(name)), "")
    tags = value.partition(".")[0].lower().replace("-", "_").replace("@", "_").split("_")
    if tags[0] != "zh":
        return Language.EN
    return Language.ZH_HANT if any(tag in _TRADITIONAL for tag in tags[1:]) else Language.ZH_HANS
