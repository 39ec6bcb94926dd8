"""The values that the learning flow hands on: `Document`, then `CleanArticle`, then `Learned`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from nowall.records import Article, Entity, Fact


class Form(StrEnum):
    """What a document's text is written in."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"


@dataclass(frozen=True, slots=True)
class Document:
    """A raw article as its source gave it: decoded, and otherwise untouched.

    What the source itself says of the article (a line of JSON, a feed's entry, a page's address) stands in the
    optional fields; what only the text says is for cleaning to find.
    """

    id: str
    """The article id to be: a file's name without its ending, a JSON line's ``id``, a slug of an address."""
    text: str
    form: Form = Form.TEXT
    origin: str = ""
    """The file or address that it comes from, for messages."""
    title: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None
    """ISO date of the precision that is known."""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Traced:
    """A text that knows where each of its characters stood in the source text.

    ``places`` has one offset for each character, never falling; it is a ``range`` as long as nothing was changed.
    """

    text: str
    places: Sequence[int]

    @classmethod
    def whole(cls, text: str, start: int = 0) -> Traced:
        """A text as it stands in the source from ``start`` on."""
        return cls(text, range(start, start + len(text)))

    def cut(self, start: int, end: int) -> Traced:
        """The part from ``start`` to ``end``."""
        return Traced(self.text[start:end], self.places[start:end])

    def replaced(self, edits: Sequence[tuple[int, int, str]]) -> Traced:
        """The text with ``(start, end, replacement)`` edits made; they are sorted and do not overlap.

        What is put in stands, for the source, where the first character that it replaces stood.
        """
        if not edits:
            return self
        texts: list[str] = []
        places: list[int] = []
        done = 0
        for start, end, replacement in edits:
            texts += [self.text[done:start], replacement]
            places.extend(self.places[done:start])
            anchor = self.places[start] if start < len(self.places) else (places[-1] if places else 0)
            places.extend([anchor] * len(replacement))
            done = end
        texts.append(self.text[done:])
        places.extend(self.places[done:])
        return Traced("".join(texts), places)

    def followed_by(self, other: Traced, between: str = "") -> Traced:
        """The text with another one behind it, and something put in between."""
        joint = [self.places[-1]] * len(between) if self.places else [other.places[0]] * len(between)
        return Traced(f"{self.text}{between}{other.text}", [*self.places, *joint, *other.places])

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The offsets in the source text that the characters ``start`` to ``end`` reach over."""
        return self.places[start], self.places[end - 1] + 1


class ParagraphKind(StrEnum):
    """What a paragraph is within its article."""

    BODY = "body"
    HEADING = "heading"
    ITEM = "item"
    """An entry of a list: marked by a bullet, a number, or a label such as ``L1:``."""
    SUMMARY = "summary"
    """A teaser that repeats the article."""
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of a cleaned article; within it there is no line break."""

    text: Traced
    kind: ParagraphKind = ParagraphKind.BODY


@dataclass(frozen=True, slots=True)
class Dropped:
    """Something that cleaning took away or altered, at these offsets of the source text."""

    start: int
    end: int
    step: str
    """The step that did it, such as ``site``, ``share``, ``pinyin``; the texts have a sentence for each."""
    replacement: str = ""
    """What stands there instead."""


@dataclass(frozen=True, slots=True)
class CleanArticle:
    """An article without what is not its own: who published it and when, and its paragraphs.

    All offsets are those of ``source``: the document's text, or for HTML the text that was found in it.
    """

    article: Article
    source: str
    paragraphs: tuple[Paragraph, ...]
    dropped: tuple[Dropped, ...] = ()
    altered: bool = False
    """Whether a reposting site replaced words in it, so that quoted words need not be the speaker's own."""

    def __iter__(self) -> Iterator[Paragraph]:
        return iter(self.paragraphs)


@dataclass(frozen=True, slots=True)
class Learned:
    """All that one article gave: what is stored of it, in one transaction."""

    article: Article
    source: str
    """The text that the facts' spans count in; it is kept in the home alone."""
    digest: str
    """Of what it was made: a document with the same digest need not be learned again."""
    facts: tuple[Fact, ...] = ()
    names: tuple[Entity, ...] = ()
    """The entities that it names, with the forms and relations that it gives."""
    bands: tuple[int, ...] = ()
    """What it shares with its near-duplicates."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A document that is a near-duplicate of an article that is kept."""

    id: str
    article: str
    digest: str
    publisher: str
