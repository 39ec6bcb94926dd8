"""The marks of items: numbers, labels, bullets, words; and which one follows upon which."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nowall.learn.extract.numerals import number
from nowall.lexicon import lexicon

_WORDS = lexicon("enumerations")
_LABELS = _WORDS["labels"]
_INSIDE = _WORDS["inside"]
_AT_START = re.compile(rf"\s*(?:{'|'.join(_LABELS.values())})", re.IGNORECASE)
_WITHIN = re.compile(
    rf"{_INSIDE['behind']}\s{{0,3}}(?:{'|'.join(_LABELS[kind] for kind in _INSIDE['kinds'])})", re.IGNORECASE
)
_DIGITS = re.compile(r"\d+")
_ORDER = {word: place for words in ("words", "words_en") for place, word in enumerate(_WORDS["order"][words], 1)}
_LAST = frozenset(_WORDS["order"]["last"])
_MIDDLE = frozenset(_WORDS["order"]["middle"])


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark, where it starts and where the item behind it does; ``number`` is its place, None for a bullet."""

    kind: str
    start: int
    end: int
    number: int | None = None
    label: str = ""
    word: str = ""

    @property
    def begins(self) -> bool:
        """Whether a list can begin with it: a bullet, or the number 1 (labels may count from 0)."""
        return self.number is None or self.number == 1 or (self.kind == "level" and self.number == 0)

    def follows(self, other: Mark) -> bool:
        """Whether it is the next one of the same list."""
        if self.kind != other.kind:
            return False
        if self.number is None or other.number is None:
            return self.number is other.number
        if self.word in _LAST | _MIDDLE and other.word not in _LAST:
            return True
        same = _DIGITS.sub("", self.label)[:1] == _DIGITS.sub("", other.label)[:1]
        return self.number == other.number + 1 and same


def mark_of(text: str, *, is_item: bool) -> Mark | None:
    """The mark that a levelled paragraph begins with; an item without one counts as a bullet's."""
    match = _AT_START.match(text)
    if match is None:
        return Mark("bullet", 0, len(text) - len(text.lstrip())) if is_item else None
    return _mark(match)


def marks_within(text: str) -> Iterator[Mark]:
    """The marks inside a levelled paragraph."""
    return (mark for match in _WITHIN.finditer(text) if (mark := _mark(match)))


def _mark(match: re.Match[str]) -> Mark | None:
    kind = match.lastgroup or ""
    if kind == "bullet":
        return Mark(kind, match.start(kind), match.end())
    groups = match.groupdict()
    label, word = groups.get(f"{kind}_label") or "", (groups.get(f"{kind}_mark") or "").casefold()
    place = _place(word or label)
    return None if place is None else Mark(kind, match.start(kind), match.end(), place, label.strip(), word)


def _place(text: str) -> int | None:
    if text in _ORDER or text in _LAST | _MIDDLE:
        return _ORDER.get(text, 0)
    if "①" <= text <= "⑳":
        return ord(text) - ord("①") + 1
    digits = _DIGITS.search(text)
    value = float(digits.group()) if digits else number(re.sub(r"[^一二三四五六七八九十]", "", text))
    return None if value is None else int(value)
