"""The statements of an article: its sentences, each with what it needs to be understood."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from nowall.learn.documents import Paragraph, ParagraphKind, Traced
from nowall.learn.extract.sentences import split

LONGEST = 200
"""Characters of a Chinese record; an English one may have more than twice as many."""
_LONGEST_JOINED = 130
_SHORT = 25
"""A shorter sentence leans on its neighbour."""
_BOTH = 90
"""Characters that a short sentence and the one behind it may have together."""
_OPEN_ENDS = ("：", ":", "——", "，", ",")
_QUESTION_ENDS = ("？", "?", "？”", "?”", '?"', "？」", "?」")
_SAYS_SOMETHING = 6
"""Letters that a statement has at least, addresses not counted."""
_ANNOUNCES_SOMETHING = 20
"""Letters of one that ends with a colon: a shorter one only announces what follows."""
_ADDRESS = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence, or a few that belong together, with where it begins in the article."""

    text: Traced
    paragraph: int
    start: int
    """Where it begins within that paragraph."""
    kind: ParagraphKind


def statements(paragraphs: Sequence[Paragraph]) -> list[Statement]:
    """The statements in reading order; headings and mere questions are none.

    What ends with a colon goes with what it introduces, a question with its answer, a few words with what follows.
    """
    found: list[Statement] = []
    for sentence in _sentences(paragraphs):
        last = found[-1] if found else None
        if last and _belong_together(last, sentence):
            between = " " if last.text.text[-1:].isascii() and sentence.text.text[:1].isascii() else ""
            found[-1] = replace(last, text=last.text.followed_by(sentence.text, between))
        else:
            found.append(sentence)
    return [one for one in found if _says_something(one)]


def is_question(text: str) -> bool:
    """Whether a text ends by asking."""
    return text.rstrip().endswith(_QUESTION_ENDS)


def _sentences(paragraphs: Sequence[Paragraph]) -> Iterator[Statement]:
    for index, paragraph in enumerate(paragraphs):
        for start, end in split(paragraph.text.text):
            yield Statement(paragraph.text.cut(start, end), index, start, paragraph.kind)


def _belong_together(last: Statement, sentence: Statement) -> bool:
    before, after = last.text.text, sentence.text.text
    if len(before) + len(after) > _LONGEST_JOINED or last.kind is ParagraphKind.HEADING:
        return False
    if before.endswith(_OPEN_ENDS) and last.kind is not ParagraphKind.CAPTION:
        return sentence.kind is not ParagraphKind.ITEM and sentence.paragraph - last.paragraph <= 1
    if is_question(before) and sentence.kind is last.kind:
        return sentence.paragraph - last.paragraph <= 1
    is_short = len(before) < _SHORT and len(before) + len(after) <= _BOTH
    return is_short and sentence.paragraph == last.paragraph


def _says_something(one: Statement) -> bool:
    text = one.text.text
    if one.kind is ParagraphKind.HEADING or is_question(text):
        return False
    letters = sum(map(str.isalnum, _ADDRESS.sub("", text)))
    return letters >= (_ANNOUNCES_SOMETHING if text.endswith(_OPEN_ENDS) else _SAYS_SOMETHING)
