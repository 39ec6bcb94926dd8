"""The lines of a document, which all steps of cleaning work on, and the note of what they took away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from nowall.learn.documents import Dropped, ParagraphKind, Traced

_LINE = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_SPLIT = re.compile(r"<br\s{0,9}/?>|(?<=[。！？!?”」』）)】])(?:\u3000{2,}|[ \t\xa0\u3000]{3,})(?=\S)")
_BREAK = re.compile(r"\s*[\n\r\x0b\x0c\x85\u2028\u2029]\s*")
_LIST_MARK = re.compile(r"(?:[-*•·]|\d{1,3}[.)])\s")
_LATIN = re.compile(r"[A-Za-z]")
_NARROWEST, _WIDEST = 45, 110
"""Columns at which a text is wrapped by hand."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line without the blanks at its ends; ``kind`` is what markup or an earlier step says that it is."""

    text: Traced
    kind: ParagraphKind | None = None

    def __str__(self) -> str:
        return self.text.text

    def drop(self, step: str) -> Dropped:
        """The note that the whole line was taken away."""
        start, end = self.text.span(0, len(self.text.text))
        return Dropped(start, end, step)

    def cut(self, start: int, end: int) -> Line | None:
        """The part between two offsets without the blanks at its ends, None where nothing is left."""
        text = self.text.text
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        return replace(self, text=self.text.cut(start, end)) if start < end else None


@dataclass(slots=True)
class Sheet:
    """The lines as they are by now, and all that was dropped from them; passed from step to step."""

    lines: list[Line]
    dropped: list[Dropped] = field(default_factory=list)

    def keep(self, steps: Sequence[str | None]) -> None:
        """Drop each line that has a step's name at its place."""
        self.dropped += [line.drop(step) for line, step in zip(self.lines, steps, strict=True) if step]
        self.lines = [line for line, step in zip(self.lines, steps, strict=True) if not step]

    def edit(self, place: int, edits: Sequence[tuple[int, int, str]], step: str) -> None:
        """Make edits in one line and note them; a line with nothing left stays as an empty one."""
        if not edits:
            return
        line = self.lines[place]
        for start, end, replacement in edits:
            self.dropped.append(Dropped(*line.text.span(start, end), step, replacement))
        self.lines[place] = replace(line, text=line.text.replaced(edits))

    def tidy(self) -> None:
        """Strip the lines, and forget those in which nothing is left."""
        cuts = (line.cut(0, len(line.text.text)) for line in self.lines)
        self.lines = [line for line in cuts if line]


def text_lines(source: str) -> Iterator[Line]:
    """The lines of a plain text; English that is wrapped by hand is joined into paragraphs."""
    rows = [match.span() for match in _LINE.finditer(source)]
    if _is_wrapped(source, rows):
        yield from _unwrapped(source, rows)
        return
    for start, end in rows:
        for first, last in _parts(source, start, end):
            line = Line(Traced.whole(source[first:last], first)).cut(0, last - first)
            if line:
                yield line


def joined(source: str, start: int, end: int) -> Line | None:
    """The text between two offsets as one line: each break in it becomes a space, or nothing between Chinese."""
    line = Line(Traced.whole(source[start:end], start)).cut(0, end - start)
    if line is None:
        return None
    text = line.text.text
    edits = [(m.start(), m.end(), _joint(text, m)) for m in _BREAK.finditer(text)]
    return replace(line, text=line.text.replaced(edits))


def _joint(text: str, gap: re.Match[str]) -> str:
    return "" if text[gap.start() - 1] > "\u2e7f" and text[gap.end()] > "\u2e7f" else " "


def _parts(source: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for gap in _SPLIT.finditer(source, start, end):
        yield start, gap.start()
        start = gap.end()
    yield start, end


def _is_wrapped(source: str, rows: Sequence[tuple[int, int]]) -> bool:
    """Whether most rows are about as long as a typewriter's, none is longer, and the text is in Latin letters."""
    full = sum(end - start > _NARROWEST for start, end in rows)
    if len(rows) < 4 or full * 2 < len(rows) or any(end - start > _WIDEST for start, end in rows):
        return False
    head = source[:4000]
    return len(_LATIN.findall(head)) * 2 > len(head)


def _unwrapped(source: str, rows: Sequence[tuple[int, int]]) -> Iterator[Line]:
    for is_blank, block in groupby(rows, key=lambda row: source[row[0] : row[1]].isspace()):
        if not is_blank:
            for start, end in _blocks(source, list(block)):
                line = joined(source, start, end)
                if line:
                    yield line


def _blocks(source: str, rows: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Paragraphs within rows: one ends at an empty line, after a short row, and before a list's mark."""
    first: int | None = None
    last = width = 0
    for start, end in rows:
        apart = source.count("\n", last, start) > 1 or width < _NARROWEST or _LIST_MARK.match(source, start)
        if first is not None and apart:
            yield first, last
            first = None
        first = start if first is None else first
        last, width = end, end - start
    if first is not None:
        yield first, last
