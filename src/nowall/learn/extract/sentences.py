"""Where the sentences of a paragraph begin and end, and where a long one can be cut."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from nowall.learn.extract.levelled import level
from nowall.lexicon import lexicon

Span = tuple[int, int]

_WORDS = lexicon("sentences")
_PAIRS = {"”": "“", "」": "「", "』": "『", "》": "《", "）": "（", ")": "(", "】": "【", "]": "[", '"': '"'}
_MARKS = re.compile(r"""[“”「」『』《》（）()【】\[\]"]""")
_LONGEST_PAIR = 600
"""An opening mark whose closing one is farther away has lost its own."""

_DEEPEST = 6
"""Marks that are looked back over for the one that opens a pair."""

_CLOSING = r"""(?:[”’」』》）)】"]|\[\d{1,3}\])*"""
_END = re.compile(
    rf"https?://[^\s\u3000-\u9fff\uff00-\uffef]+|\n|[。！？!?]+{_CLOSING}|(?<![.])\.(?![.]){_CLOSING}(?=\s|$|[\u4e00-\u9fff])"
)
_ABBREVIATION = re.compile(
    rf"(?:(?<![A-Za-z.])(?:{'|'.join(map(re.escape, _WORDS['abbreviations']))})|(?<![A-Za-z])(?:[A-Za-z]\.)*[A-Z])$",
    re.IGNORECASE,
)
_NUMBERING = re.compile(r"\s*[（(]?(?:\d{1,3}|[A-Za-z]|[IVX]+)$")

_SAYING = "|".join(_WORDS["saying"])
_SAYING_BEFORE = "|".join(_WORDS["saying_before_a_mark"])
_AFTER_QUOTE = re.compile(
    rf"\s*[，,]?[^，。！？；：“”「」]{{0,20}}?(?:{_SAYING}|{_SAYING_BEFORE}|问|喊|(?:{'|'.join(_WORDS['saying_en'])}))"
)
_FRAME = re.compile(
    rf"(?:(?:{'|'.join(_WORDS['source_before'])})?[^，。！？；：、“”「」\n]{{1,40}}?(?:{_SAYING}|{_SAYING_BEFORE})[，：,:]\s*"
    rf"|(?:据|根据)[^，。！？；：“”「」\n]{{1,30}}，\s*"
    rf"|[^，。！？；：、“”「」\n]{{1,30}}?(?:{_SAYING})(?![了出的过着，：])"
    rf"|(?:according to|as per) [^,.;:]{{1,80}},\s*"
    rf"|[^,.;:，。]{{1,80}}? (?:{'|'.join(_WORDS['saying_en'])})(?: that |, |: ?))",
    re.IGNORECASE,
)
_EDGE = re.compile(
    rf"(?P<strong>[；;])|[，,](?=\s?(?:{'|'.join(map(re.escape, _WORDS['connectives']))}))"
    r"|(?P<weak>，|,(?=[\s\u4e00-\u9fff])|——)",
    re.IGNORECASE,
)
_SHORTEST = 12


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a sentence, at these offsets.

    ``frame`` is how many characters at the sentence's beginning say whose words it is (``据公司员工透露，``): a later
    piece needs them before it to be understood. 0 for the first piece, and where nobody is named.
    """

    start: int
    end: int
    frame: int = 0


class Enclosed:
    """What stands within quotation marks and brackets of a text: the outermost pairs."""

    def __init__(self, text: str) -> None:
        self.pairs = list(_pairs(text))
        self._starts = [start for start, _ in self.pairs]

    def around(self, place: int) -> Span | None:
        """The pair that a character stands within, its marks included: from the opening mark to behind the closing."""
        index = bisect_right(self._starts, place) - 1
        return self.pairs[index] if index >= 0 and place < self.pairs[index][1] else None


def split(text: str) -> list[Span]:
    """The sentences of a paragraph, without the blanks around them; together they are all of it.

    Words within quotation marks or brackets are part of the sentence that holds them.
    """
    enclosed = Enclosed(text)
    spans = []
    start = 0
    for match in _END.finditer(text):
        end = _end(text, start, match, enclosed)
        if end is not None and end > start:
            spans.append(_trimmed(text, start, end))
            start = end
    spans.append(_trimmed(text, start, len(text)))
    return [span for span in spans if span[0] < span[1]]


def clauses(text: str, limit: int = 100) -> list[Clause]:
    """One sentence in consecutive pieces of at most ``limit`` characters, as far as it has places to cut at."""
    if len(text) <= limit:
        return [Clause(0, len(text))]
    enclosed = Enclosed(text)
    edges = [
        (match.end(), 0 if match["strong"] else 2 if match["weak"] else 1)
        for match in _EDGE.finditer(level(text))
        if enclosed.around(match.start()) is None
    ]
    length = frame(text)
    pieces = _cut((0, len(text)), [edge for edge in edges if edge[0] > length], limit)
    return [Clause(start, end, length if start else 0) for start, end in pieces]


def frame(text: str) -> int:
    """How many characters at a sentence's beginning say whose words it is; ``张三表示，将…`` has five."""
    end = 0
    levelled = level(text)
    while (match := _FRAME.match(levelled, end)) and match.end() < len(text):
        end = match.end()
        if levelled[end - 1] not in "，,：: ":
            break
    return end


def _cut(span: Span, edges: list[tuple[int, int]], limit: int) -> Iterator[Span]:
    """Cut at good edges near the middle, again and again until all is short enough."""
    start, end = span
    usable = [edge for edge in edges if start + _SHORTEST <= edge[0] <= end - _SHORTEST]
    if end - start <= limit or not usable:
        yield span
        return
    middle = (start + end) / 2
    place, _ = min(usable, key=lambda edge: edge[1] * limit / 6 + abs(edge[0] - middle))
    yield from _cut((start, place), usable, limit)
    yield from _cut((place, end), usable, limit)


def _pairs(text: str) -> Iterator[Span]:
    """Outermost pairs of marks; one that is missing its other half is no mark."""
    open_marks: list[tuple[str, int]] = []
    found: list[Span] = []
    straight = text.count('"') % 2 == 0
    for match in _MARKS.finditer(text):
        mark, place = match.group(), match.start()
        opening = _PAIRS.get(mark, "")
        if mark == '"' and not straight:
            continue
        nearest = next(
            (i for i, (open_mark, _) in enumerate(open_marks[: -_DEEPEST - 1 : -1], 1) if open_mark == opening), 0
        )
        if nearest:
            if place - open_marks[-nearest][1] <= _LONGEST_PAIR:
                found.append((open_marks[-nearest][1], place + 1))
            del open_marks[-nearest:]
        elif mark not in _PAIRS or mark == '"':
            open_marks.append((mark, place))
    end = 0
    for start, stop in sorted(found, key=lambda pair: (pair[0], -pair[1])):
        if start >= end:
            yield start, stop
            end = stop


def _end(text: str, start: int, match: re.Match[str], enclosed: Enclosed) -> int | None:
    """Where the sentence ends that this mark may end, or None."""
    mark, place = text[match.start()], match.start()
    if mark == "h" or (mark in ".!?" and not _ends_plainly(text, start, match)):
        return None
    pair = enclosed.around(place)
    if pair is None or mark == "\n":
        return match.end()
    opening, before = text[pair[0]], text[pair[0] - 1 : pair[0]]
    goes_on = match.end() < pair[1] or opening in "《[【"
    if goes_on or (pair[0] > start and before not in "：:，, 。"):
        return None
    begins = pair[0] <= start + 1 and opening in '“「『"'  # “……。”他说 is one sentence
    return None if begins and _AFTER_QUOTE.match(level(text[match.end() : match.end() + 40])) else match.end()


def _ends_plainly(text: str, start: int, match: re.Match[str]) -> bool:
    """Whether a half-width mark ends a sentence: not in a number, an address, a name, behind an abbreviation."""
    place, end = match.start(), match.end()
    behind = text[end : end + 1]
    if text[end : end + 2].lstrip()[:1].islower():
        return False
    if text[place] != ".":
        return not (behind.isalnum() and behind.isascii())
    before = text[max(start, place - 12) : place]
    if behind.isalpha():  # a Chinese character follows at once
        return before[-1:].isalpha() and not before[-1:].isascii()
    numbers = place - start < 8 and _NUMBERING.fullmatch(text[start:place])
    return not (numbers or _ABBREVIATION.search(before))


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())
