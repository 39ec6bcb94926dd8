"""clean ─► extract: an article becomes facts, quotes, lists and names, each with the span that it comes from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nowall.answers import Language
from nowall.learn.documents import CleanArticle, ParagraphKind, Traced
from nowall.learn.extract.definitions import find_definition
from nowall.learn.extract.lists import FoundList, Place, find_lists
from nowall.learn.extract.names import ArticleNames, find_names
from nowall.learn.extract.quantities import find_quantities
from nowall.learn.extract.quotes import FoundQuote, find_quotes
from nowall.learn.extract.records import Extract, Recorder
from nowall.learn.extract.references import Antecedent, resolve_references
from nowall.learn.extract.sentences import clauses, split
from nowall.learn.extract.statements import LONGEST, Statement, statements
from nowall.records import Entity, Fact, FactKind

_PIECE = 100
"""Characters of a piece that a long sentence is cut into; with its frame it still is a short answer."""
_ENGLISH = 2.4
"""English takes so many times the letters."""
_LONGEST_INTRODUCTION = 50
_QUOTED_PART = 0.6
"""A sentence of which more is quoted says nothing beside its quotes."""
_REMEMBERED = 2
"""Statements back that a pronoun reaches."""


def extract(article: CleanArticle) -> tuple[tuple[Fact, ...], tuple[Entity, ...]]:
    """All records of an article in reading order, and the names that it gives."""
    texts = [paragraph.text.text for paragraph in article]
    names = find_names(texts, article.article.title)
    extraction = _Extraction(article, names)
    recorder = Recorder(article, names)
    for found in extraction.run():
        recorder.add(found)
    return tuple(recorder.facts), names.entities


@dataclass(frozen=True, slots=True)
class _Placed:
    paragraph: int
    start: int
    extract: Extract


class _Extraction:
    def __init__(self, article: CleanArticle, names: ArticleNames) -> None:
        self._article = article
        self._paragraphs = article.paragraphs
        self._names = names
        self._scale = _ENGLISH if article.article.language == Language.EN else 1.0

    def run(self) -> Iterator[Extract]:
        """The title, then everything in the order in which it stands."""
        yield from self._title()
        texts = [paragraph.text.text for paragraph in self._paragraphs]
        quotes = [quote for quote in find_quotes(texts, self._names) if quote.direct and quote.speaker]
        lists = find_lists(texts, [paragraph.kind for paragraph in self._paragraphs])
        placed = [*self._of_quotes(quotes), *self._of_lists(lists), *self._of_statements(quotes, lists)]
        yield from (one.extract for one in sorted(placed, key=lambda one: (one.paragraph, one.start)))

    def _title(self) -> Iterator[Extract]:
        title = self._article.article.title
        start = self._article.source.find(title)
        if title and start >= 0:
            yield Extract(FactKind.FACT, title, Traced.whole(title, start))

    def _of_quotes(self, quotes: Sequence[FoundQuote]) -> Iterator[_Placed]:
        for quote in quotes:
            words = self._paragraphs[quote.paragraph].text.cut(quote.start, quote.end)
            for start, end in pieces(words.text, int(_PIECE * self._scale)):
                own = words.cut(start, end)
                text = f"{self._introduction(quote, is_first=start == 0)}“{own.text}”"
                found = Extract(FactKind.QUOTE, text, own, own.text, quote.speaker, quote.speaker)
                yield _Placed(quote.paragraph, quote.start + start, found)

    def _introduction(self, quote: FoundQuote, *, is_first: bool) -> str:
        """Who says it: in the article's words where they name the speaker and are short."""
        speaker = self._names.entity(quote.speaker or "")
        name = speaker.zh if speaker else ""
        if quote.introduction and is_first:
            paragraph, start, end = quote.introduction
            words = self._paragraphs[paragraph].text.text[start:end].strip().rstrip("：:，,")
            named = any(mention.entity == quote.speaker for mention in self._names.mentions(words))
            before = (paragraph, end) <= (quote.paragraph, quote.start)
            if named and before and len(words) <= _LONGEST_INTRODUCTION * self._scale:
                return f"{words}："
        return f"{name}：" if self._scale == 1.0 else f"{name}: "

    def _of_lists(self, lists: Sequence[FoundList]) -> Iterator[_Placed]:
        for found in lists:
            if found.title is None or len(found.items) < 2:
                continue
            title = self._cut(found.title)
            items = [self._cut(item.place) for item in found.items]
            labelled = [f"{item.label}{text.text}" for item, text in zip(found.items, items, strict=True)]
            text = f"{title.text.rstrip('：:')}：{'；'.join(labelled)}"
            own = title
            for item in items:
                own = own.followed_by(item)
            if len(text) <= 2 * LONGEST * self._scale:
                extract = Extract(FactKind.LIST, text, own, items=tuple(labelled))
                yield _Placed(found.title.paragraph, found.title.start, extract)

    def _cut(self, place: Place) -> Traced:
        return self._paragraphs[place.paragraph].text.cut(place.start, place.end)

    def _of_statements(self, quotes: Sequence[FoundQuote], lists: Sequence[FoundList]) -> Iterator[_Placed]:
        titles = {item.place.paragraph: found.title for found in lists for item in found.items if found.title}
        recent: list[Statement] = []
        for statement in statements(self._paragraphs):
            if self._is_quoted(statement, quotes):
                recent.append(statement)
                continue
            resolved = self._resolved(statement, recent)
            recent = [*recent[-_REMEMBERED:], statement]
            title = titles.get(statement.paragraph) if statement.start == 0 else None
            for extract in self._extracts(resolved, self._cut(title) if title else None):
                yield _Placed(statement.paragraph, statement.start, extract)

    def _is_quoted(self, statement: Statement, quotes: Sequence[FoundQuote]) -> bool:
        end = statement.start + len(statement.text.text)
        own = [q for q in quotes if q.paragraph == statement.paragraph and q.start < end and q.end > statement.start]
        quoted = sum(min(q.end, end) - max(q.start, statement.start) for q in own)
        return quoted > _QUOTED_PART * len(statement.text.text)

    def _resolved(self, statement: Statement, recent: Sequence[Statement]) -> Traced:
        """The statement with names for the pronouns that stand for somebody of the statements before."""
        antecedents = []
        for earlier in reversed(recent):
            for mention in reversed(self._names.mentions(earlier.text.text)):
                entity = self._names.entity(mention.entity)
                if entity:
                    subject = mention.start < _REMEMBERED
                    antecedents.append(Antecedent(entity.id, entity.zh, entity.kind, subject))
        edits = resolve_references(statement.text.text, antecedents)
        return statement.text.replaced([(e.start, e.end, e.replacement) for e in edits])

    def _extracts(self, statement: Traced, title: Traced | None) -> Iterator[Extract]:
        """The statement as a whole where it is short enough, and in pieces where it is long."""
        text = statement.text
        kind = _kind_of(text)
        if title is not None and len(title.text) + len(text) <= _PIECE * self._scale:
            statement = title.followed_by(statement, "" if title.text.endswith(("：", ":")) else "：")
            text = statement.text
        if len(text) <= LONGEST * self._scale:
            yield Extract(kind, text, statement)
        if len(text) <= _PIECE * 1.2 * self._scale:
            return
        for clause in clauses(text, int(_PIECE * self._scale)):
            own = statement.cut(clause.start, clause.end)
            words = f"{text[: clause.frame]}{own.text}".strip(" ，,；;")
            yield Extract(_kind_of(words), words, own)


def pieces(text: str, limit: int) -> list[tuple[int, int]]:
    """Somebody's words in whole sentences, a few together where they are short; no word is altered."""
    spans: list[tuple[int, int]] = []
    for start, end in split(text):
        if spans and end - spans[-1][0] <= limit:
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
    return spans


def _kind_of(text: str) -> FactKind:
    if find_definition(text):
        return FactKind.DEFINITION
    return FactKind.NUMBER if find_quantities(text) else FactKind.FACT
