"""Words made ready to be set: one line of characters that there are letters for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from nowall.lexicon import lexicon

MOST_CHARACTERS = 4_000
"""What is longer is not even looked at."""
_ENOUGH = 0.4
_LAST_WORD = re.compile(r"(?<=\S)\s[!-\u02ff\u2010-\u2027]*$")
_MOST_MARKS = 2
"""Accents on one letter."""
_BLANKS = re.compile(r"\s+")
_DROPPED = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
"""Controls, marks of direction and width, and what is no character."""
_VARIANTS = re.compile(r"[\ufe00-\ufe0f\U000e0100-\U000e01ef\u034f\u180b-\u180f]")
_BETWEEN_HAN = re.compile(
    r"(?<=[\u3000-\u303f\u3400-\u9fff\uff00-\uff60]) (?=[\u3000-\u303f\u3400-\u9fff\uff00-\uff60])"
)


def one_line(words: str, has: Callable[[str], bool]) -> str:
    """The words without what cannot be seen; blanks between Chinese characters go, others become one.

    Letters that the font does not have become 〓, as printers do it; symbols that it does not have (emoji) go.
    """
    shown = _VARIANTS.sub("", unicodedata.normalize("NFC", words[:MOST_CHARACTERS]))
    lettered = "".join(_letters(_BLANKS.sub(" ", shown), has))
    return _BETWEEN_HAN.sub("", _BLANKS.sub(" ", lettered)).strip()


def clusters(words: str) -> list[str]:
    """Single characters, each with the accents that stand on it."""
    found: list[str] = []
    for character in words:
        if found and unicodedata.combining(character):
            found[-1] += character
        else:
            found.append(character)
    return found


def clipped(words: str, room: float, weight: Callable[[str], float]) -> str:
    """The words, or as many whole sentences (else clauses, words, characters) as have room, and a sign of omission.

    ``weight`` is the width of a character.
    """
    used, fits = 0.0, len(words)
    for place, character in enumerate(words):
        used += weight(character)
        if used > room:
            fits = place
            break
    else:
        return words
    rules = lexicon("typesetting")
    fitting = words[:fits]
    ways = (_whole(fitting, rules["sentence_ends"]), _whole(fitting, rules["clauses"]), _words(fitting), fitting)
    kept = next(way for way in ways if way or way is fitting)
    chinese = any("\u3400" <= character <= "\u9fff" for character in kept)
    return f"{kept.rstrip()}{'' if chinese else ' '}{rules['omission']['chinese' if chinese else 'english']}"


def _whole(words: str, ends: str) -> str:
    """As much of the words as ends with one of these, unless that is little of them."""
    closing = re.escape(lexicon("typesetting")["closing"])
    pattern = re.compile(rf"[{re.escape(ends)}][{closing}]*(?=\s|$|[\u3000-\u9fff\uff00-\uffef])")
    last = max((found.end() for found in pattern.finditer(words)), default=0)
    return words[:last] if last > _ENOUGH * len(words) else ""


def _words(words: str) -> str:
    """As much as ends with a whole word, where the last one is Latin."""
    found = _LAST_WORD.search(words)
    return words[: found.start()] if found and found.start() > _ENOUGH * len(words) else ""


def _letters(words: str, has: Callable[[str], bool]) -> list[str]:
    kept: list[str] = []
    accents = 0
    for character in words:
        kind = unicodedata.category(character)
        if kind.startswith("M"):
            accents += 1
            if accents > _MOST_MARKS or not kept or not has(character):
                continue
        else:
            accents = 0
        if kind in _DROPPED and character != " ":
            continue
        if has(character):
            kept.append(character)
        elif kind.startswith(("L", "N")):
            kept.append(lexicon("typesetting")["missing"])
    return kept
