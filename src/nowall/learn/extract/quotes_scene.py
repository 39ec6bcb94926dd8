"""A text to look for speakers in: its sentences, the names in it, and who was spoken of or spoke last."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from nowall.learn.extract.naming import Names
from nowall.learn.extract.quotes_marks import Marked, find_marked
from nowall.learn.extract.quotes_words import SENTENCE_ENDS, listed
from nowall.records import EntityKind

_HIDDEN = "\u25a1"
NEAR_SENTENCES = 8
"""How far back a pronoun reaches."""
_SPEAKING_KINDS = frozenset({EntityKind.ORGANISATION, EntityKind.PUBLICATION, EntityKind.SOURCE})


@dataclass(frozen=True, slots=True)
class Named:
    """A person, or an organisation that can speak, named in the text."""

    entity: str
    start: int
    end: int
    person: bool


@dataclass(frozen=True, slots=True)
class Subject:
    """The subject of a clause; ``entity`` is None for somebody whom the article does not name."""

    entity: str | None
    start: int


@cache
def _prepositions() -> re.Pattern[str]:
    """A word before a name that keeps it from being the subject; looked up in the text just before the name."""
    return re.compile(rf"(?:{listed('prepositions_zh')})\s*$|\b(?i:{listed('prepositions_en')})\s+(?:the\s+)?$")


@cache
def _byline() -> re.Pattern[str]:
    """Where reporters are named, who are none of the people that an article is about."""
    reporter = f"(?:{listed('reporters_zh')})"
    name = r"[\u4e00-\u9fff]{2,4}"
    return re.compile(
        rf"[（(【][^（()）】\n]{{0,30}}{reporter}[^（()）】\n]{{0,40}}[)）】]|{reporter}[ :：]+{name}(?: {name}(?= ))*"
    )


_LONGEST_ROW = 6
_PRONOUN = re.compile(r"[他她]|\b[Ss]?[Hh]e\b")
_BREAK = re.compile(
    rf"[{SENTENCE_ENDS}]+(?=[^”」’』\"{SENTENCE_ENDS}]|$)|(?<=[a-z0-9)”\"{_HIDDEN}])\.\s+(?=[A-Z“\"])|\n"
)


class Scene:
    """All paragraphs as one text, one a line; quoted words are hidden in ``masked``, which has the same offsets."""

    def __init__(self, paragraphs: Sequence[str], names: Names) -> None:
        flat = [paragraph.replace("\n", " ") for paragraph in paragraphs]
        self.text = "\n".join(flat)
        self._starts = [0]
        for paragraph in flat[:-1]:
            self._starts.append(self._starts[-1] + len(paragraph) + 1)
        self.marked = find_marked(self.text)
        self.masked = _mask(self.text, self.marked)
        self.sentences = self._split()
        self.named = self._find_named(flat, names)
        self._named_starts = [name.start for name in self.named]
        self._people = frozenset(name.entity for name in self.named if name.person)
        self._spoken: dict[int, str | None] = {}
        """The last speaker within each sentence, None for somebody unnamed."""

    def _split(self) -> list[int]:
        ends = {match.end() for match in _BREAK.finditer(self.masked)}
        ends |= {m.after for m in self.marked if m.closed and self.text[m.end - 1 : m.end] in tuple("。！？!?…")}
        return sorted(ends | {0})

    def _find_named(self, paragraphs: Sequence[str], names: Names) -> list[Named]:
        found = []
        bylines = [match.span() for match in _byline().finditer(self.masked)]
        for start, paragraph in zip(self._starts, paragraphs, strict=False):
            for mention in names.mentions(paragraph):
                entity = names.entity(mention.entity)
                person = entity is not None and entity.kind is EntityKind.PERSON
                place = start + mention.start
                if any(first <= place < last for first, last in bylines):
                    continue
                if (person or (entity and entity.kind in _SPEAKING_KINDS)) and self.masked[place] != _HIDDEN:
                    found.append(Named(mention.entity, place, start + mention.end, person))
        return found

    def place(self, offset: int) -> tuple[int, int]:
        """The paragraph that holds an offset, and the offset within it."""
        paragraph = bisect_right(self._starts, offset) - 1
        return paragraph, offset - self._starts[paragraph]

    def line_end(self, offset: int) -> int:
        """Where the paragraph around an offset ends."""
        end = self.text.find("\n", offset)
        return len(self.text) if end < 0 else end

    def sentence_start(self, offset: int) -> int:
        """Where the sentence that reaches up to ``offset`` starts; at a sentence's very start, that place."""
        return self.sentences[bisect_right(self.sentences, offset) - 1]

    def sentence_end(self, offset: int) -> int:
        """Where the sentence around ``offset`` ends, its full stop included."""
        index = bisect_right(self.sentences, offset)
        end = self.sentences[index] if index < len(self.sentences) else len(self.text)
        return end - 1 if self.text[end - 1 : end] == "\n" else end

    def goes_on(self, marked: Marked) -> bool:
        """Whether a quotation that its paragraph leaves open goes on in the next one."""
        index = bisect_right(self.marked, marked.start, key=lambda other: other.start)
        return index < len(self.marked) and self.marked[index].continues

    def last_in_row(self, marked: Marked) -> Marked:
        """The last of quotations that follow each other without a word between, up to a question and its answer."""
        index = bisect_right(self.marked, marked.start, key=lambda other: other.start)
        for following in self.marked[index : index + _LONGEST_ROW]:
            is_question = self.text[marked.end - 1] in "？?"
            if is_question or self.text[marked.after : following.opener].strip(" "):
                break
            marked = following
        return marked

    def named_within(self, start: int, end: int) -> list[Named]:
        """The names in a stretch of the text, in order."""
        first = bisect_right(self._named_starts, start - 1)
        last = bisect_right(self._named_starts, end - 1)
        return [name for name in self.named[first:last] if name.end <= end]

    def is_free(self, name: Named) -> bool:
        """Whether nothing before a name keeps it from being the subject."""
        return not _prepositions().search(self.masked[max(0, name.start - 8) : name.start])

    def remember(self, offset: int, speaker: str | None) -> None:
        """Note who speaks in the sentence around ``offset``."""
        self._spoken[self.sentence_start(offset)] = speaker

    def last_subject(self, offset: int, *, person: bool, reach: int = NEAR_SENTENCES) -> str | None:
        """Who a pronoun at ``offset`` stands for: the speaker or first free name of the nearest sentence before.

        ``reach`` sentences are looked at; those whose subject is a pronoun do not count.
        """
        index = bisect_right(self.sentences, offset) - 1
        for sentence in range(index, max(index - NEAR_SENTENCES, -1), -1):
            start = self.sentences[sentence]
            end = self.sentences[sentence + 1] if sentence < index else offset
            names = [n for n in self.named_within(start, end) if n.person is person and self.is_free(n)]
            if start in self._spoken and sentence < index:
                speaker = self._spoken[start]
                if speaker is None or not person or speaker in self._people:
                    return speaker
            if names:
                return names[0].entity
            reach -= not _PRONOUN.search(self.masked, start, end)
            if reach <= 0:
                break
        return None


def _mask(text: str, marked: Sequence[Marked]) -> str:
    parts, done = [], 0
    for found in marked:
        parts += [text[done : found.start], _HIDDEN * (found.end - found.start)]
        done = found.end
    return "".join((*parts, text[done:]))
