"""decide ─► compose: the answer's text, short span and citations, made of the chosen records alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from nowall.answer.dateline import dateline
from nowall.answer.decide.decision import ChosenFact, Decision
from nowall.answer.question import Question, QuestionKind
from nowall.answer.telling import Teller
from nowall.answer.translation import translated_quote
from nowall.answers import Answer, AnswerFact, Citation, Language, Status, Suggestion
from nowall.language.script import detect, in_script
from nowall.records import Article, Fact, Origin
from nowall.snapshot import Snapshot
from nowall.texts import say

_ROOM = {Language.EN: 880}
_ROOM_CHINESE = 390
"""How many characters an answer of several facts may have."""
_REMEMBERED = 4_000
"""Names that are kept: an unknown one is looked for in the store each time."""
_SAYING = frozenset({"statement", "opinion", "source"})
"""Attributes of which one asks who: who said, who thinks, who reported."""


class Composer:
    """Composes answers from the records of one snapshot. Thread-safe."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._names = lru_cache(_REMEMBERED)(self._name)
        self._teller = Teller(snapshot, self.name)

    def compose(self, question: Question, decision: Decision, language: Language | None = None) -> Answer:
        """The answer to a question that has been decided, in its own language unless another one is given."""
        language = language or question.language
        if not decision.chosen:
            return self.refusal(language, decision.confidence, decision.nearest)
        quoted = QuestionKind.QUOTE in question.kinds
        facts = tuple(self.answer_fact(c, language, quoted) for c in self._that_fit(decision.chosen, language))
        text = "\n".join(fact.text for fact in facts)
        status = decision.status
        if status is Status.CONFLICTING and len({fact.side for fact in facts}) < 2:
            status = Status.ANSWERED
        return Answer(
            status=status,
            language=language,
            text=text,
            short=_short(question, facts, told_of=bool(decision.chosen[0].asked)),
            confidence=decision.confidence,
            facts=facts,
            citations=self.citations(facts),
        )

    def refusal(self, language: Language, confidence: float, nearest: Iterable[Fact] = ()) -> Answer:
        """The answer where the corpus does not know: one sentence, no source, the nearest topics."""
        return Answer(
            status=Status.UNKNOWN,
            language=language,
            text=say(language, "answer.unknown"),
            confidence=confidence,
            suggestions=tuple(self.suggestion(fact, language) for fact in nearest),
        )

    def suggestion(self, fact: Fact, language: Language) -> Suggestion:
        """A fact as a topic to look at: the question that it answers, in the language where there is one."""
        fitting = [ask for ask in fact.asks if (detect(ask) is Language.EN) == (language is Language.EN)]
        text = fitting[0] if fitting else self._text(fact, language)
        return Suggestion(fact.id, fact.key, in_script(text, language))

    def answer_fact(self, chosen: ChosenFact, language: Language, quoted: bool = False) -> AnswerFact:
        """A record as the answer shows it; ``quoted`` where somebody's words are what is asked for."""
        fact, side = chosen.fact, chosen.side
        english = language is Language.EN
        label = (side.en if english else side.zh) if side else None
        occasion = fact.occasion_en if english else fact.occasion_zh
        note = fact.note_en if english else fact.note_zh
        return AnswerFact(
            id=fact.id,
            key=fact.key,
            kind=fact.kind.value,
            text=self._told(chosen, language),
            article=fact.article,
            speaker=self.name(fact.speaker, language),
            claimant=self.name(fact.claimant, language),
            when=fact.when,
            claim=chosen.claim.id if chosen.claim else None,
            side=side.id if side else None,
            side_label=in_script(label, language) if label else None,
            short=self._value(chosen, language, quoted),
            occasion=in_script(occasion, language) if occasion else None,
            note=in_script(note, language) if note else None,
            quote=fact.quote,
            translation=translated_quote(fact, language),
            items=tuple(in_script(item, language) for item in (fact.items_en if english else fact.items_zh)),
        )

    def _that_fit(self, chosen: Sequence[ChosenFact], language: Language) -> list[ChosenFact]:
        """The first ones that fit the room, at least one; a disagreement keeps one of each side."""
        room = _ROOM.get(language, _ROOM_CHINESE)
        kept: list[ChosenFact] = []
        for choice in chosen:
            length = len(self._told(choice, language)) + 1
            if kept and length > room:
                continue
            kept.append(choice)
            room -= length
        return kept

    def _told(self, chosen: ChosenFact, language: Language) -> str:
        """The text, with what is asked of the statement; behind its date where that is wanted and it gives none."""
        fact, text = chosen.fact, self._text(chosen.fact, language)
        for asked in chosen.asked:
            text, _ = self._teller.tell(asked, fact, text, language)
        article = self._snapshot.articles.get(fact.article)
        if not chosen.dated or not fact.when or (article and fact.when == article.published):
            return text
        return dateline(fact.when, text, language)

    def _text(self, fact: Fact, language: Language) -> str:
        if language is Language.EN:
            return fact.en or fact.zh
        return in_script(fact.zh, language)

    def _value(self, chosen: ChosenFact, language: Language, quoted: bool) -> str | None:
        """The answering words as they stand in the text: the value, or those found for the question, or a quote.

        An editor's record with a quote is about the quote; a learned one may just have it beside what is asked.
        """
        fact, found = chosen.fact, chosen.words
        text = self._text(fact, language)
        if chosen.asked:
            return self._teller.tell(chosen.asked[0], fact, text, language)[1]
        value = fact.value_en if language is Language.EN else fact.value_zh
        found = in_script(found, language) if found else None
        quote = fact.quote if quoted or fact.origin is Origin.CURATED else None
        for words in (value and in_script(value, language), found, quote, value):
            if words and words in text:
                return words
        return None

    def name(self, entity: str | None, language: Language) -> str | None:
        """The display name of an entity; an id that the corpus does not know stands for itself."""
        return None if entity is None else self._names(entity, language)

    def _name(self, entity: str, language: Language) -> str:
        known = self._snapshot.entity(entity)
        if known is None:
            return entity
        return known.en if language is Language.EN else in_script(known.zh, language)

    def citations(self, facts: Iterable[AnswerFact]) -> tuple[Citation, ...]:
        """The articles of an answer's facts, in its order, each once; titles stay as published."""
        articles = dict.fromkeys(fact.article for fact in facts)
        return tuple(self.citation(self._snapshot.articles[article]) for article in articles)

    def citation(self, article: Article) -> Citation:
        """An article as a source."""
        return Citation(
            article=article.id,
            key=article.key,
            title=article.title,
            publisher=self.name(article.publisher, Language.ZH_HANS) or article.publisher,
            published=article.published,
            url=article.url or None,
        )


def _short(question: Question, facts: Sequence[AnswerFact], told_of: bool) -> str | None:
    """The answering span of a single fact: who says it where that is asked, else its value.

    Of what is ``told_of`` a statement before, the value is what was asked.
    """
    if len(facts) != 1:
        return None
    fact = facts[0]
    if not told_of and QuestionKind.WHO in question.kinds and question.attributes & _SAYING:
        speaker = fact.speaker or fact.claimant
        if speaker and speaker in fact.text:
            return speaker
    return fact.short
