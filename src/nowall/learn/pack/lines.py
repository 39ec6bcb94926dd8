"""Where a TOML file has its tables and keys: tomllib gives values alone, and an editor wants the line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

_HEADER = re.compile(r"\s*(\[\[?)\s*([\w\s.-]+?)\s*\]", re.ASCII)
_KEY = re.compile(r"\s*(?:([\w-]+)|\"([^\"\\]*)\"|'([^']*)')\s*=", re.ASCII)
_STRINGS = re.compile(r"(\"\"\"|''')|\"(?:[^\"\\]|\\.)*\"|'[^']*'|#.*")

Place = tuple[str | int, ...]


class Lines:
    """The lines of a file that tomllib could read.

    A place in it is a path: ``("fact", 2, "zh")`` is the key ``zh`` of the third ``[[fact]]``.
    """

    def __init__(self, text: str) -> None:
        self._numbers: dict[Place, int] = {}
        self._counts: Counter[Place] = Counter()
        table: Place = ()
        for number, line in _outside_strings(text):
            if header := _HEADER.match(line):
                table = self._enter(header[2].split("."), is_list=header[1] == "[[")
                self._numbers.setdefault(table, number)
            elif key := _KEY.match(line):
                self._numbers.setdefault((*table, next(filter(None, key.groups()), "")), number)

    def of(self, path: Place) -> int:
        """The line of a key or table; of the nearest thing around it where it has no line of its own; else 1."""
        while path and path not in self._numbers:
            path = path[:-1]
        return self._numbers.get(path, 1)

    def _enter(self, parts: list[str], *, is_list: bool) -> Place:
        table: Place = ()
        for part in parts[:-1]:
            table = (*table, part.strip())
            if self._counts[table]:
                table = (*table, self._counts[table] - 1)
        table = (*table, parts[-1].strip())
        if is_list:
            self._counts[table] += 1
            table = (*table, self._counts[table] - 1)
        return table


def _outside_strings(text: str) -> Iterator[tuple[int, str]]:
    """Every line, with its number, that does not begin within a string of several lines."""
    open_until = ""
    for number, line in enumerate(text.split("\n"), start=1):
        if not open_until:
            yield number, line
            open_until = _left_open(line)
        elif open_until in line:
            open_until = _left_open(line.partition(open_until)[2])


def _left_open(line: str) -> str:
    """The mark that closes the string which a line opens and does not close."""
    start = 0
    while found := _STRINGS.search(line, start):
        start = found.end()
        if mark := found[1]:
            closed = line.find(mark, start)
            if closed < 0:
                return mark
            start = closed + len(mark)
    return ""
