"""Enumerations: items over several paragraphs with what introduces them, and lists within a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nowall.learn.documents import ParagraphKind
from nowall.learn.extract.inline_lists import find_in_paragraph
from nowall.learn.extract.levelled import level
from nowall.learn.extract.list_marks import Mark, mark_of
from nowall.learn.extract.places import FoundList, Item, Place
from nowall.learn.extract.sentences import split
from nowall.lexicon import lexicon

__all__ = ["FoundList", "Item", "Place", "find_lists"]

_ANNOUNCING = re.compile(lexicon("enumerations")["titles"]["announcing"], re.IGNORECASE)
_FARTHEST = 6
"""Paragraphs of text that an item may have of its own before the next one."""
_LONGEST_TITLE = 120


def find_lists(paragraphs: Sequence[str], kinds: Sequence[ParagraphKind]) -> list[FoundList]:
    """All enumerations of an article, in order: those over paragraphs, and those inside of one."""
    found = list(_over_paragraphs(paragraphs, kinds))
    for index, text in enumerate(paragraphs):
        if kinds[index] is not ParagraphKind.SUMMARY:
            found += find_in_paragraph(text, index)
    return sorted(found, key=lambda one: (one.items[0].place.paragraph, one.items[0].place.start))


@dataclass(slots=True)
class _Run:
    """Items that were met and may go on."""

    marks: list[tuple[int, Mark]]

    def goes_on(self, index: int, mark: Mark) -> bool:
        last_index, last = self.marks[-1]
        near = index - last_index <= (1 if mark.number is None else _FARTHEST)
        return near and mark.follows(last)


def _over_paragraphs(paragraphs: Sequence[str], kinds: Sequence[ParagraphKind]) -> Iterator[FoundList]:
    runs: list[_Run] = []
    finished: list[_Run] = []
    for index, text in enumerate(paragraphs):
        mark = mark_of(level(text), is_item=kinds[index] is ParagraphKind.ITEM)
        if mark is None:
            continue
        run = next((run for run in reversed(runs) if run.goes_on(index, mark)), None)
        if run:
            run.marks.append((index, mark))
            del runs[runs.index(run) + 1 :]  # what began inside of an item has ended
        elif mark.begins:
            run = _Run([(index, mark)])
            runs.append(run)
            finished.append(run)
    for run in finished:
        found = _as_list(run, paragraphs, kinds)
        if len(found.items) > 1:
            yield found


def _as_list(run: _Run, paragraphs: Sequence[str], kinds: Sequence[ParagraphKind]) -> FoundList:
    items = tuple(
        Item(Place(index, mark.end, len(paragraphs[index].rstrip())), mark.label)
        for index, mark in run.marks
        if mark.end < len(paragraphs[index].rstrip())
    )
    return FoundList(_title(run.marks[0][0] - 1, paragraphs, kinds), items)


def _title(index: int, paragraphs: Sequence[str], kinds: Sequence[ParagraphKind]) -> Place | None:
    """What the paragraph before the first item says of all of them: its last sentence, if it announces something."""
    if index < 0 or not (sentences := split(paragraphs[index])):
        return None
    start, end = sentences[-1]
    text = level(paragraphs[index])[start:end]
    announces = kinds[index] is ParagraphKind.HEADING or _ANNOUNCING.search(text)
    return Place(index, start, end) if announces and end - start <= _LONGEST_TITLE else None
