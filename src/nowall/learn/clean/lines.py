"""The lines of a document, which all steps of cleaning work on, and the note of what they took away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from nowall.learn.documents import Dropped, ParagraphKind, Traced

_ROW = re.compile(r"[^\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]+")
_EMPTY_ROW = re.compile(r"(?:\r\n|[^\r]|\r(?!\n)){2,}")
_SPLIT = re.compile(r"<br\s{0,9}/?>|(?<=[。！？!?”」』）)】])(?:\u3000{2,}|[ \t\xa0\u3000]{3,})(?=\S)")
_BREAK = re.compile(r"[\n\r\x0b\x0c\x85\u2028\u2029]\s*")
_APART = re.compile(r"(?:[-*•·]|\d{1,3}[.)])\s|By\s[A-Z]|[A-Z][a-z]+:\s")
"""How a row begins that does not go on with the one before."""
_LATIN = re.compile(r"[A-Za-z ]")
_NARROWEST, _WIDEST = 60, 110
"""Columns at which a text is wrapped by hand."""
_RAGGED = 18
"""How much shorter a wrapped row may be than the longest one."""
_LONGEST = 10_000
"""Characters of a line. No paragraph has as many, and some steps take quadratic time for one."""
_ENDS = frozenset(".!?:\"'”’)")


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


def in_reasonable_lengths(lines: Iterable[Line]) -> Iterator[Line]:
    """Lines as they are, those that are far too long in several: cut behind a sentence where that can be done."""
    for line in lines:
        start, length = 0, len(line.text.text)
        while length - start > _LONGEST:
            end = _place_to_cut(line.text.text, start + _LONGEST // 2, start + _LONGEST)
            yield from filter(None, [line.cut(start, end)])
            start = end
        yield from filter(None, [line.cut(start, length)]) if start else [line]


def _place_to_cut(text: str, first: int, last: int) -> int:
    ends = [max(text.rfind(sign, first, last) for sign in signs) + 1 for signs in ("。！？", "!?；; \u3000", "，,")]
    return next(filter(None, ends), last)


def text_lines(source: str) -> Iterator[Line]:
    """The lines of a plain text; English that is wrapped by hand is joined into paragraphs."""
    for block in _blocks(source):
        if _is_wrapped(source, block):
            yield from _unwrapped(source, block)
        else:
            yield from _rows(source, block)


def _rows(source: str, block: Sequence[tuple[int, int]]) -> Iterator[Line]:
    for start, end in block:
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
    edits = [_joint(text, m.start(), m.end()) for m in _BREAK.finditer(text)]
    return replace(line, text=line.text.replaced(edits))


def _joint(text: str, start: int, end: int) -> tuple[int, int, str]:
    while text[start - 1].isspace():  # a pattern that looked back would take quadratic time
        start -= 1
    return start, end, "" if text[start - 1] > "\u2e7f" and text[end] > "\u2e7f" else " "


def _parts(source: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    for gap in _SPLIT.finditer(source, start, end):
        yield start, gap.start()
        start = gap.end()
    yield start, end


def _blocks(source: str) -> Iterator[list[tuple[int, int]]]:
    """The spans of the rows, those together that have no empty row between them."""
    block: list[tuple[int, int]] = []
    for match in _ROW.finditer(source):
        if block and (_EMPTY_ROW.fullmatch(source, block[-1][1], match.start()) or match.group().isspace()):
            yield block
            block = []
        if not match.group().isspace():
            block.append(match.span())
    if block:
        yield block


def _is_wrapped(source: str, block: Sequence[tuple[int, int]]) -> bool:
    """Whether rows are as long as a typewriter's, one at least broken within a sentence, in Latin letters."""
    widths = [end - start for start, end in block]
    wide = max(widths)
    if len(block) < 2 or not _NARROWEST <= wide <= _WIDEST:
        return False
    first, last = block[0][0], block[-1][1]
    if len(_LATIN.findall(source, first, last)) * 3 < (last - first) * 2:
        return False
    full = sum(width > wide - _RAGGED for width in widths[:-1])
    return full * 4 >= (len(block) - 1) * 3 and any(source[end - 1] not in _ENDS for _, end in block[:-1])


def _unwrapped(source: str, block: Sequence[tuple[int, int]]) -> Iterator[Line]:
    """Paragraphs of wrapped rows: one ends after a short row, and before a label or a list's mark."""
    wide = max(end - start for start, end in block)
    first, last = block[0]
    for start, end in block[1:]:
        ends_short = source[last - 1] in _ENDS and last - max(first, source.rfind("\n", 0, last) + 1) < wide - _RAGGED
        if ends_short or _APART.match(source, start):
            yield from filter(None, [joined(source, first, last)])
            first = start
        last = end
    yield from filter(None, [joined(source, first, last)])
