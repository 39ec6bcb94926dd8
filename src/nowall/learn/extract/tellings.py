"""Statements as records: with names for pronouns, with the sentence before where they lean on it, in short pieces."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nowall.learn.documents import Paragraph, Traced
from nowall.learn.extract.claimants import Claimant, claimant
from nowall.learn.extract.definitions import find_definition
from nowall.learn.extract.lists import FoundList
from nowall.learn.extract.names import ArticleNames
from nowall.learn.extract.places import Placed
from nowall.learn.extract.quantities import has_quantity
from nowall.learn.extract.quotations import Quotations
from nowall.learn.extract.records import Extract
from nowall.learn.extract.references import Antecedent, leans_back, resolve_references, speaks_of_unnamed_person
from nowall.learn.extract.sentences import clauses
from nowall.learn.extract.statements import LONGEST, Statement, statements
from nowall.records import EntityKind, FactKind

_PIECE = 100
"""Characters of a piece that a long sentence is cut into; with its frame it still is a short answer."""
_WHOLE = 120
"""A sentence of at most so many characters is not cut."""
_JOINED = 130
_REACH = 2
"""Statements back that a pronoun reaches."""
_SUBJECT_WITHIN = 15
"""A name that begins within so many characters is its sentence's subject."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A statement that was made into records, for what comes after it to lean on."""

    own: Traced
    text: str
    paragraph: int
    claimant: Claimant | None
    leaves_unnamed: bool


class Tellings:
    """What an article says in its own voice, or reports that somebody says."""

    def __init__(self, names: ArticleNames, quotations: Quotations, scale: float) -> None:
        """``scale``: how many letters the article's language takes where Chinese takes one."""
        self._names = names
        self._quotations = quotations
        self._scale = scale

    def records(self, paragraphs: Sequence[Paragraph], lists: Sequence[FoundList]) -> Iterator[Placed[Extract]]:
        """Every statement that is not all quoted, in reading order."""
        titles = {item.place.paragraph: found.title for found in lists for item in found.items if found.title}
        announcing = {
            (found.title.paragraph, found.title.start) for found in lists if found.title and not _is_inline(found)
        }
        inline = {found.items[0].place.paragraph for found in lists if _is_inline(found)}
        recent: list[_Told] = []
        for one in statements(paragraphs):
            told = self._told(one, recent)
            recent = [*recent[1 - _REACH :], told]
            quoted = self._quotations.covers(one.paragraph, one.start, one.start + len(one.text.text))
            if quoted or (one.paragraph, one.start) in announcing:
                continue
            title = titles.get(one.paragraph) if one.start == 0 else None
            is_above = title is not None and title.paragraph < one.paragraph
            heading = paragraphs[title.paragraph].text.cut(title.start, title.end) if title and is_above else None
            before = recent[-2] if len(recent) > 1 else None
            for record in self._records(told, before, heading, is_list=one.paragraph in inline):
                yield Placed(one.paragraph, one.start, record)

    def _told(self, one: Statement, recent: Sequence[_Told]) -> _Told:
        """The statement with names for the pronouns that stand for somebody of the statements before."""
        edits = resolve_references(one.text.text, self._antecedents(recent))
        text = one.text.text
        for edit in reversed(edits):
            text = f"{text[: edit.start]}{edit.replacement}{text[edit.end :]}"
        earlier = recent[-1].claimant if recent else None
        unnamed = not edits and speaks_of_unnamed_person(text)
        return _Told(one.text, text, one.paragraph, claimant(text, self._names, earlier), unnamed)

    def _antecedents(self, recent: Sequence[_Told]) -> list[Antecedent]:
        """Who may be meant, the most recent first; no person beyond a sentence that leaves one unnamed."""
        found = []
        no_person = False
        for told in reversed(recent):
            no_person |= told.leaves_unnamed
            mentions = self._names.mentions(told.text)
            for place, mention in reversed(list(enumerate(mentions))):
                entity = self._names.entity(mention.entity)
                if entity and not (no_person and entity.kind is EntityKind.PERSON):
                    subject = place == 0 and mention.start < _SUBJECT_WITHIN
                    found.append(Antecedent(entity.id, entity.zh, entity.kind, subject))
        return found

    def _records(
        self, told: _Told, before: _Told | None, heading: Traced | None, *, is_list: bool
    ) -> Iterator[Extract]:
        """The statement as a whole where it is short enough, and in pieces where it is long."""
        text, own = told.text, told.own
        source = told.claimant.source if told.claimant else None
        if heading is not None and len(heading.text) + len(text) <= _WHOLE * self._scale:
            text = f"{heading.text.rstrip('：:')}：{text}"
            own = heading.followed_by(own)
        elif before and leans_back(text) and self._is_near(told, before):
            text = f"{before.text}{'' if before.text[-1:] in '。！' else ' '}{text}"
            own = before.own.followed_by(own)
        kind = FactKind.LIST if is_list else _kind_of(text)
        if len(text) <= LONGEST * self._scale:
            yield Extract(kind, text, own, claimant=source)
        if len(text) <= _WHOLE * self._scale or text is not told.text:
            return
        for clause in clauses(text, int(_PIECE * self._scale)):
            words = f"{text[: clause.frame]}{text[clause.start : clause.end]}".strip(" ，,；;")
            yield Extract(_kind_of(words), words, told.own, claimant=source)

    def _is_near(self, told: _Told, before: _Told) -> bool:
        return told.paragraph - before.paragraph <= 1 and len(told.text) + len(before.text) <= _JOINED * self._scale


def _is_inline(found: FoundList) -> bool:
    """Whether a list stands within one paragraph: then its sentence tells it best."""
    return len({item.place.paragraph for item in found.items}) == 1


def _kind_of(text: str) -> FactKind:
    if find_definition(text):
        return FactKind.DEFINITION
    return FactKind.NUMBER if has_quantity(text) else FactKind.FACT
