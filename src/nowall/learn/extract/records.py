"""How what was found in an article becomes a record: its id, its span, its names, its date."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nowall.answers import Language
from nowall.language.script import simplified
from nowall.learn.documents import CleanArticle, Traced
from nowall.learn.extract.dates import FoundDate, find_dates
from nowall.learn.extract.names import ArticleNames, NameMention
from nowall.learn.extract.places import Placed
from nowall.records import Fact, FactKind, Origin, stable_key
from nowall.texts import say

_LEAST_KEPT = 0.8
"""The share of a record's own words that stand in the source to the letter; cleaning puts others right."""
_SUBJECT_WITHIN = 12
"""A name that begins within so many characters is what a sentence is about."""


@dataclass(frozen=True, slots=True)
class Extract:
    """A record to be: its words, where they stand, and what is known of it."""

    kind: FactKind
    text: str
    own: Traced
    """The article's own words in it."""
    quote: str | None = None
    speaker: str | None = None
    claimant: str | None = None
    items: tuple[str, ...] = ()


class Recorder:
    """Makes the facts of one article."""

    def __init__(self, article: CleanArticle, names: ArticleNames) -> None:
        self._article = article.article
        self._source = article.source
        self._names = names
        self._recorded: dict[str, Placed[Extract]] = {}

    def add(self, placed: Placed[Extract]) -> None:
        """Record an extract, unless the article's words are not there, or it is recorded already."""
        extract = placed.what
        mark = "".join(filter(str.isalnum, extract.text))
        if mark and mark not in self._recorded and _stands(extract, self._source):
            self._recorded[mark] = placed

    def facts(self) -> tuple[Fact, ...]:
        """Everything that was recorded, in reading order."""
        ordered = sorted(self._recorded.values(), key=lambda one: (one.paragraph, one.start))
        return tuple(self._fact(one.what, place) for place, one in enumerate(ordered))

    def _fact(self, extract: Extract, place: int) -> Fact:
        text = extract.text.strip()
        mentions = self._names.mentions(text)
        dates = find_dates(text, self._article.published)
        english = self._article.language == Language.EN
        return Fact(
            id=stable_key(f"{self._article.id}\0{extract.kind}\0{text}"),
            article=self._article.id,
            kind=extract.kind,
            zh=text if english else simplified(text) + _dates_told(dates, text),
            en=text if english else None,
            claimant=extract.claimant,
            when=_when(dates, self._article.published),
            subject=_subject(mentions),
            entities=tuple(dict.fromkeys(mention.entity for mention in mentions)),
            quote=extract.quote,
            speaker=extract.speaker,
            items_zh=() if english else tuple(map(simplified, extract.items)),
            items_en=extract.items if english else (),
            place=place,
            span=extract.own.span(0, len(extract.own.text)),
            origin=Origin.EXTRACTED,
        )


def _subject(mentions: Sequence[NameMention]) -> str | None:
    return mentions[0].entity if mentions and mentions[0].start < _SUBJECT_WITHIN else None


def _stands(extract: Extract, source: str) -> bool:
    """Whether the article has the words: a quote to the letter, others but for what cleaning put right."""
    own = extract.own
    if not own.text or own.places[-1] >= len(source):
        return False
    there = "".join(map(source.__getitem__, own.places))
    if there == own.text:
        return True
    pairs = [(mine, its) for mine, its in zip(own.text, there, strict=True) if not mine.isspace()]
    same = sum(mine == its for mine, its in pairs)
    return same == len(pairs) if extract.quote else same >= _LEAST_KEPT * len(pairs)


def _when(dates: Sequence[FoundDate], published: str | None) -> str | None:
    """The date that a record speaks of, where it is one; else the article's own."""
    spoken = list(dict.fromkeys(date.iso for date in dates))
    return spoken[0] if len(spoken) == 1 else published


def _dates_told(dates: Iterable[FoundDate], text: str) -> str:
    """The calendar's word for what counts from the day of the article, behind the record: its own words stay."""
    told = [
        say(Language.ZH_HANS, "record.date", words=text[date.start : date.end], date=_calendar(date.iso))
        for date in dates
        if date.relative
    ]
    return say(Language.ZH_HANS, "record.dates", dates="，".join(dict.fromkeys(told))) if told else ""


def _calendar(iso: str) -> str:
    parts = iso.split("-")
    return " ".join(f"{int(part)} {unit}" for part, unit in zip(parts, "年月日", strict=False))
