"""What a line says of its article: who wrote it, where it comes from, when it was published."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from nowall.language.opencc_converter import converter
from nowall.learn.clean.dates import dates, iso_date
from nowall.learn.clean.phrases import squeeze
from nowall.lexicon import lexicon

_SAME = str.maketrans("：｜丨（）［］【】，；﹕∣│", ":||()[][],;:||")
"""One form for each mark that stands around a label; as long as before."""
_VALUE_END = re.compile(r"[,;|)\]。>]|\s{2,}|\t|(?<=\S)\(")
_QUOTES = "“”\"'‘’「」『』《》<>()[]?!*#:|/-—·,;。 \t\u3000"
_LONGEST_LINE = 140
_LONGEST_VALUE = 40
_LONGEST_REST = 14
_LETTERS = re.compile(r"[^\W_]")
_BY = re.compile(r"by ((?:[A-Z][\w.'’-]*(?: |$|(?=[,|]))(?:and )?){1,8})")
_SENTENCE = re.compile(r"[,;。！？、]\s?[^\W\d_]{4}|[,:]$")
_CLOCK = re.compile(r"\d[:：]\d\d")
_PAGE = re.compile(r"\d\s?版$")
_URL = re.compile(r"https?://[^\s\"<>（），。]+")
_FIELDS = ("author", "translator", "editor", "publisher", "published", "url", "title", "other")


@dataclass(frozen=True, slots=True)
class Byline:
    """The fields that a line names, by the labels of the lexicon; ``repost`` is one whose label says so."""

    fields: tuple[tuple[str, str], ...]

    def get(self, *names: str) -> str | None:
        """The first value of the first of these fields that there is."""
        return next((value for name in names for field, value in self.fields if field == name), None)


def byline(text: str) -> Byline | None:
    """Read a line that is nothing but labelled fields and dates; None for every other one."""
    if not 2 <= len(text) <= _LONGEST_LINE:
        return None
    level = text.translate(_SAME)
    labels = list(_labels().finditer(level))
    fields, taken = _values(level, labels)
    by = _BY.match(level[:1].lower() + level[1:])
    if by and not fields:
        fields.append(("author", by[1]))
        taken.append(by.span())
    is_labelled = bool(fields)
    _add_dates(level, fields, taken)
    rest = _rest(level, taken)
    if not is_labelled and not _is_beside_date(level, rest):
        return None
    if not fields or len(_LETTERS.findall(rest)) > _LONGEST_REST or _SENTENCE.search(rest):
        return None
    return _checked(fields, rest)


def name_of(value: str) -> str | None:
    """A name without the marks around it; None for one that only says "this site"."""
    value = value.strip(_QUOTES)
    if not value or not _LETTERS.search(value) or squeeze(value) in _nobody() or len(value) > _LONGEST_VALUE:
        return None
    return value


def _is_beside_date(level: str, rest: str) -> bool:
    """Whether what stands beside a date without a label is nothing, a time of day, a page, or a publisher."""
    name = rest.strip(_QUOTES)
    return len(_LETTERS.findall(name)) <= 2 or bool(
        _CLOCK.search(level) or _PAGE.search(name) or _agency().search(name)
    )


def _add_dates(level: str, fields: list[tuple[str, str]], taken: list[tuple[int, int]]) -> None:
    for iso, start, end in dates(level):
        if not any(first <= start < last for first, last in taken):
            fields.append(("published", iso))
            taken.append((start, end))


def _values(level: str, labels: list[re.Match[str]]) -> tuple[list[tuple[str, str]], list[tuple[int, int]]]:
    fields: list[tuple[str, str]] = []
    taken: list[tuple[int, int]] = []
    for place, label in enumerate(labels):
        following = labels[place + 1] if place + 1 < len(labels) else None
        limit = following.start() if following else len(level)
        field = _field(label)
        end = _value_end(field, level, label.end(), limit)
        fields.append((field, level[label.end() : end].strip()))
        # what stands in brackets after a name belongs to it
        taken.append((label.start(), _after_bracket(level, end, limit)))
    return fields, taken


def _value_end(field: str, level: str, start: int, limit: int) -> int:
    if field == "url":
        return limit
    if field == "published":
        date = next(dates(level[start:limit]), None)
        if date:
            return start + date[2]
    stop = _VALUE_END.search(level, start + 1, limit)
    end = stop.start() if stop else limit
    date = next(dates(level[start:end]), None)
    return start + date[1] if date and date[1] > 1 and field != "title" else end


def _after_bracket(level: str, end: int, limit: int) -> int:
    if level[end : end + 1] != "(":
        return end
    close = level.find(")", end, limit)
    return close + 1 if close >= 0 else limit


def _checked(fields: list[tuple[str, str]], rest: str) -> Byline | None:
    """The fields with plausible values; None where one is no byline's."""
    good: list[tuple[str, str]] = []
    for field, value in fields:
        if field == "published":
            iso = iso_date(value)
            if iso is None:
                return None
            good.append((field, iso))
        elif field == "url":
            good += [(field, m.group()) for m in _URL.finditer(value)][:1]
        elif len(value) > _LONGEST_VALUE and field != "title":
            return None
        elif field == "title":
            good.append((field, value.strip()))
        elif field != "other" and (name := name_of(value)):
            good.append((field, name))
    site = name_of(rest)
    if site and not any(field in ("publisher", "repost") for field, _ in good) and _agency().search(site):
        good.append(("publisher", site))
    return Byline(tuple(good))


def _rest(level: str, taken: list[tuple[int, int]]) -> str:
    done, parts = 0, []
    for start, end in sorted(taken):
        parts.append(level[done : max(start, done)])
        done = max(done, end)
    return " ".join([*parts, level[done:]])


def _field(label: re.Match[str]) -> str:
    return next(name for name, value in label.groupdict().items() if value is not None)


@cache
def _nobody() -> frozenset[str]:
    return frozenset(map(squeeze, lexicon("bylines")["nobody"]))


@cache
def _agency() -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(_forms(lexicon("bylines")["agencies"])) + ")$")


@cache
def _labels() -> re.Pattern[str]:
    """Every label where a field may begin, with the mark after it, as a group named by its field."""
    table = lexicon("bylines")
    spaced = set(_forms(table["spaced"]))
    groups = "|".join(f"(?P<{field}>{_group(_forms(table[field]), spaced)})" for field in _FIELDS)
    reposts = "|".join(_forms(table["repost"]))
    return re.compile(
        rf"(?:(?<=^)|(?<=[\s|,;()\[\]/。]))(?:(?P<repost>(?:{reposts})\s?:?\s?(?=[“\"「《\s:?\w]))|{groups})",
        re.IGNORECASE,
    )


def _group(labels: Iterable[str], spaced: set[str]) -> str:
    ordered = sorted(labels, key=len, reverse=True)
    strict = "|".join(re.escape(label) for label in ordered)
    loose = "|".join(re.escape(label) for label in ordered if label in spaced)
    mark = r"\s?[:|/]\s?"
    return f"(?:{strict}){mark}" + (rf"|(?:{loose})\s+" if loose else "")


def _forms(words: Iterable[str]) -> list[str]:
    """Words in both scripts, the longest first."""
    both = {form for word in words for form in (word, converter("s2t").convert(word))}
    return sorted(both, key=lambda word: (-len(word), word))
