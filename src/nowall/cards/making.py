"""From a fact that is a quote to its card."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict

import nowall
from nowall.answers import AnswerFact, Citation, Language
from nowall.cards.card import QuoteCard
from nowall.cards.fonts import CardFont
from nowall.language.script import detect
from nowall.site.dates import date_in_words
from nowall.texts import say

_SCHEMES = ("https://", "http://")


def card_of(
    fact: AnswerFact, citation: Citation, language: Language, *, page: str = "", dark: bool = False
) -> QuoteCard:
    """The card of a quote for readers of ``language``.

    ``page`` is where it is to be read if the article's own address is not known. Raises ValueError where the fact is
    no quote.
    """
    if not fact.quote:
        raise ValueError(f"fact {fact.id} is no quote")
    when = fact.when or citation.published
    return QuoteCard(
        words=fact.quote,
        speaker=fact.speaker or fact.claimant or "",
        occasion=fact.occasion or "",
        date=date_in_words(when, language) if when else "",
        note=say(language, "picture.note", note=fact.note) if fact.note else "",
        publisher=citation.publisher,
        title=say(language, "picture.title", title=citation.title) if citation.title else "",
        address=shown_address(citation.url or page),
        translation=_translation(fact),
        language=language,
        dark=dark,
    )


def shown_address(url: str) -> str:
    """An address as people read it: without scheme, ``www.``, query and the slash at its end."""
    for scheme in _SCHEMES:
        url = url.removeprefix(scheme)
    return url.partition("?")[0].partition("#")[0].removeprefix("www.").rstrip("/")


def digest(card: QuoteCard, font: CardFont) -> str:
    """What tells pictures apart: 64 characters, another one for other words, another font, or another nowall."""
    told = json.dumps([nowall.__version__, str(font.path), font.index, asdict(card)], ensure_ascii=True)
    return hashlib.sha256(told.encode()).hexdigest()


def _translation(fact: AnswerFact) -> str:
    """The translation into another language; who reads Chinese reads both scripts."""
    if not fact.quote or not fact.translation:
        return ""
    languages = {detect(words) is Language.EN for words in (fact.quote, fact.translation)}
    return fact.translation if len(languages) == 2 else ""
