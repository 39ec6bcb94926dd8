"""The quote gate: words get into the corpus only as something that the article has this speaker say.

Found, misattributed or not found (decision 2 of the design): "not found" alone would hide a quote that is
there but belongs to somebody else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from nowall.errors import PackError
from nowall.language.opencc_converter import converter
from nowall.learn.pack.draft import Draft
from nowall.learn.pack.flaws import Flaw
from nowall.learn.pack.reader import read_draft
from nowall.learn.pack.standard import shortfalls
from nowall.records import Corpus, Entity, EntityKind, Fact

_LONGEST_GAP = 300
"""Between two pieces of a quote where words are left out."""
_BEFORE, _AFTER = 300, 150
"""How far from the words the speaker may be named; anywhere in the same paragraph as well, and where nobody
else is named in between (a long statement names its speaker once)."""

_ELLIPSIS = re.compile(r"\.{3,}")
_BLANKS = re.compile(r"[^\S\n]+")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))


class Outcome(StrEnum):
    """What became of a quote at the gate."""

    FOUND = "found"
    MISATTRIBUTED = "misattributed"
    NOT_FOUND = "not_found"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome for one quoted fact, and what to do where it is not found."""

    fact: str
    article: str
    outcome: Outcome
    reason: str = ""
    place: str = ""
    """The file and the line of the quote, where they are known."""


@dataclass(frozen=True, slots=True)
class Report:
    """All that `check_pack` has to say of a pack."""

    corpus: Corpus | None
    """None where the pack is not valid; then no quote was looked up."""
    problems: tuple[str, ...]
    verdicts: tuple[Verdict, ...] = ()
    shortfalls: tuple[str, ...] = ()
    """What the pack that ships has and this one lacks; the bot answers without it."""

    @property
    def is_good(self) -> bool:
        """Whether the pack is valid and every quote that was looked up was found."""
        return not self.problems and all(verdict.outcome is Outcome.FOUND for verdict in self.verdicts)


def check_pack(folder: Path, corpus_folder: Path | None = None) -> Report:
    """Check a pack's files and, given the folder of the raw articles (``ARTICLE.txt``), its quotes."""
    try:
        draft = read_draft(folder)
    except PackError as error:
        return Report(corpus=None, problems=error.problems)
    corpus = draft.corpus()
    unfinished = tuple(map(str, sorted(map(draft.located, shortfalls(corpus)))))
    if corpus_folder is None:
        return Report(corpus, problems=(), shortfalls=unfinished)
    texts: dict[str, str] = {}
    problems = []
    for article in corpus.articles:
        path = corpus_folder / f"{article.id}.txt"
        try:
            texts[article.id] = path.read_text(encoding="utf-8-sig")
        except (OSError, UnicodeDecodeError):
            problems.append(f"{path} cannot be read as UTF-8: put the raw article there")
    verdicts = tuple(replace(verdict, place=_place(draft, verdict.fact)) for verdict in verify_quotes(corpus, texts))
    return Report(corpus, tuple(problems), verdicts, unfinished)


def _place(draft: Draft, fact: str) -> str:
    quote = draft.located(Flaw("fact", fact, "", ("quote",)))
    return f"{quote.file}:{quote.line}"


def verify_quotes(corpus: Corpus, articles: Mapping[str, str]) -> list[Verdict]:
    """Look every quote up in the raw text of its article; one whose article is missing is not found."""
    names = {entity.id: _name_pattern(entity) for entity in corpus.entities}
    people = {entity.id: names[entity.id] for entity in corpus.entities if entity.kind is EntityKind.PERSON}
    texts = {identifier: _Text(text, people) for identifier, text in articles.items()}
    quotes = [fact for fact in corpus.facts if fact.quote is not None]
    return [_verdict(fact, names.get(fact.speaker or ""), texts.get(fact.article)) for fact in quotes]


def _verdict(fact: Fact, name: re.Pattern[str] | None, text: _Text | None) -> Verdict:
    if text is None:
        return Verdict(fact.id, fact.article, Outcome.NOT_FOUND, "the raw article is not there to look it up in")
    places = list(text.places(fact.quote or ""))
    if not places:
        return Verdict(fact.id, fact.article, Outcome.NOT_FOUND, "copy the words literally from the article")
    if name and any(name.search(text.surroundings(*place)) for place in places):
        return Verdict(fact.id, fact.article, Outcome.FOUND)
    if fact.speaker and any(text.last_person_before(start) == fact.speaker for start, _ in places):
        return Verdict(fact.id, fact.article, Outcome.FOUND)
    reason = f"no name of {fact.speaker or 'a speaker'} stands near the words: correct the speaker, or add the name"
    return Verdict(fact.id, fact.article, Outcome.MISATTRIBUTED, reason)


def _name_pattern(entity: Entity) -> re.Pattern[str]:
    names = "|".join(map(_one_name, entity.names))
    return re.compile("|".join([f"(?i:{names})", *map(_one_name, entity.cased)]))


def _one_name(name: str) -> str:
    """Match a name with or without the blanks inside it, and a Latin one as a whole word only."""
    words = r"\s*".join(map(re.escape, _level(name).split()))
    before = r"(?<![A-Za-z0-9])" if name[0].isascii() else ""
    after = r"(?![A-Za-z0-9])" if name[-1].isascii() else ""
    return f"{before}{words}{after}"


def _level(text: str) -> str:
    levelled: str = converter("t2s").convert(unicodedata.normalize("NFKC", text.translate(_INVISIBLE)))
    return levelled


class _Text:
    """A raw article in two forms: levelled, and levelled without blanks, in which the words are looked up."""

    def __init__(self, raw: str, people: Mapping[str, re.Pattern[str]]) -> None:
        self._people = people
        self._levelled = _BLANKS.sub(" ", _level(raw))
        self._offsets = [offset for offset, character in enumerate(self._levelled) if not character.isspace()]
        self._squeezed = _squeeze(self._levelled)

    def places(self, quote: str) -> Iterator[tuple[int, int]]:
        """Where the words stand: all pieces of the quote in order, none far from the one before."""
        pieces = [piece for piece in _ELLIPSIS.split(_squeeze(_level(quote))) if piece]
        if not pieces:
            return
        start = self._squeezed.find(pieces[0])
        while start >= 0:
            end = start + len(pieces[0])
            for piece in pieces[1:]:
                found = self._squeezed.find(piece, end, end + _LONGEST_GAP + len(piece))
                if found < 0:
                    break
                end = found + len(piece)
            else:
                yield start, end
            start = self._squeezed.find(pieces[0], start + 1)

    def surroundings(self, start: int, end: int) -> str:
        """Give the levelled text around a place, whole paragraphs where they reach further."""
        first = self._offsets[max(start - _BEFORE, 0)]
        last = self._offsets[min(end + _AFTER, len(self._offsets)) - 1] + 1
        paragraph_start = self._levelled.rfind("\n", 0, self._offsets[start]) + 1
        paragraph_end = self._levelled.find("\n", self._offsets[end - 1])
        if paragraph_end < 0:
            paragraph_end = len(self._levelled)
        return self._levelled[min(first, paragraph_start) : max(last, paragraph_end)]

    def last_person_before(self, start: int) -> str | None:
        """Say who was named last before a place, of the people that the pack knows."""
        before = self._levelled[: self._offsets[start]]
        last = {person: match.end() for person, name in self._people.items() for match in name.finditer(before)}
        return max(last, key=last.__getitem__, default=None)


def _squeeze(text: str) -> str:
    return "".join(text.split())
