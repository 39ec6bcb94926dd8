"""Follow-ups about the statement that was just given, such as 什么时候说的 and ``who says so``.

Such a question names nothing but the statement and what is wanted of it. It is read token by token with the
lexicon's ``statements.toml``; a word that is no token there makes it another question.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nowall.answer.question import Circumstance
from nowall.lexicon import lexicon

_LONGEST = 80
"""Characters: what is longer names something."""
_MOST = 16
"""Tokens, so that no sequence takes long to compare."""
_FILLER = "filler"
_DEED = "deed"
_SAY, _WRITE = "say", "write"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a follow-up wants to know of a statement."""

    circumstance: Circumstance
    bare: bool = False
    """It says nothing of saying (什么时候?), or speaks of writing: only a quote is meant by that."""
    deeds: tuple[re.Pattern[str], ...] = ()
    """What the statement or the question for it has to speak of, since it is asked after (回应)."""


def asked_of_statement(text: str) -> Asked | None:
    """What a normalised follow-up wants to know of the statement before it; None where it names anything else."""
    tokens = [(name, words) for name, words in _tokens(text[: _LONGEST + 1]) if name != _FILLER]
    if len(text) > _LONGEST or not 0 < len(tokens) <= _MOST or not all(name for name, _ in tokens):
        return None
    written = any(name == _WRITE for name, _ in tokens)
    sequence = "".join(f"{_SAY if name == _WRITE else name};" for name, _ in tokens)
    for asked, pattern in _sequences():
        if pattern.fullmatch(sequence):
            deeds = tuple(_deed(words) for name, words in tokens if name == _DEED)
            return Asked(asked.circumstance, asked.bare or written, deeds)
    return None


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    """The tokens of a text, each with its words, up to the first that is none, which has no name."""
    place = 0
    while place < len(text):
        found = [(match.end(), name) for name, pattern in _token_patterns() if (match := pattern.match(text, place))]
        end, name = max(found, key=lambda token: token[0], default=(len(text), ""))
        yield name, text[place:end]
        place = end


@cache
def _token_patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """In the order in which they count where two are of one length."""
    table = lexicon("statements")
    words = {name: (entry["zh"], entry["en"]) for name, entry in table["tokens"].items()}
    words[_DEED] = ("|".join(table["deeds"]["zh"]), "|".join(table["deeds"]["en"]))
    return tuple((name, re.compile(_either(zh, en))) for name, (zh, en) in words.items())


def _either(chinese: str, english: str) -> str:
    return rf"(?:{chinese})|(?<![a-z])(?:{english})(?![a-z])"


@cache
def _deed_patterns() -> tuple[re.Pattern[str], ...]:
    table = lexicon("statements")["deeds"]
    return tuple(re.compile(_either(zh, en)) for zh, en in zip(table["zh"], table["en"], strict=True))


def _deed(words: str) -> re.Pattern[str]:
    return next(pattern for pattern in _deed_patterns() if pattern.fullmatch(words))


@cache
def _sequences() -> tuple[tuple[Asked, re.Pattern[str]], ...]:
    table = lexicon("statements")
    naming = f"(?:(?:{'|'.join(table['naming'])});)*"
    return tuple(
        (Asked(Circumstance(entry["circumstance"]), entry.get("bare", False)), _sequence(written, naming))
        for entry in table["asked"]
        for written in entry["sequences"]
    )


def _sequence(written: str, naming: str) -> re.Pattern[str]:
    """A written sequence as a pattern over the names of tokens, each of which ends with ``;``."""
    names = re.sub(r"[a-z_]+", lambda name: f"(?:{name.group()};)", written)
    return re.compile(names.replace(" ", "").replace("~", naming))
