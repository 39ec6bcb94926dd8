"""The dates that a text gives, absolute ones and those that count from the article's own date.

A wrong date is worse than none: what could be read in two ways is left out, and of a period only what both its ends
share is claimed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from nowall.learn.extract.levelled import level
from nowall.learn.extract.reckoning import NUMERAL, Reckoning
from nowall.lexicon import lexicon

_WORDS = lexicon("dates")
_PLACES = {"%n%": NUMERAL, "%month%": _WORDS["month"], "%weekday%": _WORDS["weekday"]}


def _pattern(text: str) -> re.Pattern[str]:
    for name, pattern in _PLACES.items():
        text = text.replace(name, pattern)
    return re.compile(text, re.IGNORECASE)


_DATE = _pattern(f"(?={_WORDS['first']})(?:{'|'.join(_WORDS['patterns'].values())})")
_AROUND = {name: _pattern(pattern) for name, pattern in _WORDS["around"].items()}
_HINT = _pattern(r"\d|[年月日天周晚夜晨早]|星期|礼拜|day\b|week|month|year|night|morning|last|next|this|%month%")
_TITLE = re.compile(r"《[^《》]{0,60}》|〈[^〈〉]{0,60}〉")
_SENTENCE_END = re.compile(r"[。！？\n]")
_LONGEST_SENTENCE = 200
_DISPATCH_HEAD = 60
"""Characters at the beginning of a text within which a dispatch gives its date."""
_ABSOLUTE = {"numeric", "republic", "full", "my", "in_year"}
_OF_DAYS = {"day", "day_en"}


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a text, at these offsets. ``iso`` has the precision that is known: year, month or day.

    ``relative`` is whether it needed the article's date.
    """

    start: int
    end: int
    iso: str
    relative: bool


def find_dates(text: str, published: str | None) -> list[FoundDate]:
    """All dates that can be told for certain, in order. ``published`` is the ISO date of the article."""
    levelled = level(text)
    return list(_found(levelled, Reckoning(published))) if _HINT.search(levelled) else []


def _found(text: str, reckoning: Reckoning) -> Iterator[FoundDate]:
    titles = [match.span() for match in _TITLE.finditer(text)]
    for match in _DATE.finditer(text):
        kind = match.lastgroup or ""
        if any(start < match.start() < end for start, end in titles) or _is_none(text, match, kind):
            continue
        first = max(0, match.start() - _LONGEST_SENTENCE)
        sentence = _SENTENCE_END.split(text[first : match.start()])[-1]
        future = _AROUND["future"].search(sentence) is not None
        parts = {name.removeprefix(f"{kind}_"): part for name, part in match.groupdict().items() if part is not None}
        iso = reckoning.reckon(kind, parts, future=future, carried=reckoning.carries(match.start() - len(sentence)))
        if iso is None:
            continue
        reckoning.remember(iso, match.start())
        if match.start() < _DISPATCH_HEAD and _AROUND["dispatch"].match(text, match.end()):
            reckoning.count_from(iso)
        yield FoundDate(match.start(), match.end(), _shared(text, match, iso), relative=_is_relative(kind, parts))


def _is_none(text: str, match: re.Match[str], kind: str) -> bool:
    """Whether what stands around it makes it something else: a period, a title, another calendar, "nowadays"."""
    before, behind = text[max(0, match.start() - 8) : match.start()], text[match.end() : match.end() + 8]
    if _AROUND["behind"].match(behind):
        return True
    if kind in _OF_DAYS:
        return bool(_AROUND["before_day"].search(before) or _AROUND["behind_day"].match(behind))
    if kind == "weekday":
        return _AROUND["before_weekday"].search(before) is not None
    if kind == "full" and match["full_y"][-2:] in {"00", "〇〇", "零零"} and match["full_m"] is None:
        return bool(_AROUND["round_behind"].match(behind) or _AROUND["before"].search(before))
    return kind in {"full", "partial", "bare", "ago"} and _AROUND["before"].search(before) is not None


def _shared(text: str, match: re.Match[str], iso: str) -> str:
    """The date, or where a period begins with it, what the period's beginning and end have in common."""
    if following := _AROUND["range_behind"].match(text, match.end()):
        return iso[:4] if following["rm"] or len(iso) <= len("2024-11") else iso[:7]
    return iso


def _is_relative(kind: str, parts: dict[str, str]) -> bool:
    return kind not in _ABSOLUTE and not (kind in {"mdy", "dmy"} and "y" in parts)
