"""Quotes for readers of another language or script: in words that the record has, or converted."""

from __future__ import annotations

import re

from nowall.answers import Language
from nowall.language.script import detect, traditional
from nowall.records import Fact

_QUOTED = re.compile(r"“([^”]+)”")
_GLOSS = re.compile(r"”?\s?[（(]([^）)]+)[）)]")
"""What stands in brackets behind a quote."""


def translated_quote(fact: Fact, language: Language) -> str | None:
    """A record's quote for a reader of ``language``; None who reads the original, and where the record has none."""
    if fact.quote is None:
        return None
    original = detect(fact.quote)
    if language is Language.EN:
        return None if original is Language.EN or not fact.en else _in_text(fact, fact.en, Language.EN)
    if original is Language.EN:
        found = _in_text(fact, fact.zh, Language.ZH_HANS)
        return traditional(found) if found and language is Language.ZH_HANT else found
    if language is Language.ZH_HANS or original is Language.ZH_HANT:
        return None
    converted = traditional(fact.quote)
    return converted if converted != fact.quote else None


def _in_text(fact: Fact, text: str, language: Language) -> str | None:
    """The words that stand for the quote in a text: in brackets behind it, or quoted in its place."""
    if fact.quote and (place := text.find(fact.quote)) >= 0:
        gloss = _GLOSS.match(text, place + len(fact.quote))
        return gloss.group(1) if gloss else None
    value = (fact.value_en if language is Language.EN else fact.value_zh) or ""
    quoted = [words for words in _QUOTED.findall(text) if (detect(words) is Language.EN) == (language is Language.EN)]
    return max(quoted, key=lambda words: (value in words if value else False, len(words)), default=None)
