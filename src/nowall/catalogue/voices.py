"""Who says what of whom, in the order of time, and what those say who do not agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nowall.answer.compose import Composer
from nowall.answer.decide.decision import ChosenFact
from nowall.answers import AnswerFact, Citation, FactPage, Language
from nowall.catalogue.holdings import Holdings
from nowall.language.script import in_script
from nowall.records import Claim, Entity, Fact, Side
from nowall.snapshot import Snapshot

_UNDATED = "9999"


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody or something that has a card of its own."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class ClaimHead:
    """What several sources speak of, as a question."""

    key: str
    """Stable: 10 letters and digits."""
    question: str
    agree: bool
    """Whether they say the same."""


@dataclass(frozen=True, slots=True)
class Told:
    """A fact with all that leads on from it."""

    fact: AnswerFact
    source: Citation
    voice: Named | None = None
    """Who says it, where that is somebody with a card."""
    disputes: tuple[ClaimHead, ...] = ()
    """What it takes a side in."""
    about: tuple[Named, ...] = ()
    """Whom and what it speaks of."""


@dataclass(frozen=True, slots=True)
class SideCard:
    """A position, and who takes it."""

    label: str
    told: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class ClaimCard:
    """All sides of what the sources disagree, or agree, about."""

    head: ClaimHead
    sides: tuple[SideCard, ...]
    subject: Named | None = None


class Voices:
    """Tells facts by who says them. Thread-safe."""

    def __init__(self, composer: Composer, snapshot: Snapshot, holdings: Holdings) -> None:
        self._composer = composer
        self._snapshot = snapshot
        self._holdings = holdings

    def told(self, page: FactPage, language: Language) -> tuple[Told, ...]:
        """The facts of a page with their sources and what leads on from them."""
        sources = {citation.article: citation for citation in page.citations}
        records = self._snapshot.facts.many([fact.id for fact in page.facts])
        return tuple(
            self._told(fact, records.get(fact.id), sources[fact.article], language)
            for fact in page.facts
            if fact.article in sources
        )

    def _told(self, fact: AnswerFact, record: Fact | None, source: Citation, language: Language) -> Told:
        if record is None:
            return Told(fact, source)
        voice = self._named([record.speaker or record.claimant], language)
        claims = self._snapshot.claims_of.get(record.id, ())
        disputes = tuple(self.head(claim, language) for claim in claims)
        return Told(fact, source, next(iter(voice), None), disputes, self._named(record.about, language))

    def _named(self, entities: Iterable[str | None], language: Language) -> tuple[Named, ...]:
        known = (self._snapshot.entities[e] for e in entities if e and e in self._snapshot.entities)
        return tuple(Named(entity.key, self._composer.name(entity.id, language) or entity.id) for entity in known)

    def said(self, entity: Entity, *, by: bool) -> Sequence[Fact]:
        """What an entity says, or what others say of it, the earliest first, undated articles last."""
        every = self._holdings.about(entity)
        facts = [fact for fact in every if (entity.id in (fact.speaker, fact.claimant)) is by]
        articles = self._snapshot.articles.many({fact.article for fact in facts})

        def time(fact: Fact) -> tuple[str, str, int]:
            article = articles.get(fact.article)
            return (fact.when or (article and article.published) or _UNDATED, fact.article, fact.place)

        return sorted(facts, key=time)

    def claim(self, key: str, language: Language) -> ClaimCard | None:
        """All sides of a claim, by its stable key or id."""
        claim = next((c for c in self._snapshot.corpus.claims if key in (c.key, c.id)), None)
        if claim is None:
            return None
        sides = tuple(self._side(claim, side, language) for side in claim.sides)
        subject = next(iter(self._named([claim.subject], language)), None)
        return ClaimCard(self.head(claim, language), sides, subject)

    def heads(self, language: Language) -> tuple[ClaimHead, ...]:
        """All claims, those in which the sources disagree first."""
        claims = sorted(self._snapshot.corpus.claims, key=lambda claim: claim.agree)
        return tuple(self.head(claim, language) for claim in claims)

    @staticmethod
    def head(claim: Claim, language: Language) -> ClaimHead:
        """A claim as a question."""
        words = claim.en if language is Language.EN else in_script(claim.zh, language)
        return ClaimHead(claim.key, words, claim.agree)

    def _side(self, claim: Claim, side: Side, language: Language) -> SideCard:
        facts = self._snapshot.facts.many(side.facts).values()
        shown = tuple(self._composer.answer_fact(ChosenFact(fact, claim, side), language) for fact in facts)
        page = FactPage(shown, self._composer.citations(shown), 0, len(shown))
        label = side.en if language is Language.EN else in_script(side.zh, language)
        return SideCard(label, self.told(page, language))
