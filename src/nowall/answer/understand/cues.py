"""What kind of question it is, which attribute it wants, and other marks: patterns read from the lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from nowall.answer.question import NameOf, QuestionKind
from nowall.lexicon import lexicon


@dataclass(frozen=True, slots=True)
class Attribute:
    """Something that can be asked of a subject, with how records of it relate to others."""

    id: str
    answer_type: str
    """``date``, ``person``, ``number``, ``place`` or ``text``."""
    hard: bool
    """Only a record with this attribute, or a near one, can answer."""
    near: frozenset[str]
    private: bool


def _compiled(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


@cache
def attributes() -> dict[str, Attribute]:
    """All attributes of the lexicon by id."""
    return {
        name: Attribute(
            name,
            entry["type"],
            entry.get("hard", False),
            frozenset(entry.get("near", ())),
            entry.get("private", False),
        )
        for name, entry in lexicon("attributes").items()
    }


@cache
def _attribute_patterns() -> list[tuple[str, re.Pattern[str]]]:
    return [(name, _compiled(e["zh"] + e["en"])) for name, e in lexicon("attributes").items()]


@cache
def _kind_patterns() -> list[tuple[QuestionKind, re.Pattern[str]]]:
    return [(QuestionKind(e["id"]), _compiled(e["zh"] + e["en"])) for e in lexicon("questions")["kind"]]


@cache
def _signal(name: str) -> re.Pattern[str]:
    signals = lexicon("questions")["signals"]
    return _compiled(signals[f"{name}_zh"] + signals[f"{name}_en"])


def wanted_attributes(text: str) -> frozenset[str]:
    """The attributes that a normalised question asks for."""
    return frozenset(name for name, pattern in _attribute_patterns() if pattern.search(text))


def is_attribute(word: str) -> bool:
    """Whether a normalised word as a whole asks for an attribute, and so is no name."""
    return any(pattern.fullmatch(word) for _, pattern in _attribute_patterns())


def kinds_of(text: str) -> tuple[QuestionKind, ...]:
    """The kinds of a normalised question, the most telling first."""
    found = tuple(kind for kind, pattern in _kind_patterns() if pattern.search(text))
    return found or (QuestionKind.KEYWORDS,)


def has(signal: str, text: str) -> bool:
    """Whether a normalised text shows a signal of ``questions.toml``, such as ``follow_up`` or ``orders``."""
    return bool(_signal(signal).search(text))


def place_of(signal: str, text: str) -> re.Match[str] | None:
    """Where a normalised text first shows a signal, if it does."""
    return _signal(signal).search(text)


def name_asked(text: str) -> NameOf | None:
    """Of what a normalised question wants the name, if of anything."""
    if has("organisation_asked", text):
        return NameOf.ORGANISATION
    if QuestionKind.WHO in kinds_of(text):
        return NameOf.SOMEBODY
    return NameOf.ANYTHING if has("name_asked", text) else None


@cache
def _units() -> list[tuple[re.Pattern[str], re.Pattern[str]]]:
    return [(re.compile(u["asked"]), re.compile(u["given"])) for u in lexicon("units").values()]


def units_asked(text: str) -> tuple[re.Pattern[str], ...]:
    """For each class of quantity that a normalised question asks for, what tells that a text gives one."""
    return tuple(given for asked, given in _units() if asked.search(text))
