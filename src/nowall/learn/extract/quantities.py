"""Numbers with their units in a text, their values, and the words that they measure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from nowall.learn.extract.levelled import level
from nowall.learn.extract.numerals import number
from nowall.learn.extract.sentences import Span
from nowall.lexicon import lexicon

_WORDS = lexicon("quantities")
_NUMBERS = _WORDS["numbers"]
_SIGNS: dict[str, str] = _NUMBERS["signs"]
_SCALES: dict[str, float] = _NUMBERS["scales"]
_UNITS = [
    (kind, unit, form) for kind, units in _WORDS["units"].items() for unit, forms in units.items() for form in forms
]


def _whole(form: str) -> str:
    return rf"{form}(?![a-z])" if re.match(r"[a-z\[个]", form) and re.search(r"[a-z]", form) else form


_DIGITS = r"\d+(?:,\d{3})*(?:\.\d+)?"
_CHINESE = "〇零一二三四五六七八九两十百千"
_NUMERAL = rf"(?:{_DIGITS}|[{_CHINESE}]+(?:点[〇零一二三四五六七八九]+)?)"
_STARTS = rf"\d{_CHINESE}{re.escape(''.join({sign[0] for sign in _SIGNS}))}"
_SCALE = "|".join(_SCALES)
_UNITS.sort(key=lambda unit: (unit[0] == "count", -len(unit[2])))  # 个月 before 个
_UNIT = "|".join(_whole(form) for _, _, form in _UNITS)
_QUANTITY = re.compile(
    rf"(?=[{_STARTS}])(?P<sign>{'|'.join(map(re.escape, _SIGNS))})?\s?(?<![A-Za-z0-9.,\-_/第{_CHINESE}廿卅万亿])"
    rf"(?P<percent>百分之)?(?P<low>{_NUMERAL})\s?(?P<low_scale>{_SCALE})?"
    rf"(?:%?\s?(?:-|–|—|~|～|至|到|to )\s?(?P<high>{_NUMERAL})\s?(?P<high_scale>{_SCALE})?)?"
    rf"(?P<more>[多余几])?(?P<late_scale>万|亿)?\s?-?(?P<unit>{_UNIT})?(?P<after>左右|上下|以上|以下)?",
    re.IGNORECASE,
)
_NEIGHBOURS = re.compile("一[二两]|[二两]三|三[四五]|四五|五六|六七|七八|八九")
_HINT = re.compile(r"\d|[一二三四五六七八九两十百千万]")
_LOOKBEHIND = re.compile(r"\(\?<[^)]*\)")
_ABOUT = re.compile(rf"(?:{_NUMBERS['about']})\s?$", re.IGNORECASE)
_VAGUE = re.compile(_NUMBERS["vague"])
_RANK = re.compile(_NUMBERS["rank"])
_UNIT_OF = [(re.compile(_LOOKBEHIND.sub("", form), re.IGNORECASE), kind, unit) for kind, unit, form in _UNITS]
_LINKING = re.compile(rf"(?:\s*{_NUMBERS['linking']})+\s*$", re.IGNORECASE)
_CLAUSE = re.compile(r"[，。；：！？、（）()“”「」,;:]")
_BEHIND = re.compile(r"的?[^，。；：！？、（）()“”「」,;:.的\d]{1,15}")
_LONGEST_SUBJECT = 40
_NEAR = 12
"""Characters between two quantities of the same thing."""
_DATE_YEARS = range(1000, 2100)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, at these offsets.

    ``value`` is in the unit itself (1.2 亿元 is 120,000,000 CNY); ``high`` is the upper end of a range. ``kind`` is the
    class of unit as in the lexicon's ``units`` (money, people, duration, …), or ``number`` for a large number without
    one; ``unit`` is one name for all its forms. ``measured`` are the words that it is the quantity of, as far as they
    can be told.
    """

    start: int
    end: int
    value: float
    high: float | None
    kind: str
    unit: str
    approximate: bool
    measured: Span | None


def find_quantities(text: str) -> list[Quantity]:
    """All quantities that have a unit, in order. Dates, ranks and version numbers are none, nor is 一个."""
    levelled = level(text)
    return list(_found(levelled)) if _HINT.search(levelled) else []


def has_quantity(text: str) -> bool:
    """Whether a text has one."""
    levelled = level(text)
    return _HINT.search(levelled) is not None and next(_found(levelled), None) is not None


def _found(text: str) -> Iterator[Quantity]:
    last: Quantity | None = None
    for match in _QUANTITY.finditer(text):
        before = text[max(0, match.start() - 12) : match.start()]
        if _is_none(match, before):
            continue
        kind, unit = _class_of(match["unit"], match["percent"], match["sign"])
        low, high = _values(match)
        if low is None:
            continue
        about = _ABOUT.search(before)
        start = match.start() - (len(before) - about.start() if about else 0)
        end = match.start() + len(match.group().rstrip())
        measured = _measured(text, start, end, counts=kind in {"count", "people", "chips"})
        if last and _goes_on(last, start, measured):
            measured = last.measured
        approximate = bool(about or match["more"] or match["after"])
        last = Quantity(start, end, low, high, kind, unit, approximate, measured)
        yield last


def _goes_on(last: Quantity, start: int, measured: Span | None) -> bool:
    """Whether it is another quantity of what the last one measured: 分别上涨2%和3%."""
    if last.measured is None or last.measured[1] > last.start or start - last.end > _NEAR:
        return False
    return measured is None or measured[0] <= last.end <= measured[1] + 1


def _is_none(match: re.Match[str], before: str) -> bool:
    """Whether it is no quantity: a bare number, a year, a rank, 一个."""
    if not any(match[part] for part in ("unit", "percent", "sign", "low_scale", "late_scale", "high_scale")):
        return True
    if _VAGUE.search(before):
        return True
    if not match["unit"] and not match["sign"] and not match["percent"] and not match["low"][0].isdigit():
        return True  # 三万里
    if match["low"] == "一" and not (match["low_scale"] or match["percent"]):
        return True
    return _is_year(match) or ((match["unit"] or "") in {"名", "位", "个"} and _RANK.search(before) is not None)


@cache
def _class_of(form: str | None, percent: str | None, sign: str | None) -> tuple[str, str]:
    if percent:
        return "percent", "percent"
    if sign:
        return "money", _SIGNS[sign.upper()]
    found = ((kind, unit) for pattern, kind, unit in _UNIT_OF if form and pattern.fullmatch(form))
    return next(found, ("number", ""))


def _values(match: re.Match[str]) -> tuple[float | None, float | None]:
    """Both ends; a scale behind the second is the first one's too (4.2-66亿), unless it has its own."""
    late = match["late_scale"]
    scale = match["high_scale"] or late if match["high"] else late
    if _NEIGHBOURS.fullmatch(match["low"]):  # 三四分钟
        return _value(match["low"][0], match["low_scale"], late), _value(match["low"][1], match["low_scale"], late)
    low = _value(
        match["low"], match["low_scale"] or (scale if match["high"] else None), None if match["high"] else late
    )
    return low, _value(match["high"], match["high_scale"], late) if match["high"] else None


def _value(numeral: str, scale: str | None, late: str | None) -> float | None:
    whole, _, fraction = numeral.partition("点")
    value = number(whole)
    if value is not None and fraction:
        digits = "".join(str(int(number(character) or 0)) for character in fraction)
        value += float(f"0.{digits}")
    for factor in (scale, late):
        if value is not None and factor:
            value *= _SCALES[factor.lower()]
    return value


def _is_year(match: re.Match[str]) -> bool:
    """2024年 is a date; so is the end of 2021-2024年, and 24年3月's beginning."""
    if match["unit"] not in {"年", "款"} or match["low_scale"] or match["late_scale"]:
        return False
    numeral = match["high"] or match["low"]
    return (len(numeral) == 4 and (number(numeral) or 0) in _DATE_YEARS) or numeral.startswith("0")


def _measured(text: str, start: int, end: int, *, counts: bool) -> Span | None:
    """What is counted stands behind its number; what is measured stands before it, in the same clause."""
    behind = _BEHIND.match(text, end)
    if counts and behind:
        return _trimmed(text, *behind.span())
    edges = [match.end() for match in _CLAUSE.finditer(text, max(0, start - _LONGEST_SUBJECT), start)]
    first = edges[-1] if edges else max(0, start - _LONGEST_SUBJECT)
    linking = _LINKING.search(text, first, start)
    before = _trimmed(text, first, linking.start() if linking else start)
    if before[1] - before[0] > 1:
        return before
    return _trimmed(text, *behind.span()) if behind else None


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip(" 的"))
    return start, max(start, end - len(piece) + len(piece.rstrip()))
