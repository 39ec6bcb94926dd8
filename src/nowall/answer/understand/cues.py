"""What kind of question it is, which attribute it wants, and other marks: patterns read from the lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from nowall.answer.question import NameOf, QuestionKind
from nowall.lexicon import lexicon

_LATIN = re.compile("[a-z]")


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


class _Cue:
    """Patterns of both languages as one; the English ones are not looked for in a text without Latin letters."""

    __slots__ = ("_both", "_chinese")

    def __init__(self, chinese: Sequence[str], english: Sequence[str]) -> None:
        self._both = _compiled([*chinese, *english])
        self._chinese = _compiled(chinese or ["(?!)"])

    def search(self, text: str, latin: bool, start: int = 0) -> re.Match[str] | None:
        return (self._both if latin else self._chinese).search(text, start)

    def reaches_behind(self, place: int, text: str, latin: bool) -> bool:
        found = self.search(text, latin)
        return found is not None and (found.end() > place or self.search(text, latin, place) is not None)

    def covers(self, text: str) -> bool:
        return self._both.fullmatch(text) is not None


def _compiled(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def _has_latin(text: str) -> bool:
    return _LATIN.search(text) is not None


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
def _attribute_cues() -> list[tuple[str, _Cue]]:
    return [(name, _Cue(e["zh"], e["en"])) for name, e in lexicon("attributes").items()]


@cache
def _kind_cues() -> list[tuple[QuestionKind, _Cue]]:
    return [(QuestionKind(e["id"]), _Cue(e["zh"], e["en"])) for e in lexicon("questions")["kind"]]


@cache
def _signal(name: str) -> _Cue:
    signals = lexicon("questions")["signals"]
    return _Cue(signals[f"{name}_zh"], signals[f"{name}_en"])


def wanted_attributes(text: str) -> frozenset[str]:
    """The attributes that a normalised question asks for."""
    latin, given = _has_latin(text), place_of("given", text)
    cues = [(name, cue) for name, cue in _attribute_cues() if cue.search(text, latin)]
    asked = [(name, cue) for name, cue in cues if given and cue.reaches_behind(given.end(), text, latin)]
    return frozenset(name for name, _ in asked or cues)


def is_attribute(word: str) -> bool:
    """Whether a normalised word as a whole asks for an attribute, and so is no name."""
    return any(cue.covers(word) for _, cue in _attribute_cues())


@lru_cache(256)
def kinds_of(text: str) -> tuple[QuestionKind, ...]:
    """The kinds of a normalised question, the most telling first."""
    latin = _has_latin(text)
    found = tuple(kind for kind, cue in _kind_cues() if cue.search(text, latin))
    return found or (QuestionKind.KEYWORDS,)


def has(signal: str, text: str) -> bool:
    """Whether a normalised text shows a signal of ``questions.toml``, such as ``follow_up`` or ``orders``."""
    return place_of(signal, text) is not None


def place_of(signal: str, text: str) -> re.Match[str] | None:
    """Where a normalised text first shows a signal, if it does."""
    return _signal(signal).search(text, _has_latin(text))


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
