"""Enumerations inside one paragraph: 包括A、B和C; 由A和B领导; 一是…；二是…."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nowall.learn.extract.levelled import level
from nowall.learn.extract.list_marks import Mark, marks_within
from nowall.learn.extract.places import FoundList, Item, Place
from nowall.learn.extract.sentences import Enclosed, Span, split
from nowall.lexicon import lexicon

_WORDS = lexicon("enumerations")["inside"]
_ITEM = r"[^，。；：！？、\n“”「」《》（）()]|“[^”\n]{0,40}”|「[^」\n]{0,40}」|《[^》\n]{0,40}》"
_ITEM = rf"(?:{_ITEM}|（[^）\n]{{0,40}}）|\([^)\n]{{0,40}}\)){{1,40}}?"
_END = r"(?=[，。；！？\n）)”」]|$)"
_ANNOUNCED = re.compile(
    rf"{_WORDS['announcing']}\s?(?P<items>{_ITEM}(?:、{_ITEM}){{0,20}}?(?:、|，?{_WORDS['joining']}){_ITEM})"
    rf"(?:{_WORDS['ending']}|{_END})"
)
_ENGLISH_ITEM = r"[^,;.:()\n]{1,40}?"
_ANNOUNCED_EN = re.compile(
    rf"\b{_WORDS['announcing_en']} (?P<items>{_ENGLISH_ITEM}(?:, {_ENGLISH_ITEM}){{0,12}},? "
    rf"{_WORDS['joining_en']} {_ENGLISH_ITEM})(?=[,;.:)\n]|$)",
    re.IGNORECASE,
)
_BY = re.compile(_WORDS["by"])
_NEVER = re.compile(_WORDS["never"])
_JOINING = re.compile(rf"，?{_WORDS['joining']}|、")
_JOINING_EN = re.compile(rf",? {_WORDS['joining_en']} |, ", re.IGNORECASE)
_HINT = re.compile(rf"{_WORDS['announcing']}|{_WORDS['announcing_en']}|由", re.IGNORECASE)
_ASIDE = re.compile(r"（[^）]*）|\([^)]*\)")
_LONGEST_OF_TWO = 25
"""Two long ones are parts of a sentence that happen to be joined."""
_UNEVEN = 3
"""How many times longer than the others an item may be: a longer one has more of the sentence in it."""


def find_in_paragraph(text: str, paragraph: int) -> Iterator[FoundList]:
    """The lists inside of the paragraph with this index."""
    levelled = level(text)
    yield from _counted(levelled, paragraph)
    if _HINT.search(levelled):
        for start, end in split(levelled):
            yield from _named(levelled, start, end, paragraph)


def _named(text: str, start: int, end: int, paragraph: int) -> Iterator[FoundList]:
    """Names in a row behind a word that announces them."""
    for pattern, joining in ((_ANNOUNCED, _JOINING), (_ANNOUNCED_EN, _JOINING_EN)):
        for match in pattern.finditer(text, start, end):
            spans = _pieces(text, match.span("items"), joining)
            if _even(text, spans) and not _NEVER.search(match["items"]):
                yield _as_list(_before(text, start, match.start()), spans, paragraph)
    for match in _BY.finditer(text, start, end):
        spans = _pieces(text, match.span("by"), _JOINING)
        if _even(text, spans):
            yield _as_list(_before(text, start, match.start()), spans, paragraph)


def _pieces(text: str, span: Span, joining: re.Pattern[str]) -> list[Span]:
    """The items between the joints; 和 is one before the last item alone, and none is within brackets."""
    start, end = span
    enclosed = Enclosed(text[start:end])
    joints = [m for m in joining.finditer(text, start, end) if enclosed.around(m.start() - start) is None]
    marks = [m for m in joints if m.group() in {"、", ", "}]
    words = [m for m in joints if m not in marks and (not marks or m.start() >= marks[-1].start())]
    edges = [*marks, *(words if len(words) == 1 else ())]
    if len(words) > 1 and not marks:
        return []
    starts = [start, *(m.end() for m in edges)]
    ends = [*(m.start() for m in edges), end]
    pieces = (_trimmed(text, first, last) for first, last in zip(starts, ends, strict=True))
    return [piece for piece in pieces if piece[0] < piece[1]]


def _even(text: str, spans: list[Span]) -> bool:
    """Whether the items are about as long as each other, as names in a row are."""
    lengths = [len(_ASIDE.sub("", text[start:end])) for start, end in spans]
    if len(spans) == 2 and max(lengths) > _LONGEST_OF_TWO:
        return False
    return len(spans) > 1 and max(lengths) <= _UNEVEN * (sum(lengths) - max(lengths)) / (len(lengths) - 1) + 4


def _before(text: str, start: int, end: int) -> Span | None:
    """What the list is of: the words before it in its sentence."""
    span = _trimmed(text, start, end)
    return span if span[0] < span[1] else None


def _counted(text: str, paragraph: int) -> Iterator[FoundList]:
    """Items behind numbers or counting words: 一是…；二是…."""
    runs: list[list[Mark]] = []
    for mark in marks_within(text):
        run = next((run for run in reversed(runs) if mark.follows(run[-1])), None)
        if run:
            run.append(mark)
        elif mark.begins:
            runs.append([mark])
    if runs := [run for run in runs if len(run) > 1]:
        sentences = split(text)
        yield from (_of_marks(text, run, sentences, paragraph) for run in runs)


def _of_marks(text: str, run: list[Mark], sentences: list[Span], paragraph: int) -> FoundList:
    ends = [mark.start for mark in run[1:]]
    last_end = next((end for _, end in sentences if end > run[-1].end), len(text))
    spans = [_trimmed(text, mark.end, end) for mark, end in zip(run, [*ends, last_end], strict=True)]
    first = run[0].start
    start, _ = next((span for span in sentences if span[0] <= first < span[1]), (first, first))
    if start == first:  # the items are sentences of their own
        start = next((span[0] for span in sentences if span[1] <= first and first - span[1] <= 1), first)
    return _as_list(_before(text, start, first), spans, paragraph, [mark.label for mark in run])


def _as_list(title: Span | None, spans: list[Span], paragraph: int, labels: list[str] | None = None) -> FoundList:
    items = (
        Item(Place(paragraph, *span), label) for span, label in zip(spans, labels or [""] * len(spans), strict=True)
    )
    return FoundList(Place(paragraph, *title) if title else None, tuple(items))


def _trimmed(text: str, start: int, end: int) -> Span:
    """Without blanks and the marks that join items or close them."""
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip(" ，：:,；")), end - len(piece) + len(
        piece.rstrip(" ，；;。、：:,.（(")
    )
