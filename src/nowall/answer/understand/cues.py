"""What kind of question it is, which attribute it wants, and other marks: patterns read from the lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import chain

from nowall.answer.question import NameOf, QuestionKind
from nowall.language.sieve import Sieve
from nowall.lexicon import lexicon

_LATIN = re.compile("[a-z]")
_REMEMBERED = 256
"""Texts that are remembered: several look at the same one for different cues."""


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

    def __init__(self, chinese: Sequence[str], english: Sequence[str]) -> None:
        self._chinese, self._english = chinese, english

    @property
    def patterns(self) -> Sequence[str]:
        """Those of both languages."""
        return [*self._chinese, *self._english]

    @cached_property
    def _of_both(self) -> re.Pattern[str]:
        return _compiled(self.patterns)

    @cached_property
    def _of_chinese(self) -> re.Pattern[str]:
        return _compiled(self._chinese or ["(?!)"])

    def search(self, text: str, start: int = 0) -> re.Match[str] | None:
        return (self._of_both if _LATIN.search(text) else self._of_chinese).search(text, start)

    def reaches_behind(self, place: int, text: str) -> bool:
        found = self.search(text)
        return found is not None and (found.end() > place or self.search(text, place) is not None)

    def covers(self, text: str) -> bool:
        return self._of_both.fullmatch(text) is not None


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
def _attribute_cues() -> dict[str, _Cue]:
    return {name: _Cue(e["zh"], e["en"]) for name, e in lexicon("attributes").items()}


@cache
def _kind_cues() -> dict[QuestionKind, _Cue]:
    return {QuestionKind(e["id"]): _Cue(e["zh"], e["en"]) for e in lexicon("questions")["kind"]}


@cache
def _signal_cues() -> dict[str, _Cue]:
    signals = lexicon("questions")["signals"]
    names = [name.removesuffix("_zh") for name in signals if name.endswith("_zh")]
    return {name: _Cue(signals[f"{name}_zh"], signals[f"{name}_en"]) for name in names}


@cache
def _sieve() -> Sieve[_Cue]:
    cues = chain(_attribute_cues().values(), _kind_cues().values(), _signal_cues().values())
    return Sieve({cue: cue.patterns for cue in cues})


@lru_cache(_REMEMBERED)
def _possible(text: str) -> frozenset[_Cue]:
    """The cues that a text may show: few of them, and told faster than by looking for each."""
    return _sieve().let_through(text)


def wanted_attributes(text: str) -> frozenset[str]:
    """The attributes that a normalised question asks for."""
    possible, given = _possible(text), place_of("given", text)
    cues = [(name, cue) for name, cue in _attribute_cues().items() if cue in possible and cue.search(text)]
    asked = [(name, cue) for name, cue in cues if given and cue.reaches_behind(given.end(), text)]
    return frozenset(name for name, _ in asked or cues)


def is_attribute(word: str) -> bool:
    """Whether a normalised word as a whole asks for an attribute, and so is no name."""
    possible = _possible(word)
    return any(cue in possible and cue.covers(word) for cue in _attribute_cues().values())


@lru_cache(_REMEMBERED)
def kinds_of(text: str) -> tuple[QuestionKind, ...]:
    """The kinds of a normalised question, the most telling first."""
    possible = _possible(text)
    found = tuple(kind for kind, cue in _kind_cues().items() if cue in possible and cue.search(text))
    return found or (QuestionKind.KEYWORDS,)


def has(signal: str, text: str) -> bool:
    """Whether a normalised text shows a signal of ``questions.toml``, such as ``follow_up`` or ``orders``."""
    return place_of(signal, text) is not None


def place_of(signal: str, text: str) -> re.Match[str] | None:
    """Where a normalised text first shows a signal, if it does."""
    cue = _signal_cues()[signal]
    return cue.search(text) if cue in _possible(text) else None


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
