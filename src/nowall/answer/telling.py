"""Tells of a statement what a follow-up asks of it: by the words of its text that do, or by words before it."""

from __future__ import annotations

import re
from collections.abc import Callable

from nowall.answer.circumstances import Circumstances
from nowall.answer.dateline import behind_date, in_words, words_of_date
from nowall.answer.question import Circumstance
from nowall.answers import Language
from nowall.language.script import in_script
from nowall.lexicon import lexicon
from nowall.records import Fact
from nowall.snapshot import Snapshot
from nowall.texts import say

_LEADS = {Circumstance.OCCASION: "statement.on_occasion", Circumstance.ARTICLE: "statement.in_article"}
_BY = "statement.by"


class Teller:
    """Tells circumstances of the statements of one snapshot. Thread-safe."""

    def __init__(self, snapshot: Snapshot, name: Callable[[str | None, Language], str | None]) -> None:
        """``name`` gives the display name of an entity."""
        self._snapshot = snapshot
        self._circumstances = Circumstances(snapshot)
        self._name = name

    def tell(self, asked: Circumstance, fact: Fact, text: str, language: Language) -> tuple[str, str | None]:
        """The record's text so that it tells what is asked, and the words that do, if it does."""
        if asked in {Circumstance.WHEN, Circumstance.REPORTED}:
            return self._dated(self._circumstances.date(fact, asked), fact, text, language)
        words = self._words(asked, fact, text, language)
        if words is None or words in text:
            return text, words
        if asked is Circumstance.WORDS:
            return text, None
        return say(language, _LEADS.get(asked, _BY), words=words, text=text), words

    def _words(self, asked: Circumstance, fact: Fact, text: str, language: Language) -> str | None:
        match asked:
            case Circumstance.WORDS:
                return fact.quote
            case Circumstance.SPEAKER:
                return self._name(fact.speaker or fact.claimant, language)
            case Circumstance.OUTLET:
                return self._name(self._circumstances.outlet(fact), language)
            case Circumstance.OCCASION:
                return _occasion(fact, text, language)
            case _:
                return self._snapshot.articles[fact.article].title

    def _dated(self, date: str | None, fact: Fact, text: str, language: Language) -> tuple[str, str | None]:
        if date is None:
            return text, None
        words = words_of_date(date, text, self._snapshot.articles[fact.article].published)
        return (text, words) if words else (behind_date(date, text, language), in_words(date, language))


def _occasion(fact: Fact, text: str, language: Language) -> str | None:
    """The occasion, as the text has it if it does."""
    if language is Language.EN and fact.occasion_en:
        return fact.occasion_en
    whole = fact.occasion_zh
    if whole is None:
        return fact.occasion_en
    core = in_script(re.sub(lexicon("statements")["occasions"]["edges"], "", whole), language)
    whole = in_script(whole, language)
    return core if whole not in text and core in text else whole
