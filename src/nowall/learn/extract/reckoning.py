"""From the parts of a date, as a text gives them, to an ISO date, counted from the article's own where need be."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Mapping
from datetime import date, timedelta

from nowall.learn.extract.numerals import number
from nowall.lexicon import lexicon

Parts = Mapping[str, str]

_WORDS = lexicon("dates")
_OFFSETS = _WORDS["offsets"]
NUMERAL: str = _WORDS["numeral"]
"""A small number, as a part of regular expressions."""

_REPUBLIC = 1911
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
_WEEKDAYS |= {character: index for index, character in enumerate("一二三四五六日")} | {"天": 6}
_UNITS = {"天": "day", "周": "week", "个星期": "week", "个月": "month", "年": "year"}
_FARTHEST_PAST, _FARTHEST_FUTURE = 9, 6
"""Months from the article's date within which a month without a year is this year's."""
_RECENT = 4
"""Days within which a bare weekday is the last one."""


class Reckoning:
    """What one text's dates count from: the article's date, and the year that the text named last."""

    def __init__(self, published: str | None) -> None:
        self._named: str | None = None
        self._place = 0
        self.count_from(published)

    def count_from(self, published: str | None) -> None:
        """Let today be this ISO date, of any precision; None where it is not known."""
        parts = [int(part) for part in published[:10].split("-")] if published else []
        self._year = parts[0] if parts else None
        self._month = parts[1] if len(parts) > 1 else None
        self._day = _day(*parts) if len(parts) > 2 else None

    def remember(self, iso: str, place: int) -> None:
        """Keep the date that was found last: 同年 and a month without a year can rest on it."""
        self._named, self._place = iso, place

    def carries(self, sentence: int) -> bool:
        """Whether the last date that was found stands in the sentence that begins there."""
        return self._named is not None and self._place >= sentence

    def reckon(self, kind: str, parts: Parts, *, future: bool, carried: bool) -> str | None:
        """The ISO date of a match of this kind, or None where it is no date or not certain."""
        try:
            if kind in {"partial", "bare", "bare_en", "mdy", "dmy", "my", "numeric", "full", "republic", "in_year"}:
                return self._calendar_date(kind, parts, future=future, carried=carried)
            return self._COUNTED[kind](self, parts, future)
        except (ValueError, OverflowError):
            return None

    def _calendar_date(self, kind: str, parts: Parts, *, future: bool, carried: bool) -> str | None:
        month, day = _month_number(parts.get("m")), _small(parts.get("d"))
        if "y" not in parts:
            return self._without_year(month, day, future=future, carried=carried)
        year = 1 if parts["y"] == "元" else _small(parts["y"])
        return None if year is None else _iso(year + (_REPUBLIC if kind == "republic" else 0), month, day)

    def _without_year(self, month: int | None, day: int | None, *, future: bool, carried: bool) -> str | None:
        if month is None:
            return None
        named = int(self._named[:4]) if self._named else self._year
        if carried:
            return None if named is None else _iso(named, month, day)
        if self._year is None or self._month is None or named != self._year:
            return None
        ahead = month - self._month
        if ahead > _FARTHEST_FUTURE and not future:
            return _iso(self._year - 1, month, day)
        if ahead < -_FARTHEST_PAST:
            return _iso(self._year + 1, month, day) if future else None
        return _iso(self._year, month, day)

    def _same(self, parts: Parts, _: bool) -> str | None:
        if self._named is None:
            return None
        return _iso(int(self._named[:4]) + _OFFSETS["same"][parts["r"]], _small(parts["m"]), _small(parts.get("d")))

    def _in_year(self, parts: Parts, _: bool) -> str | None:
        if self._year is None:
            return None
        return _iso(self._year + _OFFSETS["years"][parts["r"]], _small(parts.get("m")), _small(parts.get("d")))

    def _in_month(self, parts: Parts, _: bool) -> str | None:
        return self._months_from_now(_OFFSETS["months"][parts["r"]], _small(parts.get("d")))

    def _months_from_now(self, count: int, day: int | None = None) -> str | None:
        if self._year is None or self._month is None:
            return None
        years, month = divmod(self._month - 1 + count, 12)
        return _iso(self._year + years, month + 1, day)

    def _on_day(self, parts: Parts, _: bool) -> str | None:
        word = parts["r"].casefold()
        return self._days_from_now(_OFFSETS["days"][word if word.isascii() else word[:-1]])

    def _days_from_now(self, count: int) -> str | None:
        return None if self._day is None else (self._day + timedelta(count)).isoformat()

    def _weekday_of_week(self, parts: Parts, future: bool) -> str | None:
        word, weekday = parts["r"].casefold(), _weekday(parts["w"])
        if self._day is None or word == "on" or (word == "this" and parts["w"].isascii()):
            return self._weekday(parts, future)
        if parts["w"].isascii():  # "last Friday" is the last one, "next Friday" may be either of two
            back = (self._day.weekday() - weekday) % 7 or 7
            return self._days_from_now(-back) if word == "last" else None
        return self._days_from_now(weekday - self._day.weekday() + 7 * _OFFSETS["weeks"][word])

    def _weekday(self, parts: Parts, future: bool) -> str | None:
        if self._day is None:
            return None
        difference = (self._day.weekday() - _weekday(parts["w"])) % 7
        if future:
            return self._days_from_now(7 - difference) if difference >= 7 - _RECENT else None
        return self._days_from_now(-difference) if difference <= _RECENT else None

    def _week(self, count: int) -> str | None:
        """A week's month, where the week lies in one."""
        if self._day is None:
            return None
        monday = self._day + timedelta(7 * count - self._day.weekday())
        return _month_of(monday, monday + timedelta(6))

    def _in_week(self, parts: Parts, _: bool) -> str | None:
        return self._week(_OFFSETS["weeks"][parts["r"]])

    def _next_month(self, parts: Parts, _: bool) -> str | None:
        month, word = _month_number(parts["m"]), parts["r"].casefold()
        if self._year is None or self._month is None or month is None:
            return None
        passed = {"last": -(month >= self._month), "next": int(month <= self._month), "this": 0}[word]
        return _iso(self._year + passed, month)

    def _next_unit(self, parts: Parts, _: bool) -> str | None:
        word, unit = parts["r"].casefold(), parts["u"].casefold()
        return self._units_from_now(_OFFSETS["years"][word], unit)

    def _units_from_now(self, count: int, unit: str) -> str | None:
        if unit == "day":
            return self._days_from_now(count)
        if unit == "week":
            return self._week(count)
        if unit == "month":
            return self._months_from_now(count)
        return None if self._year is None or abs(count) >= 10 else _iso(self._year + count)

    def _ago(self, parts: Parts, _: bool) -> str | None:
        count, unit = _count(parts)
        return self._units_from_now(-count, unit)

    def _later(self, parts: Parts, _: bool) -> str | None:
        count, unit = _count(parts)
        return self._units_from_now(count, unit)

    def _dateline(self, parts: Parts, _: bool) -> str | None:
        """``记者15日表示`` speaks of the last such day, if that is only days ago."""
        if self._day is None:
            return None
        back = self._day.day - int(parts["d"])
        return self._days_from_now(-back) if 0 <= back < 7 else None

    _COUNTED: Mapping[str, Callable[[Reckoning, Parts, bool], str | None]] = {
        "same": _same, "year": _in_year, "month": _in_month, "day": _on_day, "day_en": _on_day,
        "week_day": _weekday_of_week, "next_day": _weekday_of_week, "weekday": _weekday, "week": _in_week,
        "ago": _ago, "ago_en": _ago, "later": _later, "dateline": _dateline, "next_month": _next_month,
        "next_unit": _next_unit,
    }  # fmt: skip


def _count(parts: Parts) -> tuple[int, str]:
    word = parts["n"].casefold()
    count = _WORDS["numerals"]["en"].get(word) or _small(word) or 0
    return count, _UNITS.get(parts["u"], parts["u"].casefold())


def _small(text: str | None) -> int | None:
    value = number(text) if text else None
    return None if value is None else int(value)


def _month_number(text: str | None) -> int | None:
    return (
        _MONTHS.index(text[:3].casefold()) + 1 if text and text[:1].isascii() and text[:1].isalpha() else _small(text)
    )


def _weekday(text: str) -> int:
    return _WEEKDAYS[text[:3].casefold()]


def _month_of(first: date, last: date) -> str | None:
    return f"{first:%Y-%m}" if first.month == last.month else None


def _day(year: int, month: int, day: int) -> date | None:
    return date(year, month, day) if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1] else None


def _iso(year: int, month: int | None = None, day: int | None = None) -> str | None:
    """The date if there is such a one; 2024-02-30 is none."""
    if not 1 <= year <= 2099 or (month is not None and not 1 <= month <= 12):
        return None
    if month is None:
        return f"{year:04}"
    if day is None:
        return f"{year:04}-{month:02}"
    return found.isoformat() if (found := _day(year, month, day)) else None
